"""How long answers take, by what was filed: for who has no part in it, and for who files either option."""

import gc
from statistics import median
from time import perf_counter

from django.test import Client

from tests import factories as f
from tests.bench.table import say
from tests.pages import THEN, fields_of, signed_in, travel
from tests.privacy.scene import Scene
from tests.privacy.stage import stage
from tests.privacy.viewers import Viewer
from transfers.models import Assignment

SAYS = "2 × 500 alternating requests a page, with a choice filed and without, and 2 × 500 filings of either option"
TIMES = 500
MOST = 0.002  # seconds between two medians
VIEWERS = (Viewer.PEER, Viewer.CHAIN, Viewer.OTHER_MANAGER, Viewer.PARTNER_OUTSIDE, Viewer.ADMIN)


def run(*, times: int = TIMES) -> dict[str, object]:
    """Medians that differ by more than MOST are violations; all differences are given in milliseconds."""
    gaps: dict[str, float] = {}
    with stage():
        scene = Scene()
        for viewer in VIEWERS:
            gaps |= _pages(scene, viewer, times)
            say(f"      {viewer}: {max(abs(gap) for gap in gaps.values()) * 1000:.2f} ms is the largest gap so far")
        gaps |= _filings(scene, times)
    in_ms = {page: round(gap * 1000, 3) for page, gap in gaps.items()}
    over = [page for page, gap in gaps.items() if abs(gap) >= MOST]
    return {"requests": 2 * times * len(gaps), "gaps in ms": in_ms, "over": over, "violations": len(over)}


def _addresses(of: Assignment) -> list[tuple[str, str]]:
    """Where a viewer might ask about a person, and by which method."""
    return [
        ("GET", f"/choice/{of.public_id}/"),
        ("POST", f"/choice/{of.public_id}/file/"),
        ("GET", f"/cases/{of.employee.public_id}/"),
        ("GET", f"/admin/transfers/assignment/{of.pk}/"),
        ("GET", f"/admin/accounts/employee/{of.employee.pk}/"),
    ]


def _pages(scene: Scene, viewer: Viewer, times: int) -> dict[str, float]:
    """The gap between the medians of both people's pages, by viewer and page."""
    one, other = scene.member(scene.campaign), scene.member(scene.campaign)
    f.file(one, "undraft", at=THEN - f.DAY)
    person = scene.viewers[viewer]
    assert person is not None
    client = signed_in(person)
    found = {}
    for (method, first), (_method, second) in zip(_addresses(one), _addresses(other), strict=True):
        spent: tuple[list[float], list[float]] = ([], [])
        for number in range(2 * times):
            spent[number % 2].append(_timed(client, method, (first, second)[number % 2]))
        page = first.replace(str(one.public_id), "…").replace(str(one.employee.public_id), "…")
        found[f"{viewer} {method} {page}"] = median(spent[0]) - median(spent[1])
    return found


def _timed(client: Client, method: str, address: str) -> float:
    began = perf_counter()
    client.generic(method, address)
    return perf_counter() - began


def _filings(scene: Scene, times: int) -> dict[str, float]:
    """The gap between filing stay and filing undraft, each by people of their own who file once."""
    spent: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for number in range(2 * times):
        if number % 100 == 0:
            travel(THEN)
        of = scene.member(scene.campaign)
        client, at = signed_in(of.employee), f"/choice/{of.public_id}/"
        asked = fields_of(client.get(at), action="check/")
        option = ("stay", "undraft")[number % 2]
        checked = fields_of(client.post(at + "check/", {**asked, "option": option}), action="file/")
        began = perf_counter()
        answer = client.post(at + "file/", checked)
        spent[number % 2].append(perf_counter() - began)
        assert answer.status_code == 302
    return {"filing": median(spent[0]) - median(spent[1])}
