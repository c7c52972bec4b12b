"""Looking at candidates: reading that leaves a record."""

import uuid
from collections.abc import Sequence

from transfers import atomic, ledger
from transfers.actions.locks import hold_person
from transfers.clock import Clock, database_clock
from transfers.errors import NotVisible
from transfers.ledger import Fact
from transfers.models import Role
from transfers.permissions.profiles import check_can_open_pool, check_can_open_profiles
from transfers.queries.pools import PoolEntry, find_candidates_behind, get_pool
from transfers.sight.actor import Actor, Portal


@atomic.write
def open_pool(role: Role, *, by: Actor, clock: Clock = database_clock) -> list[PoolEntry]:
    """Open the list of a role's candidates. Its Event names the role and nobody in the list.

    Raises NotVisible for everybody but the role's hiring manager, TooManyLooks. Locks: the manager.
    """
    by = _lock(by)
    at = clock()
    manager = check_can_open_pool(by, role, at)
    ledger.record("pool.opened", role, by=by, at=at)
    return get_pool(manager, role, at)


@atomic.write
def open_profiles(
    role: Role, public_ids: Sequence[uuid.UUID], *, by: Actor, clock: Clock = database_clock
) -> list[PoolEntry]:
    """Open one candidate's profile, or a few to compare them. Each person finds it in their record.

    Raises NotVisible unless every one of them is a candidate whom `by` may see for this role, TooManyLooks.
    Locks: the manager, so that looks at the same instant are counted.
    """
    by = _lock(by)
    at = clock()
    wanted = list(dict.fromkeys(public_ids))
    manager = check_can_open_profiles(by, role, len(wanted), at)
    found = find_candidates_behind(manager, role, wanted, at)
    if not wanted or len(found) != len(wanted):
        raise NotVisible()
    body = {"role": str(role.public_id)}
    facts = [
        Fact("profile.opened", "candidacy", entry.candidacy.pk, subject_id=entry.person.pk, body=body)
        for entry in found
    ]
    known = {pk: of for entry in found for pk, of in ledger.known_pseudonym(entry.person).items()}
    ledger.record_all(facts, by=by, at=at, known=known)
    return found


def _lock(by: Actor) -> Actor:
    return by if isinstance(by, Portal) else hold_person(by.pk)
