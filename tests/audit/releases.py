"""A thousand random companies, the tables released of each given to a reader who solves for what they hide."""

from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings

from tests.bench.table import say
from tests.disclosure import Reader
from tests.unit.formats import test_sites
from tests.unit.formats.test_suppression import SLACK, companies, in_full, released
from transfers.formats.suppression import Group

SAYS = "1,000 random companies: what a release hides is worked out from it, before rounding and after, and by site"
COMPANIES = 1_000


def run() -> dict[str, object]:
    """Figures of what was tried. Hypothesis draws the same companies each time."""
    figures: Counter[str] = Counter()
    given_away: list[str] = []

    @given(companies())
    @settings(
        max_examples=COMPANIES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def try_one(company: tuple[list[Group], dict[int, int | None]]) -> None:
        groups, parents = company
        table = released(groups, parents)
        exact = Reader(groups, parents, [in_full(groups, parents)], slack=0)
        found = exact.gives_away()
        rounded = Reader(groups, parents, [table], slack=SLACK)
        found += rounded.gives_away()
        given_away.extend(f"{each} in {groups}" for each in found)
        figures["companies"] += 1
        figures["numbers shown"] += sum(cell.undraft is not None for cell in table.units) + len(table.levels)
        figures["numbers hidden"] += sum(cell.undraft is None for cell in table.units)
        figures["tables that the truth does not fit"] += not rounded.fits()
        if figures["companies"] % 100 == 0:
            say(f"      {figures['companies']} companies, {len(given_away)} given away")

    @given(test_sites.companies())
    @settings(
        max_examples=COMPANIES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def try_sites(company: tuple[list[Group], dict[int, int | None]]) -> None:
        groups, parents = company
        table = test_sites.released(groups, parents)
        figures["companies with sites"] += bool(table.sites)
        if table.sites:
            full = test_sites.in_full(groups, table, parents)
            found = Reader(groups, parents, [full], slack=0).gives_away()
            given_away.extend(f"{each} in {groups}" for each in found)

    try_one()
    try_sites()
    violations = len(given_away) + figures["tables that the truth does not fit"]
    return {**figures, "given_away": given_away[:20], "violations": violations}
