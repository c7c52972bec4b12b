"""How things stand, in the words and columns of the files that load them: what a preview is compared with."""

import json
from collections.abc import Collection

from django.db import connection

# a row's key: its line as PostgreSQL writes it, so that two are compared unread
Lines = dict[str, str]

_TERMS = """(SELECT coalesce(jsonb_object_agg('terms_' || topic, CASE line ->> 'statement'
    WHEN 'no_change' THEN 'no change' WHEN 'not_stated' THEN 'ask ' || (line ->> 'ask') ELSE line ->> 'text' END),
    '{{}}')
  FROM jsonb_each({column}) each (topic, line))"""
_YES_NO = "CASE WHEN {column} THEN 'yes' ELSE 'no' END"


def _yes(column: str) -> str:
    return _YES_NO.format(column=column)


def _terms(column: str) -> str:
    return _TERMS.format(column=column)


_SITES = """
SELECT s.code AS key, jsonb_build_object('name', s.name, 'country', s.country, 'time_zone', s.time_zone,
  'holidays', h.days) AS line
FROM accounts_site s LEFT JOIN (
  SELECT site_id, string_agg("on" || ' ' || name, '|' ORDER BY "on") AS days FROM accounts_holiday GROUP BY site_id
) h ON h.site_id = s.id
"""
_SKILLS = "SELECT code AS key, jsonb_build_object('name', name) AS line FROM accounts_skill"
_FAMILIES = """
SELECT f.code AS key, jsonb_build_object('name', f.name, 'adjacent', a.codes) AS line
FROM accounts_jobfamily f LEFT JOIN (
  SELECT from_jobfamily_id AS id, string_agg(o.code, '|' ORDER BY o.code) AS codes
  FROM accounts_jobfamily_adjacent JOIN accounts_jobfamily o ON o.id = to_jobfamily_id GROUP BY 1
) a USING (id)
"""
_UNITS = f"""
SELECT u.code AS key, jsonb_build_object('name', u.name, 'parent_code', p.code, 'lead_hr_id', l.hr_id,
  'delegate_hr_ids', d.people, 'approved_headcount', u.approved_headcount::text, 'at_risk', {_yes("u.is_at_risk")},
  'pool', {_yes("u.is_pool")}, 'merged_into', m.code, 'merged_on', u.merged_on) AS line
FROM accounts_unit u LEFT JOIN accounts_unit p ON p.id = u.parent_id
LEFT JOIN accounts_unit m ON m.id = u.merged_into_id LEFT JOIN accounts_employee l ON l.id = u.lead_id LEFT JOIN (
  SELECT x.unit_id, string_agg(e.hr_id, '|' ORDER BY e.hr_id) AS people
  FROM accounts_unit_delegates x JOIN accounts_employee e ON e.id = x.employee_id GROUP BY x.unit_id
) d ON d.unit_id = u.id
"""  # noqa: S608  (our own words)
_PEOPLE = """
SELECT e.hr_id AS key, jsonb_build_object('name', e.name, 'email', e.email, 'sign_in_name', e.sign_in_name,
  'unit_code', u.code, 'manager_hr_id', m.hr_id, 'job_family', f.code, 'level', e.level::text, 'site', s.code,
  'time_zone', e.time_zone, 'hired_on', e.hired_on, 'right_to_work', array_to_string(e.right_to_work, '|'),
  'on_leave_from', e.on_leave_from, 'on_leave_until', e.on_leave_until, 'leave_email', e.leave_email,
  'skills', k.levels, 'left_on', e.left_on) AS line
FROM accounts_employee e JOIN accounts_unit u ON u.id = e.unit_id JOIN accounts_jobfamily f ON f.id = e.job_family_id
JOIN accounts_site s ON s.id = e.site_id LEFT JOIN accounts_employee m ON m.id = e.manager_id LEFT JOIN (
  SELECT employee_id, string_agg(k.code || ':' || x.proficiency, '|' ORDER BY k.code) AS levels
  FROM accounts_employeeskill x JOIN accounts_skill k ON k.id = x.skill_id GROUP BY employee_id
) k ON k.employee_id = e.id
"""
_ROLES = f"""
SELECT r.code AS key, jsonb_build_object('title', r.title, 'unit_code', u.code, 'job_family', f.code,
  'level_min', r.level_min::text, 'level_max', r.level_max::text, 'site', s.code, 'seats', r.seats::text,
  'summary', r.summary, 'remote_allowed', {_yes("r.is_remote_allowed")}, 'trainable', {_yes("r.is_trainable")},
  'wanted_by', r.wanted_by_on, 'required_skills', k.required, 'desired_skills', k.desired,
  'manager_hr_id', g.people) || {_terms("r.terms")} AS line
FROM transfers_role r JOIN accounts_unit u ON u.id = r.unit_id JOIN accounts_jobfamily f ON f.id = r.job_family_id
JOIN accounts_site s ON s.id = r.site_id LEFT JOIN (
  SELECT role_id,
    string_agg(k.code || ':' || x.proficiency, '|' ORDER BY k.code) FILTER (WHERE x.is_required) AS required,
    string_agg(k.code || ':' || x.proficiency, '|' ORDER BY k.code) FILTER (WHERE NOT x.is_required) AS desired
  FROM transfers_roleskill x JOIN accounts_skill k ON k.id = x.skill_id GROUP BY role_id
) k ON k.role_id = r.id LEFT JOIN (
  SELECT role_id, string_agg(e.hr_id, '|' ORDER BY e.hr_id) AS people
  FROM transfers_grant x JOIN accounts_employee e ON e.id = x.employee_id
  WHERE x.status IN ('proposed', 'confirmed') AND x.kind = 'hiring_manager' GROUP BY role_id
) g ON g.role_id = r.id
"""  # noqa: S608
_ASSIGNMENTS = f"""
SELECT c.code || ' ' || e.hr_id AS key, jsonb_build_object('origin_unit', o.code, 'assigned_unit', t.code,
  'assigned_on', a.assigned_on, 'origin_manager_hr_id', m.hr_id, 'authority', a.authority, 'reason', a.reason,
  'choice_offered', {_yes("a.choice_offered")}, 'not_offered_because', a.not_offered_because)
  || {_terms("a.recorded_terms")} AS line
FROM transfers_assignment a JOIN transfers_campaign c ON c.id = a.campaign_id
JOIN accounts_employee e ON e.id = a.employee_id JOIN accounts_unit o ON o.id = a.origin_unit_id
JOIN accounts_unit t ON t.id = a.assigned_unit_id LEFT JOIN accounts_employee m ON m.id = a.origin_manager_id
"""  # noqa: S608
_LEAVERS = "SELECT hr_id AS key, jsonb_build_object('left_on', left_on) AS line FROM transfers_leaver"
STANDING = {
    "sites": _SITES,
    "skills": _SKILLS,
    "families": _FAMILIES,
    "units": _UNITS,
    "people": _PEOPLE,
    "roles": _ROLES,
    "assignments": _ASSIGNMENTS,
    "leavers": _LEAVERS,
}


def get_standing_lines(kind: str, keys: Collection[str]) -> Lines:
    """What stands under these keys, empty cells left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, jsonb_strip_nulls(line) FROM ({STANDING[kind]}) standing WHERE key = ANY(%s)",  # noqa: S608
            [list(keys)],
        )
        return dict(cursor.fetchall())


def read_line(line: str | None) -> dict[str, str]:
    """A row as PostgreSQL gives it: Django leaves JSON of its own statements unread."""
    read: dict[str, str] = json.loads(line) if line is not None else {}
    return read
