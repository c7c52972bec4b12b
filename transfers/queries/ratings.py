"""Ratings, for who gave them and for rounds alone."""

from accounts.models import Employee
from transfers.matching.rounds import HIGHEST_RATING
from transfers.models import Rating, Role

RATINGS = range(1, HIGHEST_RATING + 1)


def get_rating(role: Role, person: Employee) -> Rating | None:
    """What stands for a role and a person."""
    return Rating.objects.filter(role=role, employee=person).first()


def get_own_rating(rater: Employee, role: Role, person: Employee) -> tuple[int | None, int]:
    """What the viewer rated themselves, and the version to change; a predecessor's rating is not shown."""
    standing = get_rating(role, person)
    if standing is None:
        return None, 0
    return (standing.rating if standing.rated_by_id == rater.pk else None), standing.version
