"""The stories of the cast, acted out before the demo opens. Mira's is left to whoever walks through it."""

from datetime import timedelta

from accounts.models import Employee
from seeds import cast
from seeds.market import STAY, UNDRAFT, offer_from_manager
from seeds.schedule import Schedule
from transfers.actions.acceptance import accept_claim
from transfers.actions.backfills import decline_backfill, request_backfill
from transfers.actions.break_glasses import propose_break_glass, refuse_break_glass
from transfers.actions.candidacies import save_availability, save_visibility, submit_list
from transfers.actions.cases import open_case
from transfers.actions.choices import file_choice
from transfers.actions.claims import offer_claim
from transfers.actions.readings import read_choice
from transfers.actions.terms_records import record_terms
from transfers.actions.terms_templates import save_template
from transfers.clock import Clock
from transfers.models import Assignment, BreakGlass, Placement, Role
from transfers.models.candidacy import QUALIFYING, RANKED
from transfers.models.grant import HIRING_MANAGER
from transfers.sight.actor import PORTAL
from transfers.sight.hats import grants_in_force


def tell_stories(schedule: Schedule) -> None:
    """Put what the cast did on the schedule."""
    schedule.at(schedule.ago(22), lambda clock: _file(cast.TOMAS, STAY, clock))
    schedule.at(schedule.ago(25), lambda clock: _file(cast.ANNA, UNDRAFT, clock))
    schedule.at(schedule.ago(24.9), lambda clock: _show(cast.ANNA, ["PAY-1-1-R01"], QUALIFYING, clock))
    schedule.at(schedule.ago(10), lambda clock: _record_terms(cast.ANNA, clock))
    schedule.at(schedule.ago(3), lambda clock: _offer(cast.ANNA, "PAY-1-1-R01", clock))
    schedule.at(schedule.ago(15), lambda clock: _file(cast.LIOR, UNDRAFT, clock))
    schedule.at(schedule.ago(14.9), lambda clock: _show(cast.LIOR, ["PAY-1-1-R02", "MED-1-1-R01"], RANKED, clock))
    schedule.at(schedule.ago(2), lambda clock: _offer(cast.LIOR, "PAY-1-1-R02", clock))
    schedule.at(schedule.ago(1), lambda clock: _offer(cast.LIOR, "MED-1-1-R01", clock))
    schedule.at(schedule.ago(24), lambda clock: _file(cast.PRIYA, UNDRAFT, clock))
    schedule.at(schedule.ago(23.9), lambda clock: _show(cast.PRIYA, ["CLD-1-1-R01"], QUALIFYING, clock))
    schedule.at(schedule.ago(12), lambda clock: _take_up_later(clock))
    schedule.at(schedule.ago(8), lambda clock: _read(cast.LIOR, clock))
    schedule.at(schedule.ago(6), lambda clock: _refuse_break_glass(cast.PRIYA, clock))
    schedule.at(schedule.ago(26), _keep_terms)
    schedule.at(schedule.ago(1.5), _ask_for_backfills)
    schedule.at(schedule.ago(0.1), lambda clock: _ask_for_break_glass(cast.LIOR, clock))


def _person(member: cast.CastMember) -> Employee:
    return Employee.objects.select_related("site").get(hr_id=member.hr_id)


def _file(member: cast.CastMember, option: str, clock: Clock) -> None:
    person = _person(member)
    assignment = Assignment.objects.get(employee=person)
    opened_at = clock() - timedelta(minutes=5)
    file_choice(assignment, option, seen_version=0, opened_at=opened_at, by=person, clock=clock)


def _show(member: cast.CastMember, roles: list[str], visibility: str, clock: Clock) -> None:
    person = _person(member)
    ids = [Role.objects.get(code=code).public_id for code in roles]
    candidacy = submit_list(person, ids, seen_version=0, by=person, clock=clock)
    candidacy = save_availability(
        person,
        available_from=None,
        relocation="country",
        note="Glad to talk at any time.",
        seen_version=candidacy.version,
        by=person,
        clock=clock,
    )
    save_visibility(
        person,
        visibility,
        excluded=[],
        seen_at=clock(),
        seen_version=candidacy.version,
        by=person,
        clock=clock,
    )


