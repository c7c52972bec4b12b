"""What roles ask people for: read, compared and written by set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from transfers.actions.imports.cells import Levels
from transfers.actions.imports.staging import Column, stage
from transfers.models import RoleSkill

TARGET = RoleSkill._meta.db_table

# skills of a list that the file gives; the other list of the same role stands
_DROP = f"""
DELETE FROM {TARGET} standing USING staged_list list
WHERE (standing.role_id, standing.is_required) = (list.role_id, list.is_required)
  AND NOT EXISTS (SELECT FROM staged_asked s WHERE (s.role_id, s.skill_id) = (standing.role_id, standing.skill_id))
"""  # noqa: S608  (table names of our own)
_PUT = f"""
INSERT INTO {TARGET} AS standing (role_id, skill_id, is_required, proficiency)
SELECT role_id, skill_id, is_required, proficiency FROM staged_asked
ON CONFLICT (role_id, skill_id) DO UPDATE SET is_required = excluded.is_required, proficiency = excluded.proficiency
WHERE (standing.is_required, standing.proficiency) IS DISTINCT FROM (excluded.is_required, excluded.proficiency)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class AskedSkills:
    """The two lists of a role as pairs of skill id and level; None is a list that the file does not have."""

    required: Levels | None = ()
    desired: Levels | None = ()

    def differ_from(self, standing: "AskedSkills | None") -> bool:
        """Whether the lists given here say something else than those that stand."""
        before = standing or AskedSkills()
        return self.required_differ_from(before) or (
            self.desired is not None and set(self.desired) != set(before.desired or ())
        )

    def required_differ_from(self, standing: "AskedSkills | None") -> bool:
        """Whether the required list says something else than the one that stands."""
        before = (standing or AskedSkills()).required or ()
        return self.required is not None and set(self.required) != set(before)


def read_asked(role_ids: Iterable[int]) -> dict[int, AskedSkills]:
    """What stands, by role id."""
    lists: dict[int, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
    rows = RoleSkill.objects.filter(role_id__in=set(role_ids)).order_by("id")
    for role_id, skill_id, level, is_required in rows.values_list(
        "role_id", "skill_id", "proficiency", "is_required"
    ):
        required, desired = lists.setdefault(role_id, ([], []))
        (required if is_required else desired).append((skill_id, level))
    return {role_id: AskedSkills(tuple(required), tuple(desired)) for role_id, (required, desired) in lists.items()}


def write_asked(asked: Mapping[int, AskedSkills]) -> None:
    """Make the lists that the file gives those of its roles."""
    given = [
        (role_id, is_required, pairs)
        for role_id, skills in asked.items()
        for is_required, pairs in ((True, skills.required), (False, skills.desired))
        if pairs is not None
    ]
    lines = [(role_id, is_required, skill, level) for role_id, is_required, pairs in given for skill, level in pairs]
    stage(
        "staged_list",
        [
            Column("role_id", "bigint", [line[0] for line in given]),
            Column("is_required", "boolean", [line[1] for line in given]),
        ],
    )
    stage(
        "staged_asked",
        [
            Column("role_id", "bigint", [line[0] for line in lines]),
            Column("is_required", "boolean", [line[1] for line in lines]),
            Column("skill_id", "bigint", [line[2] for line in lines]),
            Column("proficiency", "smallint", [line[3] for line in lines]),
        ],
    )
    with connection.cursor() as cursor:
        cursor.execute(_DROP)
        cursor.execute(_PUT)
