"""Where a unit went."""

from accounts.models import Unit


def get_standing_unit(unit: Unit, *, pool: Unit | None) -> Unit | None:
    """The unit itself, or what it was merged into, however often; `pool` where it was closed.

    A unit is closed when its approved headcount is nothing and it is no pool.
    """
    seen: set[int] = set()
    while unit.merged_into is not None and unit.pk not in seen:
        seen.add(unit.pk)
        unit = unit.merged_into
    if unit.is_pool or unit.approved_headcount > 0:
        return unit
    return pool
