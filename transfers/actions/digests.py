"""Digests to hiring managers, at the hour they chose: counts, by mail, once a day."""

from accounts.models import Employee
from transfers import atomic, ledger
from transfers.actions.locks import lock_person
from transfers.clock import Clock, database_clock
from transfers.models import Digest
from transfers.models.notice import MAIL
from transfers.queries.digests import count_news, get_last_digest, get_owed_digests
from transfers.sight.actor import PORTAL

DIGEST = "hiring.digest"


@atomic.write
def owe_digest(person: Employee, *, clock: Clock = database_clock) -> bool:
    """Take today's slot of this person and owe the mail where there is something to count. Returns whether it was.

    Locks: person, so that two sweeps do not both find the slot free; the constraint holds all the same.
    """
    person = lock_person(person.pk)
    at = clock()
    owed = get_owed_digests(at, of=person)
    if not owed:
        return False
    [(preference, day)] = owed
    since = get_last_digest(person) or preference.saved_at
    candidates, answers = count_news(person, since, at)
    digest = Digest.objects.create(employee=person, on=day, candidates=candidates, answers=answers, at=at)
    if not candidates and not answers:
        return False
    event = ledger.record("digest.made", digest, by=PORTAL, at=at, subject=person)
    ledger.owe(event, person, DIGEST, at=at, refs={"digest": str(digest.public_id)}, channels=(MAIL,))
    return True
