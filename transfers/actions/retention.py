"""Letting go of what is kept no longer; `queries/retention.py` says of what, and when."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from accounts.models import Employee
from transfers import atomic, ledger
from transfers.actions.locks import lock_campaign, lock_person
from transfers.clock import Clock, database_clock
from transfers.models import (
    Ballot,
    Campaign,
    ChoiceKey,
    Digest,
    IdempotencyKey,
    Leaver,
    Notice,
    Pseudonym,
    SavedSearch,
    SignInAttempt,
)
from transfers.models.notice import INBOX
from transfers.models.triggers import ERASED
from transfers.permissions.retention import check_can_destroy_keys, check_can_forget_person
from transfers.queries.retention import ATTEMPTS_KEPT, FORM_KEYS_KEPT, KEPT, get_words_about
from transfers.sight.actor import PORTAL, Actor
from transfers.states import NoticeStatus


@atomic.write
def destroy_keys(campaign: Campaign, *, by: Actor = PORTAL, clock: Clock = database_clock) -> None:
    """Destroy the keys of all choices of a campaign at one instant: nobody can read what was filed any more.

    Receipts go on proving that it was filed. The Event tells no number, which would tell how many filed.
    Raises NotVisible, NotAllowed before it is due. Locks: the campaign, which keeps filing out.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_destroy_keys(by, campaign, at)
    standing = ChoiceKey.objects.filter(choice__assignment__campaign=campaign, key__isnull=False)
    standing.update(key=None, destroyed_at=at)
    ledger.record("campaign.keys_destroyed", campaign, by=by, at=at)


@atomic.write
def forget_person(person: Employee, *, by: Actor = PORTAL, clock: Clock = database_clock) -> None:
    """Erase whom a pseudonym stands for, and what others wrote about the person in their own words.

    Events, seals and rows stay, with a mark where words stood; a person who is hired again gets a new pseudonym.
    The searches they kept go.

    Leaves no Event: it would name the person beside the erased name. Raises NotVisible, NotAllowed.
    Locks: the person.
    """
    person = lock_person(person.pk)
    at = clock()
    check_can_forget_person(by, person, at)
    Pseudonym.objects.filter(employee=person).update(employee=None)
    Ballot.objects.filter(employee=person).update(employee=None)
    SavedSearch.objects.filter(employee=person).delete()
    for rows, column in get_words_about(person):
        rows.update(**{column: ERASED})


@atomic.write
def forget_form_keys(*, clock: Clock = database_clock) -> int:
    """Delete what forms were answered with. A form that old is refused for its age."""
    return IdempotencyKey.objects.filter(at__lt=clock() - FORM_KEYS_KEPT).delete()[0]


@atomic.write
def forget_messages(*, clock: Clock = database_clock) -> int:
    """Delete messages that were read, and mails and digests that were sent, long ago. Their Events stay."""
    before = clock() - KEPT
    Digest.objects.filter(at__lt=before).delete()
    is_over = Q(channel=INBOX, read_at__lt=before) | (~Q(channel=INBOX) & Q(sent_at__lt=before))
    return Notice.objects.filter(is_over, status=NoticeStatus.SENT).delete()[0]


@atomic.write
def forget_leavers(*, clock: Clock = database_clock) -> int:
    """Delete who left so long ago that nobody asks how many did."""
    return Leaver.objects.filter(left_on__lte=(clock() - KEPT).date()).delete()[0]


@atomic.write
def forget_sessions(*, clock: Clock = timezone.now) -> int:
    """Delete sessions that expired: by the clock they were given their time by, or a demo's would sign people out."""
    over = Session.objects.filter(expire_date__lt=clock()).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return over


@atomic.write
def forget_cached_counts(*, clock: Clock = timezone.now) -> int:
    """Delete what expired: Django's cache in a table tidies up only when it is full, and by its own clock."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [clock()])  # noqa: S608  (a setting's name)
        return int(cursor.rowcount)


@atomic.write
def forget_sign_in_attempts(*, clock: Clock = database_clock) -> int:
    """Delete tries to sign in that no bound counts any more and no deadline is lengthened for."""
    return SignInAttempt.objects.filter(at__lt=clock() - ATTEMPTS_KEPT).delete()[0]
