"""The document by which a third party checks a round: released by two people, each look at it on record."""

from transfers import atomic, ledger
from transfers.actions.locks import lock_round
from transfers.canonical import canonical_json
from transfers.clock import Clock, database_clock
from transfers.ledger import Owed
from transfers.matching.clearing import write_document
from transfers.models import Round
from transfers.permissions.rounds import (
    check_can_open_document,
    check_can_propose_document,
    check_can_release_document,
)
from transfers.queries.round_inputs import get_frozen_input, get_published_run, get_secrets
from transfers.sight.actor import Actor


@atomic.write
def propose_document(of: Round, *, by: Actor, clock: Clock = database_clock) -> Round:
    """Ask that the document may go out; the others who made the round are told.

    Raises NotVisible, RoundChanged, NotAllowed. Locks: the round.
    """
    of = lock_round(of.pk)
    at = clock()
    of.document_proposed_by = check_can_propose_document(by, of, at)
    of.document_proposed_at = at
    of.save(update_fields=["document_proposed_at", "document_proposed_by"])
    event = ledger.record("round.document_proposed", of, by=by, at=at)
    makers = {person.pk for person in (of.preparing_by, of.approver) if person is not None and person != by}
    refs = {"round": str(of.public_id)}
    ledger.owe_all([Owed(event, pk, "round.document_proposed", refs) for pk in sorted(makers)], at=at)
    return of


@atomic.write
def release_document(of: Round, *, by: Actor, clock: Clock = database_clock) -> Round:
    """Let it go out, as a second person. Raises NotVisible, RoundChanged, NotAllowed. Locks: the round."""
    of = lock_round(of.pk)
    at = clock()
    of.document_released_by = check_can_release_document(by, of, at)
    of.document_released_at = at
    of.save(update_fields=["document_released_at", "document_released_by"])
    ledger.record("round.document_released", of, by=by, at=at)
    return of


@atomic.write
def open_document(of: Round, *, by: Actor, clock: Clock = database_clock) -> bytes:
    """The document of the run that was published, as canonical JSON; that it was opened is recorded.

    It holds ballots, numbers and order keys, and names nobody. Raises NotVisible. Locks: the round.
    """
    of = lock_round(of.pk)
    at = clock()
    check_can_open_document(by, of, at)
    run = get_published_run(of)
    assert run is not None  # what was released was published
    ledger.record("round.document_opened", of, by=by, at=at)
    return canonical_json(write_document(get_frozen_input(of), get_secrets(of), run))