def _offer(member: cast.CastMember, role: str, clock: Clock) -> None:
    offer_from_manager(Role.objects.get(code=role), _person(member), clock)


def _record_terms(member: cast.CastMember, clock: Clock) -> None:
    """HR writes down a pay band that changed after the campaign had opened."""
    assignment = Assignment.objects.get(employee=_person(member))
    terms = dict(assignment.recorded_terms)
    terms["pay"] = {"statement": "stated", "text": "As before, with the yearly rise of November", "ask": ""}
    because = "The yearly rise came after the reassignment was recorded."
    record_terms(assignment, terms, because=because, seen_version=1, by=_person(cast.DOLORES), clock=clock)


def _take_up_later(clock: Clock) -> None:
    """Priya accepts an offer that starts so late that her chain is not to know of it yet."""
    person, role, at = _person(cast.PRIYA), Role.objects.get(code="CLD-1-1-R01"), clock()
    manager = grants_in_force(at).get(kind=HIRING_MANAGER, role=role).employee
    claim = offer_claim(
        role,
        person,
        terms=role.terms,
        level=person.level,
        start_on=at.date() + timedelta(days=52),
        note="The seat is yours whenever your handover is done.",
        by=manager,
        clock=clock,
    )
    accept_claim(claim, by=person, clock=lambda: at + timedelta(hours=20))


def _read(member: cast.CastMember, clock: Clock) -> None:
    """Dolores reads one choice because its person asked her to; they find it in their record."""
    person, partner = _person(member), _person(cast.DOLORES)
    open_case(person, "reading", by=partner, clock=clock)
    assignment = Assignment.objects.get(employee=person)
    read_choice(assignment, "asked", "You asked me on the phone what stands.", by=partner, clock=clock)


def _keep_terms(clock: Clock) -> None:
    """Kofi keeps the terms of one of his roles, to fill claims from."""
    terms = dict(Role.objects.get(code="PAY-1-1-R01").terms)
    terms["on_call"] = {"statement": "stated", "text": "One week in six, paid by the hour", "ask": ""}
    save_template("With on-call", terms, by=_person(cast.KOFI), clock=clock)


def _ask_for_backfills(clock: Clock) -> None:
    """Leads ask for seats that announced moves left; Zofia declines one, and the rest wait."""
    announced = Placement.objects.filter(status__in=("finalised", "settled"), from_unit__lead__isnull=False)
    found = list(announced.select_related("from_unit__lead").order_by("announced_at", "pk")[:3])
    asked = [
        request_backfill(of, note="Somebody who knows the service.", by=of.from_unit.lead or PORTAL, clock=clock)
        for of in found
    ]
    for backfill in asked[1:2]:
        because = "The unit is to shrink by one seat this year."
        decline_backfill(backfill, because=because, by=_person(cast.ZOFIA), clock=clock)


def _ask_for_break_glass(member: cast.CastMember, clock: Clock) -> None:
    """Zofia asks; Amaru or Dolores decides."""
    _propose_break_glass(member, clock)


def _propose_break_glass(member: cast.CastMember, clock: Clock) -> BreakGlass:
    assignment, note = Assignment.objects.get(employee=_person(member)), "A labour court asks what was filed."
    return propose_break_glass(assignment, "duty", note, by=_person(cast.ZOFIA), clock=clock)


def _refuse_break_glass(member: cast.CastMember, clock: Clock) -> None:
    at = clock()
    glass = _propose_break_glass(member, clock)
    refuse_break_glass(glass, by=_person(cast.AMARU), clock=lambda: at + timedelta(hours=1))
