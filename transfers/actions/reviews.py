"""Recording that HR looked at where somebody stands, and when it looks again."""

from datetime import date

from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.locks import lock_person
from transfers.calendars import local_date
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.models import Review
from transfers.models.review import DONE, OUTCOMES
from transfers.permissions.reviews import check_can_review
from transfers.queries.exceptions import LONGEST, REVIEWED
from transfers.sight.actor import Person


@atomic.write
def make_review(
    person: Person, outcome: str, next_on: date | None, *, by: Person, clock: Clock = database_clock
) -> Review:
    """Record what came of a review; the next one is due within 30 days unless none is needed. The person is told.

    Raises NotVisible, Invalid. Locks: the person.
    """
    if outcome not in dict(OUTCOMES):
        raise Invalid(_("Choose what came of the review."), field="outcome")
    person = lock_person(person.pk)
    at = clock()
    check_can_review(by, person, at)
    today = local_date(at, person.zone)
    if outcome == DONE:
        next_on = None
    elif next_on is None or not today < next_on <= today + LONGEST:
        raise Invalid(_("Give a day within the next 30 days."), field="next_on")
    review = Review.objects.create(employee=person, outcome=outcome, next_on=next_on, reviewed_by=by, reviewed_at=at)
    event = ledger.record(REVIEWED, review, by=by, at=at, subject=person, body={"outcome": outcome})
    ledger.owe(event, person, REVIEWED, at=at)
    return review
