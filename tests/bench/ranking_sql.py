"""The same ranking as one PostgreSQL query over plain tables with the indexes that serve it."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import connection

from transfers.matching.shortage import band_of, shortage_bp
from transfers.matching.types import Person, RankingPolicy, Relocation, RoleFacts

_TABLES = """
CREATE TEMPORARY TABLE ranked_role (id bigint PRIMARY KEY, unit bigint, level_min int, level_max int, site bigint,
  country text, is_remote boolean, is_trainable boolean, is_at_risk boolean, share bigint, band bigint,
  wanted_by date, families bigint[], managers bigint[], above bigint[]);
CREATE TEMPORARY TABLE ranked_need (role bigint, skill bigint, level int, is_required boolean);
CREATE TEMPORARY TABLE held_skill (skill bigint PRIMARY KEY, level int);
"""
_INDEXES = """
CREATE INDEX ON ranked_role USING gin (families);
CREATE INDEX ON ranked_need (role, is_required) INCLUDE (skill, level);
ANALYZE ranked_role; ANALYZE ranked_need; ANALYZE held_skill;
"""
_QUERY = """
WITH listed AS (
  SELECT r.*, CASE WHEN r.site = %(site)s THEN 10000 WHEN r.is_remote THEN 8000
    WHEN r.country = %(country)s THEN %(within)s ELSE %(abroad)s END AS place
  FROM ranked_role r
  WHERE r.families @> ARRAY[%(family)s]::bigint[] AND r.level_min <= %(level)s AND NOT r.is_at_risk
    AND r.country = ANY(%(rights)s) AND NOT r.managers && %(reports)s::bigint[]
), eligible AS (
  SELECT * FROM listed l WHERE place > 0 AND (l.is_trainable OR NOT EXISTS (
    SELECT FROM ranked_need n LEFT JOIN held_skill h ON h.skill = n.skill
    WHERE n.role = l.id AND n.is_required AND coalesce(h.level, 0) < n.level))
), scored AS (
  SELECT e.*, coalesce(met.parts, 60) AS met, 60 * greatest(1, coalesce(met.desired, 0)) AS parts
  FROM eligible e LEFT JOIN LATERAL (
    SELECT sum(least(coalesce(h.level, 0), n.level) * (60 / n.level)) AS parts, count(*) AS desired
    FROM ranked_need n LEFT JOIN held_skill h ON h.skill = n.skill
    WHERE n.role = e.id AND NOT n.is_required HAVING count(*) > 0) met ON true
)
SELECT id, (5000 * 10000 * met + parts * (2000 * place
    + 2000 * CASE greatest(0, %(level)s - level_max) WHEN 0 THEN 10000 WHEN 1 THEN 5000 ELSE 0 END
    + 600 * CASE WHEN unit = ANY(%(origins)s) THEN 10000 WHEN above && %(parents)s::bigint[] THEN 5000 ELSE 0 END)
    + 400 * (parts / 3) * greatest(0, 180 - greatest(30, coalesce(wanted_by - %(today)s, 999))) * 200)
    / (10000 * parts) AS score
FROM scored ORDER BY band DESC, score DESC, share DESC, id LIMIT 20
"""


def prepare(
    roles: Sequence[RoleFacts], person: Person, policy: RankingPolicy, today: date
) -> Callable[[], list[int]]:
    """Fill the tables; returns the query, which answers with the ids of the first twenty."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        rows = [
            (
                *(role.id, role.unit.id, role.level_min, role.level_max, role.site_id, role.country),
                *(role.is_remote_allowed, role.is_trainable, role.unit.is_at_risk, shortage_bp(role.unit)),
                *(band_of(shortage_bp(role.unit), policy.band_bp), role.wanted_by_on, [*role.job_families]),
                *([*role.managers], [*role.unit.within]),
            )
            for role in roles
        ]
        cursor.executemany(f"INSERT INTO ranked_role VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)
        needs = [(role.id, *need, True) for role in roles for need in role.required]
        needs += [(role.id, *need, False) for role in roles for need in role.desired]
        cursor.executemany("INSERT INTO ranked_need VALUES (%s, %s, %s, %s)", needs)
        cursor.executemany("INSERT INTO held_skill VALUES (%s, %s)", [*person.skills.items()])
        cursor.execute(_INDEXES)
    asked: dict[str, int | str | list[int] | list[str] | date] = {
        "site": person.site_id,
        "country": person.country,
        "within": 0 if person.relocation is Relocation.NONE else 4_000,
        "abroad": 2_000 if person.relocation is Relocation.ANYWHERE else 0,
        "family": person.job_family_id,
        "level": person.level,
        "rights": [*person.right_to_work],
        "reports": [person.id, *person.reports],
        "origins": [*person.origin_units],
        "parents": [*person.origin_parents],
        "today": today,
    }

    def ask() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(_QUERY, asked)
            return [row[0] for row in cursor.fetchall()]

    return ask
