"""How short of people a unit is. Only announced movements count: a private acceptance moves no figure."""

from transfers.matching.types import FULL_BP, UnitFacts


def people_short(unit: UnitFacts) -> int:
    """Return how many people the unit lacks: max(0, approved − filled + announced out − announced in)."""
    return max(0, unit.approved - unit.filled + unit.announced_out - unit.announced_in)


def shortage_bp(unit: UnitFacts) -> int:
    """Return the people the unit lacks as a share of its approved headcount, floored to bp; approved 0 gives 0.

    Above 10,000 when more people leave than the approved headcount holds.
    """
    return people_short(unit) * FULL_BP // unit.approved if unit.approved else 0


def band_of(share_bp: int, band_bp: int) -> int:
    """Return the number of the band a shortage lies in; band b holds b × width up to, not with, (b + 1) × width."""
    return share_bp // band_bp
