"""Why an import cannot be taken back: what newer things depend on it.

A reason names nothing but what admins see anyway: that a role or campaign was opened, that somebody has
signed in, a manager, a unit. What people did here is never told: nobody does anything before they sign in, and
nothing is filed, claimed or ranked before something was opened (docs/adr/0022-uploads.md).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.models import Role

MOST_REASONS = 20
# table: the column by which people know a row of it
_KEYS = {
    "accounts_site": "code",
    "accounts_skill": "code",
    "accounts_jobfamily": "code",
    "accounts_unit": "code",
    "accounts_employee": "hr_id",
    "transfers_role": "code",
    "transfers_leaver": "hr_id",
}
_ROW = "(to_jsonb(t) - 'password' - 'last_login')"
_FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = %s::regclass ORDER BY 1, 2
"""
# a table's rows: id, line before, line after
Rows = Sequence[tuple[int, Mapping[str, Any] | None, Mapping[str, Any] | None]]


def get_reasons_against(kind: str, journal: Mapping[str, Rows]) -> list[str]:
    """What keeps this import from being taken back, in sentences; none where nothing does."""
    reasons = [*_opened(kind, journal), *_of_kind(kind, journal)]
    for table, rows in journal.items():
        reasons += _changed_since(table, rows)
        reasons += _referred_to(table, rows, journal)
    return list(dict.fromkeys(reasons))[:MOST_REASONS]


def _opened(kind: str, journal: Mapping[str, Rows]) -> list[str]:
    """From the opening on, people may have acted on what the file says."""
    if kind == "roles":
        ids = [pk for pk, _before, _after in journal["transfers_role"]]
        opened = Role.objects.filter(pk__in=ids, open_at__isnull=False).order_by("code")
        return [_("%(key)s was opened: change it on its page.") % {"key": role.code} for role in opened]
    if kind == "assignments":
        ids = [pk for pk, _before, _after in journal["transfers_assignment"]]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT c.code FROM transfers_assignment a JOIN transfers_campaign c "
                "ON c.id = a.campaign_id WHERE a.id = ANY(%s) AND c.open_at IS NOT NULL",
                [ids],
            )
            codes = [code for (code,) in cursor.fetchall()]
        return [_("The campaign %(key)s was opened since: its members are fixed.") % {"key": code} for code in codes]
    return []


def _of_kind(kind: str, journal: Mapping[str, Rows]) -> list[str]:
    """What no row going back could undo: merges, who came back, moves once a role was opened, who signed in."""
    reasons: list[str] = []
    if kind == "units":
        units = journal["accounts_unit"]
        merged = [after["code"] for _pk, before, after in units if after and _is_merged(before, after)]
        reasons += [_("%(key)s was merged, and a merge is not taken back.") % {"key": key} for key in merged]
    if kind != "people":
        return reasons
    people = journal["accounts_employee"]
    for _pk, before, after in people:
        if before and after and after["is_active"] and not before["is_active"]:
            words = _("%(key)s was taken back into work: record their departure instead.")
            reasons.append(words % {"key": after["hr_id"]})
    if Role.objects.filter(open_at__isnull=False).exists() and any(
        before and after and before["unit_id"] != after["unit_id"] for _pk, before, after in people
    ):
        reasons.append(_("A role was opened since: from then on an HR partner looks at every move."))
    new = [pk for pk, before, _after in people if before is None]
    untouched = {"last_login": None, "password__startswith": UNUSABLE_PASSWORD_PREFIX}
    active = Employee.objects.filter(pk__in=new).exclude(**untouched).order_by("hr_id")
    reasons += [_("%(key)s signed in since, or set a password.") % {"key": person.hr_id} for person in active]
    return reasons


def _is_merged(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> bool:
    return after["merged_on"] is not None and (before is None or before["merged_on"] is None)


def _changed_since(table: str, rows: Rows) -> list[str]:
    """Rows that stand otherwise than the import left them."""
    left = json.dumps([{"id": pk, "line": after} for pk, _before, after in rows if after is not None])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT j.line FROM jsonb_to_recordset(%s) j (id bigint, line jsonb) LEFT JOIN {table} t USING (id) "  # noqa: S608
            f"WHERE t.id IS NULL OR {_ROW} IS DISTINCT FROM j.line ORDER BY id LIMIT %s",
            [left, MOST_REASONS],
        )
        lines = [json.loads(line) for (line,) in cursor.fetchall()]
    if table in _KEYS:
        return [_("%(key)s was changed since.") % {"key": line[_KEYS[table]]} for line in lines]
    words = {
        "transfers_heldmove": _("A move that the file asked for was decided on since."),
        "transfers_grant": _("A grant that the file proposed was decided on since."),
        "transfers_assignment": _("An assignment of the file was changed since."),
    }
    return [words.get(table, _("What belongs to a row of the file was changed since."))] if lines else []


def _referred_to(table: str, rows: Rows, journal: Mapping[str, Rows]) -> list[str]:
    """New rows that something else is tied to by now."""
    new = {pk: after for pk, before, after in rows if before is None and after is not None}
    if not new:
        return []
    used: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(_FOREIGN_KEYS, [table])
        for other, column in cursor.fetchall():
            # of the file's own rows the new ones go too, and the others are put back to before this row was there
            own = {pk for pk, _before, _after in journal.get(other, ())}
            # compared here: the database has no statistics yet of rows that an import just made, and goes through
            # a long list for each of them
            cursor.execute(
                f"SELECT id, {column} FROM {other} WHERE {column} = ANY(%s) LIMIT %s",  # noqa: S608
                [list(new), len(own) + MOST_REASONS],
            )
            used |= {pk for other_id, pk in cursor.fetchall() if other_id not in own}
    key = _KEYS.get(table)
    if key is None:
        return [_("A new row of the file is used by something newer.")] if used else []
    return [_("%(key)s is used by something newer.") % {"key": each} for each in sorted(new[pk][key] for pk in used)]
