"""The terms recorded of a person's job today, and the versions before."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext

from transfers.models import Assignment, TermsRecord
from transfers.models.terms import NO_CHANGE, STATED, TermsSheet
from transfers.models.terms_record import FIRST
from transfers.queries.offers import TOPICS
from transfers.sight.actor import Person
from transfers.sight.filters import assignments_visible_to
from transfers.states import AssignmentStatus


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its rows for components/terms_table.html, and since when, by whom and why; None for the first."""

    number: int
    rows: list[dict[str, object]]
    at: datetime | None
    by: str
    reason: str


def get_standing_terms(assignment: Assignment) -> TermsSheet:
    """The sheet that counts: the latest version, else what the file recorded."""
    latest = TermsRecord.objects.filter(assignment=assignment).order_by("-version").first()
    terms: TermsSheet = latest.terms if latest is not None else assignment.recorded_terms
    return terms


def get_terms_version(assignment: Assignment) -> int:
    """The number of the version that counts."""
    latest = TermsRecord.objects.filter(assignment=assignment).order_by("-version").values_list("version", flat=True)
    return latest.first() or FIRST


def say_terms(assignment: Assignment) -> str:
    """The terms that count, a line a topic, and where there are earlier versions that they stay."""
    lines = [f"{row['name']}: {_say(row)}" for row in _rows(get_standing_terms(assignment))]
    number = get_terms_version(assignment)
    if number > FIRST:
        lines.append(gettext("This is version %(number)s. Every earlier version stays.") % {"number": number})
    return "\n".join(lines)


def get_terms_today(person: Person) -> TermsSheet:
    """The sheet that counts of the person's standing assignment; an empty one without any."""
    latest = TermsRecord.objects.filter(assignment=OuterRef("pk")).order_by("-version")
    standing = (
        Assignment.objects.filter(employee=person, status=AssignmentStatus.ACTIVE)
        .annotate(latest_terms=Subquery(latest.values("terms")[:1]))
        .order_by("-pk")
        .first()
    )
    if standing is None:
        return {}
    later: TermsSheet | None = getattr(standing, "latest_terms", None)
    return standing.recorded_terms if later is None else later


def get_own_versions(viewer: Person, at: datetime) -> list[Version]:
    """Every version of the viewer's standing assignment, the one that counts first; none without one."""
    mine = assignments_visible_to(viewer, at).filter(employee=viewer, status=AssignmentStatus.ACTIVE)
    standing = mine.order_by("-pk").first()
    if standing is None:
        return []
    later = TermsRecord.objects.filter(assignment=standing).select_related("recorded_by").order_by("-version")
    versions = [
        Version(
            record.version,
            _rows(record.terms),
            record.recorded_at,
            record.recorded_by.name if record.recorded_by is not None else "",
            record.reason,
        )
        for record in later
    ]
    return [*versions, Version(FIRST, _rows(standing.recorded_terms), None, "", "")]


def _say(row: dict[str, object]) -> str:
    if row["same"]:
        return gettext("no change")
    if row["value"]:
        return str(row["value"])
    return gettext("not stated: ask %(whom)s") % {"whom": row["ask"]} if row["ask"] else gettext("not recorded")


def _rows(terms: TermsSheet) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for topic, name in TOPICS:
        line = terms.get(topic)
        if line is None:
            rows.append({"name": name, "same": False, "value": "", "ask": ""})
            continue
        value = line["text"] if line["statement"] == STATED else ""
        rows.append({"name": name, "same": line["statement"] == NO_CHANGE, "value": value, "ask": line["ask"]})
    return rows
