"""Who sees what of rounds: everybody that there was one, each person their own part, a manager their own ratings."""

from datetime import datetime

from django.db.models import QuerySet

from transfers.models import Ballot, Rating, Round
from transfers.sight.actor import Person


def rounds_shown_at(at: datetime) -> QuerySet[Round]:
    """Rounds that were frozen, to everybody alike; one in preparation is its makers' own."""
    return Round.objects.filter(frozen_at__lte=at)


def ballots_of(viewer: Person) -> QuerySet[Ballot]:
    """The viewer's own part in each round."""
    return Ballot.objects.filter(employee=viewer)


def ratings_given_by(viewer: Person) -> QuerySet[Rating]:
    """What the viewer rated themselves; a predecessor's rating is not shown."""
    return Rating.objects.filter(rated_by=viewer)
