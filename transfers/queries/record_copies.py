"""Everything the portal holds about one person, for that person: rows as data, one section a noun.

What was filed, and the priority that follows from it, are in it only where the person asked for them: without them
the copies of two people who filed differently are alike. Of others it names whom the person's own pages name.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.canonical import JSON
from transfers.models import (
    AddressChange,
    Candidacy,
    Choice,
    Claim,
    Entitlement,
    Event,
    Grant,
    ManagerChange,
    Placement,
    TermsRecord,
)
from transfers.models.terms import TermsSheet
from transfers.queries.break_glasses import of_unopened_break_glasses
from transfers.queries.choices import read_content
from transfers.queries.inbox import describe as describe_message
from transfers.queries.inbox import get_inbox
from transfers.queries.record_notifications import get_notification_rows, get_saved_search_rows
from transfers.queries.record_rounds import get_finding_rows, get_round_rows
from transfers.queries.records import describe as describe_looks
from transfers.queries.records import get_looks
from transfers.queries.terms_templates import get_template_rows
from transfers.sight.actor import Person
from transfers.sight.filters import assignments_visible_to, choices_visible_to, claims_held_by, placements_of
from transfers.states import STATUSES

Row = Mapping[str, JSON]


def get_record(viewer: Person, at: datetime, *, opens: bool) -> dict[str, list[Row]]:
    """Sections by name, each a list of rows; `opens` adds what was filed and the priority it gave."""
    record: dict[str, list[Row]] = {
        "person": [_person(viewer)],
        "skills": [
            {"skill": skill.skill.name, "proficiency": skill.proficiency}
            for skill in viewer.employee_skills.select_related("skill").order_by("skill__name")
        ],
        "changes of address": [
            _address_change(change) for change in AddressChange.objects.filter(employee=viewer).order_by("at")
        ],
        "changes of manager": [
            _manager_change(change)
            for change in viewer.manager_changes.select_related("from_manager", "to_manager").order_by("at")
        ],
        "assignments": _assignments(viewer, at),
        "choices": [_choice(choice, viewer, opens=opens) for choice in _choices(viewer, at)],
        "candidacy": [_candidacy(row) for row in Candidacy.objects.filter(employee=viewer)],
        "offers": [
            _claim(c) for c in claims_held_by(viewer).select_related("role__unit", "offered_by").order_by("pk")
        ],
        "moves": [
            _placement(p) for p in placements_of(viewer).select_related("role__unit", "from_unit").order_by("pk")
        ],
        "findings": get_finding_rows(viewer),
        "rounds": get_round_rows(viewer, opens=opens),
        "grants": [_grant(grant) for grant in viewer.grants.select_related("role", "campaign").order_by("pk")],
        "terms kept": get_template_rows(viewer),
        "messages": _messages(viewer, at),
        "notifications": get_notification_rows(viewer),
        "saved searches": get_saved_search_rows(viewer),
        "looks at the record": [
            {"at": _instant(look.at), "who": look.who, "hat": look.hat, "what": look.what, "note": look.note}
            for look in describe_looks(list(get_looks(viewer, at)), viewer, at)
        ],
        "events": [_event(event, viewer) for event in _events(viewer, at)],
    }
    if opens:
        record["priorities"] = [
            _entitlement(row)
            for row in Entitlement.objects.filter(assignment__employee=viewer)
            .select_related("assignment__campaign")
            .order_by("pk")
        ]
    return record


def as_document(at: datetime, record: Mapping[str, list[Row]]) -> dict[str, JSON]:
    """The copy as one JSON document."""
    return {"format": "undraft-record-1", "as of": _instant(at), **record}


def _person(person: Employee) -> Row:
    return {
        "HR id": person.hr_id,
        "name": person.name,
        "sign-in name": person.sign_in_name,
        "mail address": person.email,
        "address while on leave": person.leave_email,
        "unit": person.unit.name,
        "manager": person.manager.name if person.manager is not None else "",
        "job family": person.job_family.name,
        "level": person.level,
        "site": person.site.name,
        "time zone": person.zone,
        "language": person.language,
        "hired on": _day(person.hired_on),
        "right to work": ", ".join(person.right_to_work),
        "on leave from": _day(person.on_leave_from),
        "on leave until": _day(person.on_leave_until),
        "last sign-in": _instant(person.last_login),
    }


def _address_change(change: AddressChange) -> Row:
    return {"at": _instant(change.at), "kind": change.get_kind_display(), "address before": change.former}


def _manager_change(change: ManagerChange) -> Row:
    return {
        "at": _instant(change.at),
        "from": change.from_manager.name if change.from_manager is not None else "",
        "to": change.to_manager.name if change.to_manager is not None else "",
        "reason": change.reason,
    }


def _assignments(viewer: Person, at: datetime) -> list[Row]:
    mine = assignments_visible_to(viewer, at).filter(employee=viewer).order_by("pk")
    return [
        {
            "campaign": row.campaign.name,
            "origin unit": row.origin_unit.name,
            "assigned unit": row.assigned_unit.name,
            "assigned on": _day(row.assigned_on),
            "authority": row.authority,
            "reason": row.reason,
            "recorded terms": _terms(row.recorded_terms),
            "later versions": [_terms_record(record) for record in row.terms_records.all()],
            "choice is offered": row.choice_offered,
            "not offered because": row.not_offered_because,
            "own deadline": _instant(row.own_deadline_at),
            **_statuses("assignment", row),
            "ended because": row.get_ended_because_display(),
            "voided because": row.voided_because,
        }
        for row in mine.select_related("campaign", "origin_unit", "assigned_unit").prefetch_related("terms_records")
    ]


def _terms_record(record: TermsRecord) -> Row:
    return {
        "version": record.version,
        "recorded at": _instant(record.recorded_at),
        "reason": record.reason,
        "terms": _terms(record.terms),
    }


def _choices(viewer: Person, at: datetime) -> Iterable[Choice]:
    related = ("key", "receipt", "filed_by", "assignment__campaign")
    return choices_visible_to(viewer, at).select_related(*related).order_by("assignment", "version")


def _choice(choice: Choice, viewer: Person, *, opens: bool) -> Row:
    row: dict[str, JSON] = {
        "campaign": choice.assignment.campaign.name,
        "version": choice.version,
        "filed at": _instant(choice.filed_at),
        "filed by": choice.filed_by.name if choice.filed_by != viewer else _("you"),
        "filed late because": choice.get_late_reason_display(),
        "receipt": choice.receipt.code,
        "statement": choice.receipt.statement,
        "signature": bytes(choice.receipt.signature).hex(),
    }
    if opens:
        content = read_content(choice)
        unreadable = _("What was filed can no longer be read by anyone: its key was destroyed.")
        row["what was filed"] = content["option"] if content is not None else unreadable
    return row


def _candidacy(row: Candidacy) -> Row:
    preferences = row.preferences.select_related("role__unit").order_by("stage", "rank")
    return {
        "visibility": row.get_visibility_display() or "",
        "visibility chosen at": _instant(row.visibility_at),
        "available from": _day(row.available_from),
        "relocation": row.get_relocation_display(),
        "note": row.note,
        "list submitted at": _instant(row.submitted_at),
        "list": [f"{one.stage} {one.rank}: {one.role.title}, {one.role.unit.name}" for one in preferences],
        "excluded managers": [
            one.manager.name for one in row.exclusions.select_related("manager").order_by("manager__sort_name")
        ],
        **_statuses("candidacy", row),
    }


def _claim(claim: Claim) -> Row:
    return {
        "role": f"{claim.role.title}, {claim.role.unit.name}",
        "offered by": claim.offered_by.name if claim.offered_by is not None else "",
        "level": claim.level,
        "start": _day(claim.start_on),
        "terms": _terms(claim.terms),
        "note": claim.note,
        "expires at": _instant(claim.expires_at),
        **_statuses("claim", claim),
        "reason for declining": claim.decline_reason,
        "withdrawn because": claim.withdrawn_because,
    }


def _placement(placement: Placement) -> Row:
    return {
        "role": f"{placement.role.title}, {placement.role.unit.name}",
        "from": placement.from_unit.name,
        "effective day": _day(placement.effective_on),
        "undo until": _instant(placement.undo_until_at),
        "announced": _instant(placement.announce_at),
        "trial ends on": _day(placement.trial_ends_on),
        **_statuses("placement", placement),
        "cancelled because": placement.get_cancelled_because_display(),
        "reason": placement.cancelled_reason,
        "handover steps done": [f"{tick.step}, {_instant(tick.at)}" for tick in placement.handover_ticks.all()],
    }


def _grant(grant: Grant) -> Row:
    about = grant.role.title if grant.role is not None else grant.campaign.name if grant.campaign is not None else ""
    return {
        "kind": grant.get_kind_display(),
        "about": about,
        "ends on": _day(grant.ends_on),
        **_statuses("grant", grant),
    }


def _messages(viewer: Person, at: datetime) -> list[Row]:
    return [
        {
            "at": _instant(notice.due_at),
            "title": str(describe_message(notice).words.title),
            "read at": _instant(notice.read_at),
        }
        for notice in get_inbox(viewer, at).order_by("pk")
    ]


def _events(viewer: Person, at: datetime) -> Iterable[Event]:
    told = Event.objects.about(viewer.pk).filter(at__lte=at).exclude(of_unopened_break_glasses(viewer))
    return told.select_related("actor").order_by("pk")


def _event(event: Event, viewer: Person) -> Row:
    by = _("the portal") if event.actor is None else _("another person")
    if event.actor is not None and event.actor.employee_id == viewer.pk:
        by = _("you")
    return {"at": _instant(event.at), "what": event.verb, "by": by}


def _entitlement(row: Entitlement) -> Row:
    return {
        "campaign": row.assignment.campaign.name,
        "tier": row.tier,
        "started at": _instant(row.started_at),
        "expires at": _instant(row.expires_at),
        "latest end day": _day(row.latest_end_on),
        "end day by lottery": _day(row.ordered_end_on),
        **_statuses("entitlement", row),
        "ended because": row.get_ended_because_display(),
    }


def _terms(sheet: TermsSheet) -> list[str]:
    """One line a topic: what is said of it, that it is unchanged, or whom to ask."""
    return [
        f"{topic}: {line['text'] or line['statement'].replace('_', ' ')}"
        + (f" ({line['ask']})" if line["ask"] else "")
        for topic, line in sorted(sheet.items())
    ]


def _statuses(noun: str, row: Model) -> Row:
    """The status, and when each one that was reached was last entered."""
    reached = {f"{status.value} at": getattr(row, f"{status.value}_at") for status in STATUSES[noun]}
    status: str = getattr(row, "status")  # noqa: B009  (a field of these models alone)
    return {"status": status} | {name: _instant(at) for name, at in reached.items() if at is not None}


def _instant(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at is not None else ""


def _day(on: date | None) -> str:
    return on.isoformat() if on is not None else ""
