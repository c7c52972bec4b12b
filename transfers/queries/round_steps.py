"""What a round waits for: whose turn it is in one sentence, its steps one by one, and which wait for somebody."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.models import Round
from transfers.models.round import HOLDING, over_at
from transfers.queries.days import instant_in_words
from transfers.states import RoundStatus


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that has to happen, in words: done or not, when, and whether it is what the round waits for."""

    words: str
    is_done: bool
    at: datetime | None = None
    is_next: bool = False
    about: str = ""  # in words, where the instant is not kept


@dataclass(frozen=True, slots=True)
class RoundToRun:
    """A round that waits for somebody, and by when its next step has to be taken."""

    pk: int
    by: datetime | None


def rounds_waiting_for(partner: Employee, at: datetime) -> QuerySet[Round]:
    """Rounds whose next step this HR partner takes, or any of them may; `waits_since` is the last step's instant.

    Whether somebody has a part in a round is asked when they act: this list would tell how they rank roles.
    """
    prepares, approves = Q(preparing_by=partner), Q(approver=partner)
    is_bound = ~Q(preparer_commitment="") & ~Q(approver_commitment="")
    own = (
        Q(status=RoundStatus.PREPARING) & (prepares & (Q(preparer_commitment="") | is_bound))
        | Q(status=RoundStatus.PREPARING) & approves & Q(approver_commitment="")
        | Q(status=RoundStatus.FROZEN) & approves
        | Q(status=RoundStatus.APPROVED) & (prepares & Q(preparer_secret="") | approves & Q(approver_secret=""))
    )
    to_publish = Q(status=RoundStatus.RUN, publish_asked_at=None)
    to_release = Q(document_proposed_at__isnull=False, document_released_at=None) & ~Q(document_proposed_by=partner)
    found = Round.objects.filter(~over_at(at), own | to_publish | to_release)
    return found.annotate(waits_since=Greatest("preparing_at", "frozen_at", "approved_at", "run_at", "published_at"))


def get_rounds_waiting_for(partner: Employee, at: datetime) -> list[RoundToRun]:
    """The same, the first to lapse first."""
    waiting = [
        RoundToRun(of.pk, of.frozen_until_at if of.status in HOLDING else None)
        for of in rounds_waiting_for(partner, at)
    ]
    return sorted(waiting, key=lambda each: (each.by is None, each.by or at, each.pk))


def is_with_the_worker(of: Round, at: datetime) -> bool:
    """Whether nobody's step is next but the worker's; of a round whose time is over the worker makes nothing more."""
    if of.is_over_at(at):
        return False
    if of.status == RoundStatus.APPROVED:
        return bool(of.preparer_secret and of.approver_secret)
    return of.status == RoundStatus.RUN and of.publish_asked_at is not None


def get_steps(of: Round, at: datetime) -> list[Step]:
    """Every step of a round in its order; of one that was discarded those that were taken, and that it was.

    Of one whose time is over no step is next.
    """
    people = (of.preparing_by, of.approver)
    bound = (bool(of.preparer_commitment), bool(of.approver_commitment))
    revealed = (bool(of.preparer_secret), bool(of.approver_secret))
    frozen, approved = _("Before the freeze"), _("After the approval")
    bind, reveal = _("%(name)s writes down a secret"), _("%(name)s reveals their secret")
    steps = [
        Step(_("%(name)s prepares it") % {"name": of.preparing_by}, is_done=True, at=of.preparing_at),
        *(Step(bind % {"name": name}, is_done=done, about=frozen) for name, done in zip(people, bound, strict=True)),
        _step(_("%(name)s freezes it") % {"name": of.preparing_by}, of.frozen_at),
        _step(_("%(name)s approves the inputs") % {"name": of.approver}, of.approved_at),
        *(
            Step(reveal % {"name": name}, is_done=done, about=approved)
            for name, done in zip(people, revealed, strict=True)
        ),
        _step(_("It runs by itself"), of.run_at),
        _step(_("An HR partner publishes it"), of.publish_asked_at or of.published_at),
        _step(_("The offers are made, all at once"), of.published_at),
    ]
    if of.document_proposed_at is not None:
        steps.append(_step(_("An HR partner proposes to release its document"), of.document_proposed_at))
        steps.append(_step(_("Another HR partner releases its document"), of.document_released_at))
    if of.status == RoundStatus.DISCARDED:
        taken = [step for step in steps if step.is_done]
        return [*taken, _step(_("It was discarded"), of.discarded_at)]
    return steps if of.is_over_at(at) else _mark_next(steps)


def _step(words: str, at: datetime | None) -> Step:
    return Step(words, is_done=at is not None, at=at)


def _mark_next(steps: list[Step]) -> list[Step]:
    """The first that is open is next; a secret of somebody else waits beside it, in whatever order they come."""
    first = next((n for n, step in enumerate(steps) if not step.is_done), len(steps))
    return [
        replace(step, is_next=n == first or (n == first + 1 and n in _SECOND_SECRETS)) if not step.is_done else step
        for n, step in enumerate(steps)
    ]


# the places among the steps of the second of two secrets
_SECOND_SECRETS = (2, 6)


def say_next_step(of: Round, zone: str, at: datetime) -> str:
    """Whose turn it is, and by when in the reader's zone; empty once it was discarded."""
    if of.is_over_at(at):
        return _("Its time is over: it is discarded by itself, and its roles are free again.")
    match RoundStatus(of.status):
        case RoundStatus.PREPARING:
            return _say_preparing(of)
        case RoundStatus.FROZEN:
            return _("%(name)s approves the inputs, or it is discarded, by %(by)s.") % {
                "name": of.approver,
                "by": _until(of, zone),
            }
        case RoundStatus.APPROVED:
            return _say_approved(of)
        case RoundStatus.RUN if of.publish_asked_at is None:
            return _("It was run. An HR partner publishes it or discards it, by %(by)s.") % {"by": _until(of, zone)}
        case RoundStatus.RUN:
            return _("The offers are being made, all at once.")
        case RoundStatus.PUBLISHED:
            return _("Whoever has an offer accepts or declines it.")
        case RoundStatus.DISCARDED:
            return ""


def _until(of: Round, zone: str) -> str:
    return instant_in_words(of.frozen_until_at, zone) if of.frozen_until_at is not None else ""


def _say_preparing(of: Round) -> str:
    if of.preparer_commitment and of.approver_commitment:
        return _("Both secrets are written down. %(name)s freezes it.") % {"name": of.preparing_by}
    return _say_missing(
        _("%(name)s still has to write down a secret, then it can be frozen."),
        _("%(name)s and %(other)s each write down a secret, then it can be frozen."),
        of,
        is_there=(bool(of.preparer_commitment), bool(of.approver_commitment)),
    )


def _say_approved(of: Round) -> str:
    if of.preparer_secret and of.approver_secret:
        return _("It is being run.")
    return _say_missing(
        _("%(name)s still has to reveal their secret, then it runs by itself."),
        _("%(name)s and %(other)s each reveal their secret, then it runs by itself."),
        of,
        is_there=(bool(of.preparer_secret), bool(of.approver_secret)),
    )


def _say_missing(one: str, two: str, of: Round, *, is_there: tuple[bool, bool]) -> str:
    people = (of.preparing_by, of.approver)
    missing = [person for person, has in zip(people, is_there, strict=True) if not has]
    if len(missing) == 1:
        return one % {"name": missing[0]}
    return two % {"name": missing[0], "other": missing[1]}
