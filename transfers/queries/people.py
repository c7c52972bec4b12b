"""People by what identifies them exactly."""

from typing import TypeVar

from django.db.models import Case, Model, Q, QuerySet, When

Row = TypeVar("Row", bound=Model)


def find_exactly(rows: QuerySet[Row], sought: str, *, through: str = "") -> Row | None:
    """The one of `rows` whose person has exactly this HR id, or else this mail address.

    `through` leads from a row to its person, as in "employee__". There is no list and no search by a part.
    """
    by_id, by_mail = Q((f"{through}hr_id", sought)), Q((f"{through}email__iexact", sought))
    return rows.filter(by_id | by_mail).order_by(Case(When(by_id, then=0), default=1), "pk").first()
