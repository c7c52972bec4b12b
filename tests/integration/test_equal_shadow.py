"""Equal shadow: whatever a member files, or does not, what others could measure is the same.

Two people alike, one files stay and one undraft; each answer is compared by status and size, and what the
portal wrote about each by its kinds, numbers and instants.
"""

import re
from typing import Any

import pytest

from tests import factories as f
from tests.pages import THEN, fields_of, signed_in, size_of, text_of, travel
from transfers.actions.acceptance import accept_claim
from transfers.models import Assignment, Choice, Event, Notice

pytestmark = pytest.mark.django_db

OPTIONS = ("stay", "undraft")
NEAR = 64  # bytes
PAGES = ("/", "/offers/", "/timeline/", "/policy/", "/inbox/", "/help/")


def members(*, first_undraft: bool) -> list[Assignment]:
    """Two people whom nothing but their ids tells apart, with the same order of options."""
    travel(THEN)
    campaign = f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY, after_end="origin")
    campaign.terms = {
        "stay_commitment": {"statement": "stated", "text": "Two years at most. " * 40, "ask": ""},
        "until_placed": {"statement": "not_stated", "text": "", "ask": "Ana Berg"},
    }
    campaign.save()
    # neither the length of a unit's name nor that of a stated line may tell
    origin, task_force = (
        f.UnitFactory.create(name="Origin of a long name" * 6),
        f.UnitFactory.create(name="Applied AI"),
    )
    made = []
    for name in ("Person A", "Person B"):
        employee = f.EmployeeFactory.create(name=name, unit=task_force)
        made.append(f.assignment(campaign, employee, origin_unit=origin))
    for of, digit in zip(made, "ab", strict=True):
        # the last hexadecimal digit decides the order of the options
        last = "1" if first_undraft else "0"
        Assignment.objects.filter(pk=of.pk).update(public_id=f"{str(of.public_id)[:-2]}{digit}{last}")
        of.refresh_from_db()
    return made


def walk(of: Assignment, option: str) -> list[Any]:
    """Every answer between the question and what follows, in order."""
    client = signed_in(of.employee)
    at = f"/choice/{of.public_id}/"
    asked = client.get(at)
    checked = client.post(at + "check/", {**fields_of(asked, action="check/"), "option": option})
    filed = client.post(at + "file/", fields_of(checked, action="file/"))
    receipt = client.get(filed["Location"])
    again = client.get(at)
    return [asked, checked, filed, receipt, again, *(client.get(page) for page in PAGES)]


@pytest.mark.parametrize("first_undraft", [True, False])
def test_filing_either_option_gives_answers_of_one_status_and_size(first_undraft: bool) -> None:
    walks = [walk(of, option) for of, option in zip(members(first_undraft=first_undraft), OPTIONS, strict=True)]
    for stay, undraft in zip(*walks, strict=True):
        assert stay.status_code == undraft.status_code
        assert abs(size_of(stay) - size_of(undraft)) <= NEAR, stay.request["PATH_INFO"]
        assert {*stay.headers} == {*undraft.headers}


def test_opened_receipts_are_of_one_size_too() -> None:
    sizes = []
    for of, option in zip(members(first_undraft=True), OPTIONS, strict=True):
        client = signed_in(of.employee)
        f.file(of, option, at=THEN)
        sizes.append(size_of(client.post(f"/receipt/{of.choices.get().receipt.public_id}/show/")))
    assert abs(sizes[0] - sizes[1]) <= NEAR


def test_pages_after_filing_are_the_same_but_for_what_is_the_persons_own() -> None:
    walks = [walk(of, option) for of, option in zip(members(first_undraft=True), OPTIONS, strict=True)]
    for stay, undraft in list(zip(*walks, strict=True))[3:]:
        assert neutral(stay) == neutral(undraft)


def neutral(response: Any) -> str:
    """A page without ids, codes, keys, names and instants."""
    page = text_of(response)
    page = re.sub(r'nonce="[^"]*"|value="[^"]*"|datetime="[^"]*"', "", page)
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|[2-9A-Z]{5}(-[2-9A-Z]{5}){3}|Person [AB]", "", page)
    return re.sub(r"\d{2}:\d{2}|&quot;filed_at&quot;:&quot;[^&]*&quot;", "", page)


