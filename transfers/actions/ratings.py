"""A hiring manager's sealed ratings, which only rounds read."""

from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.locks import lock_person, lock_role
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, Stale
from transfers.models import Candidacy, Rating, Role
from transfers.permissions.ratings import check_can_rate
from transfers.queries.ratings import RATINGS, get_rating
from transfers.sight.actor import Actor


@atomic.write
def rate_candidate(
    role: Role, candidacy: Candidacy, rating: int, *, seen_version: int, by: Actor, clock: Clock = database_clock
) -> Rating:
    """Rate somebody against the role's published criteria, 1–5, or anew; rounds that are frozen later count it.

    The history tells that a rating was given for the role: not about whom, and not which. `seen_version` is 0 where
    none stood. Raises NotVisible, Invalid, Stale. Locks: the person, then the role.
    """
    person = lock_person(candidacy.employee_id)
    role = lock_role(role.pk)
    at = clock()
    rater = check_can_rate(by, role, person, at)
    if rating not in RATINGS:
        raise Invalid(_("Choose a rating from 1 to 5."), field="rating")
    standing = get_rating(role, person)
    if (standing.version if standing is not None else 0) != seen_version:
        raise Stale(_("This rating was changed since the page was drawn. Open it again; nothing was changed."))
    made = standing or Rating(role=role, employee=person, version=0)
    made.rating, made.rated_at, made.rated_by = rating, at, rater
    made.version += 1
    made.save()
    ledger.record("role.rated", role, by=by, at=at)
    return made
