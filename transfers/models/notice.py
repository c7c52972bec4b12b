"""The outbox: one message owed to one recipient on one channel."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from transfers.models.event import Event
from transfers.models.stamps import stamp_field, stamped, status_field

INBOX, MAIL = "inbox", "mail"
# how the templates begin that every member of a campaign gets alike, so that a line tells only who is a member
TO_ALL = "campaign."
# sent before there are members to tell, to whoever asks for it
MAIL_TEST = "campaign.mail_test"
CHANNELS = [(INBOX, "inbox"), (MAIL, "mail")]


class Notice(models.Model):
    """A row is the queue entry. `refs` holds public ids only; the words are made when it is read or sent.

    An inbox notice is delivered by being written (status sent). A mail notice is leased, sent and retried.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    template = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    refs = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)  # an error's class and code, never an address
    leased_until_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=255, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    status = status_field("notice")
    pending_at = stamp_field()
    sending_at = stamp_field()
    sent_at = stamp_field()
    needs_attention_at = stamp_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("notice"),
            models.UniqueConstraint(
                fields=["event", "recipient", "template", "channel"], name="one_notice_an_event_and_recipient"
            ),
            models.CheckConstraint(
                condition=~Q(status="sending") | Q(leased_until_at__isnull=False), name="sending_has_a_lease"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="notice_due", condition=Q(status__in=["pending", "sending"])),
            models.Index(fields=["recipient", "-id"], name="notice_inbox", condition=Q(channel=INBOX)),
            models.Index(
                fields=["template", "status"],
                name="notice_to_all",
                condition=Q(channel=MAIL, template__startswith=TO_ALL),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} on {self.channel}"
