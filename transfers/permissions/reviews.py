"""Who reviews where somebody stands."""

from datetime import datetime

from transfers.errors import NotVisible
from transfers.queries.cases import UNPLACED, get_open_case
from transfers.queries.exceptions import Unplaced, find_unplaced
from transfers.sight.actor import Actor, Person


def check_can_review(actor: Actor, person: Person, at: datetime) -> Unplaced:
    """The person's HR partner, in a case opened for it, of somebody known to be without a placement."""
    get_open_case(actor, person.public_id, at, purpose=UNPLACED)
    return check_may_review(actor, person, at)


def check_may_review(actor: Actor, person: Person, at: datetime) -> Unplaced:
    """As `check_can_review`, where the case is known to be open. For everybody else the review does not exist."""
    found = find_unplaced(actor, person.public_id, at)
    if found is None:
        raise NotVisible()
    return found