@pytest.mark.parametrize("offers", [0, 2])
def test_turning_to_stay_after_the_close_gives_answers_of_one_status_and_size(offers: int) -> None:
    """Refusing it to who had filed stay told from the screen who had undrafted: a sentence instead of a page."""
    late, made = THEN + 15 * f.DAY, members(first_undraft=True)
    for of, option in zip(made, OPTIONS, strict=True):
        f.file(of, option, at=THEN)
        f.candidate(of.employee)
        for _ in range(offers):
            f.claim(f.role(), of.employee, at=late - f.HOUR)
    travel(late)
    for stay, undraft in list(zip(*(walk(of, "stay") for of in made), strict=True))[: -len(PAGES)]:
        assert stay.status_code == undraft.status_code
        assert abs(size_of(stay) - size_of(undraft)) <= NEAR, stay.request["PATH_INFO"]


def test_move_that_was_accepted_refuses_turning_to_stay_after_the_close_whatever_was_filed() -> None:
    said = []
    for of, option in zip(members(first_undraft=True), OPTIONS, strict=True):
        f.file(of, option, at=THEN)
        f.candidate(of.employee)
        claim = f.claim(f.role(), of.employee, at=THEN)
        travel(THEN + 15 * f.DAY)
        client = signed_in(of.employee)
        fields = fields_of(client.get(f"/choice/{of.public_id}/"), action="check/")
        accept_claim(claim, by=of.employee, clock=f.clock_at(THEN))
        page = client.get(f"/choice/{of.public_id}/")
        answer = client.post(f"/choice/{of.public_id}/check/", {**fields, "option": "stay"})
        said.append((answer.status_code, size_of(answer), "check/" in text_of(page)))
        travel(THEN)
    assert said[0] == said[1]
    assert said[0][::2] == (409, False)  # and the page no longer offers it


def test_filing_either_option_leaves_the_same_events_and_notices() -> None:
    written = []
    for of, option in zip(members(first_undraft=True), OPTIONS, strict=True):
        f.file(of, option, at=THEN)
        events = Event.objects.filter(subject__employee=of.employee).order_by("pk")
        notices = Notice.objects.filter(recipient=of.employee).order_by("pk")
        written.append(
            (
                [(e.verb, e.noun, e.from_status, e.to_status, e.at, sorted(e.body)) for e in events],
                [(n.template, n.channel, n.status, n.due_at, sorted(n.refs)) for n in notices],
            )
        )
    assert written[0] == written[1]


def test_turning_from_either_option_to_the_other_leaves_the_same_events_and_notices() -> None:
    written = []
    for of, option in zip(members(first_undraft=True), OPTIONS, strict=True):
        f.file(of, option, at=THEN)
        f.file(of, OPTIONS[1 - OPTIONS.index(option)], at=THEN + f.HOUR)
        events = Event.objects.filter(subject__employee=of.employee).order_by("pk")
        written.append([(e.verb, e.from_status, e.to_status, e.at) for e in events])
    assert written[0] == written[1]


def test_stored_choices_are_of_one_length() -> None:
    for of, option in zip(members(first_undraft=True), OPTIONS, strict=True):
        f.file(of, option, at=THEN)
    lengths = {
        (len(choice.content), len(choice.commitment), len(choice.receipt.statement))
        for choice in Choice.objects.all()
    }
    assert len(lengths) == 1


def test_every_member_has_the_same_tasks_filed_or_not() -> None:
    one, other = members(first_undraft=True)
    silent = f.assignment(one.campaign)
    f.file(one, "stay", at=THEN)
    f.file(other, "undraft", at=THEN)
    titles = [
        re.findall(r'<div class="task">\s*<(?:a|strong)[^>]*>([^<]*)<', text_of(signed_in(of.employee).get("/")))
        for of in (one, other, silent)
    ]
    assert titles[0] == titles[1] == titles[2]
    assert len(titles[0]) == 7


def test_no_address_or_title_names_the_choice() -> None:
    for of, option in zip(members(first_undraft=True), OPTIONS, strict=True):
        for answer in walk(of, option):
            seen = answer.request["PATH_INFO"] + answer.get("Location", "")
            title = re.findall(r"<title>(.*?)</title>", text_of(answer))
            assert not re.search(r"\b(stay|undraft)\b", seen, flags=re.IGNORECASE)
            assert not re.search(r"\b(stay|undraft)", "".join(title).replace("– Undraft", ""), flags=re.IGNORECASE)


def test_personal_pages_are_stored_nowhere() -> None:
    for answer in walk(members(first_undraft=True)[0], "stay"):
        assert "no-store" in answer["Cache-Control"]
