"""Who prepares, approves, runs, publishes and discards a round."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.matching.rounds import commit_to
from transfers.models import Round
from transfers.models.candidacy import SUBMITTED
from transfers.models.round import IMPROVED_FOR
from transfers.queries.round_inputs import get_candidacies_taking_part
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.hats import is_hr_partner, roles_managed_by
from transfers.states import RoundStatus

LIVE = (RoundStatus.PREPARING, RoundStatus.FROZEN, RoundStatus.APPROVED, RoundStatus.RUN)


class RoundChanged(NotAllowed):
    """The round stands elsewhere by now."""

    def __init__(self) -> None:
        super().__init__(_("This round stands elsewhere by now. Open it again to see how."))


def check_may_prepare(actor: Actor, at: datetime) -> Person:
    """An HR partner of any campaign. Returns who acts."""
    if isinstance(actor, Portal) or not is_hr_partner(actor, at):
        raise NotVisible()
    return actor


def check_may_run(actor: Actor, of: Round, at: datetime, *, where: tuple[RoundStatus, ...]) -> Person:
    """An HR partner who has no part in it, while it stands at one of `where`. Returns who acts.

    Somebody with a part is who takes part in it, or hires for one of its roles.
    """
    person = check_has_no_part(actor, of, at)
    if of.status not in where:
        raise RoundChanged
    return person


def check_has_no_part(actor: Actor, of: Round, at: datetime) -> Person:
    """An HR partner who has no part in it. Returns who acts."""
    person = check_may_prepare(actor, at)
    if has_a_part(person, of, at):
        raise NotAllowed(_("You have a part in this round, so another HR partner runs it."))
    return person


def has_a_part(person: Person, of: Round, at: datetime) -> bool:
    """Whether it is about this person: a ballot, a list with one of its roles, or one of its roles to hire for."""
    roles = of.round_roles.values("role_id")
    return (
        of.ballots.filter(employee=person).exists()
        or get_candidacies_taking_part()
        .filter(employee=person, preferences__stage=SUBMITTED, preferences__role_id__in=roles)
        .exists()
        or roles_managed_by(person, at).filter(role_id__in=roles).exists()
    )


def check_can_commit(actor: Actor, of: Round, at: datetime) -> str:
    """Preparer and approver, before the freeze. Returns whose secret it is."""
    person = check_may_run(actor, of, at, where=(RoundStatus.PREPARING,))
    return _side_of(person, of)


def check_can_freeze(actor: Actor, of: Round, at: datetime) -> None:
    """Who prepared it, once both are bound."""
    person = check_may_run(actor, of, at, where=(RoundStatus.PREPARING,))
    if person != of.preparing_by:
        raise NotAllowed(_("Who prepared the round freezes it."))
    if not of.preparer_commitment or not of.approver_commitment:
        raise NotAllowed(_("Preparer and approver write down a secret each before the freeze."))


def check_can_approve(actor: Actor, of: Round, at: datetime) -> None:
    """The approver named before, who sees inputs and rules and no result."""
    person = check_may_run(actor, of, at, where=(RoundStatus.FROZEN,))
    if person != of.approver:
        raise NotAllowed(_("Only the approver named for this round approves it."))
    _check_in_time(of, at)


def check_can_reveal(actor: Actor, of: Round, secret: str, at: datetime) -> str:
    """Preparer and approver after the approval, each the secret that they are bound to. Returns whose it is."""
    person = check_may_run(actor, of, at, where=(RoundStatus.APPROVED,))
    side = _side_of(person, of)
    if getattr(of, f"{side}_secret"):
        raise NotAllowed(_("Your secret is revealed already."))
    if commit_to(secret.encode()) != getattr(of, f"{side}_commitment"):
        raise NotAllowed(_("This is not the secret that you wrote down before the freeze. Check every character."))
    _check_in_time(of, at)
    return side


def check_can_run(actor: Actor, of: Round, at: datetime) -> None:
    """The portal, once both secrets are known."""
    if not isinstance(actor, Portal):
        raise NotVisible()
    if of.status != RoundStatus.APPROVED or not of.preparer_secret or not of.approver_secret:
        raise RoundChanged
    _check_in_time(of, at)


def check_can_ask_to_publish(actor: Actor, of: Round, at: datetime) -> Person:
    """An HR partner without a part in it, once it has run."""
    person = check_may_run(actor, of, at, where=(RoundStatus.RUN,))
    if of.publish_asked_at is not None:
        raise NotAllowed(_("It is being published already."))
    _check_in_time(of, at)
    return person


def check_can_publish(actor: Actor, of: Round, at: datetime) -> None:
    """The portal, once somebody has asked for it."""
    if not isinstance(actor, Portal):
        raise NotVisible()
    if of.status != RoundStatus.RUN or of.publish_asked_at is None:
        raise RoundChanged
    _check_in_time(of, at)


def check_can_propose_document(actor: Actor, of: Round, at: datetime) -> Person:
    """An HR partner without a part in it, once it is published."""
    person = check_may_run(actor, of, at, where=(RoundStatus.PUBLISHED,))
    if of.document_proposed_at is not None:
        raise NotAllowed(_("It was proposed already."))
    return person


def check_can_release_document(actor: Actor, of: Round, at: datetime) -> Person:
    """Another one than who proposed it."""
    person = check_may_run(actor, of, at, where=(RoundStatus.PUBLISHED,))
    if of.document_proposed_at is None or of.document_released_at is not None:
        raise NotAllowed(_("Nothing is proposed, or it was released already."))
    if person == of.document_proposed_by:
        raise NotAllowed(_("You proposed it, so another person releases it."))
    return person


def check_can_open_document(actor: Actor, of: Round, at: datetime) -> None:
    """An HR partner without a part in it, once two have released it. To everybody else it does not exist."""
    person = check_may_prepare(actor, at)
    if of.document_released_at is None or has_a_part(person, of, at):
        raise NotVisible()


def check_can_improve(actor: Actor, of: Round, at: datetime) -> None:
    """The portal, once its offers are out and for as long as was said."""
    if not isinstance(actor, Portal):
        raise NotVisible()
    if of.published_at is None or at >= of.published_at + IMPROVED_FOR:
        raise RoundChanged


def check_can_discard(actor: Actor, of: Round, at: datetime) -> None:
    """An HR partner without a part in it; the portal when its time is over."""
    if isinstance(actor, Portal):
        if not of.is_over_at(at):
            raise RoundChanged
        return
    check_may_run(actor, of, at, where=LIVE)
    if of.publish_asked_at is not None:
        raise NotAllowed(_("It is being published already."))


def _side_of(person: Person, of: Round) -> str:
    if person == of.preparing_by:
        return "preparer"
    if person == of.approver:
        return "approver"
    raise NotAllowed(_("Only who prepared the round and its approver have a secret in it."))


def _check_in_time(of: Round, at: datetime) -> None:
    if of.is_over_at(at):
        raise NotAllowed(_("The 72 hours of this round are over. It is discarded, and another can be prepared."))
