"""Ratings, for who gave them and for rounds alone."""

from accounts.models import Employee
from transfers.matching.rounds import HIGHEST_RATING
from transfers.models import Rating, Role
from transfers.sight.actor import Person
from transfers.sight.rounds import ratings_given_by

RATINGS = range(1, HIGHEST_RATING + 1)


def get_rating(role: Role, person: Employee) -> Rating | None:
    """What stands for a role and a person."""
    return Rating.objects.filter(role=role, employee=person).first()


def get_own_rating(rater: Person, role: Role, person: Employee) -> tuple[int | None, int]:
    """What the viewer rated themselves, and the version to change; a predecessor's rating is not shown."""
    standing = get_rating(role, person)
    if standing is None:
        return None, 0
    own = ratings_given_by(rater).filter(pk=standing.pk).exists()
    return (standing.rating if own else None), standing.version
