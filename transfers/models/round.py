"""One batch clearing: its roles, who takes part, and each run of it (docs/adr/0018-rounds.md)."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from transfers.models.policy import Policy
from transfers.models.role import Role
from transfers.models.stamps import by_field, stamp_field, stamped, status_field

# from the freeze: afterwards the worker discards what was not published
FROZEN_FOR = timedelta(hours=72)
# from the publication: so long who takes part is offered what others of the round let go of
IMPROVED_FOR = timedelta(days=14)
LONGEST_TITLE = 80
# the reason of a round whose time was over; `round_words` says it to people
LAPSED = "lapsed"
HOLDING = ("frozen", "approved", "run")

ACCEPTED, LEFT, WITHDREW, DECLINED, EXPIRED = "accepted", "left", "withdrew", "declined", "expired"
LEAVING = [
    (ACCEPTED, "accepted another offer"),
    (LEFT, "left the company"),
    (WITHDREW, "takes no part any more"),
    (DECLINED, "declined the round's offer"),
    (EXPIRED, "let the round's offer expire"),
]


def over_at(at: datetime) -> Q:
    """Rounds whose time is over with nothing published: `Round.is_over_at` says it of one."""
    return Q(status__in=HOLDING, frozen_until_at__lte=at)


class Round(models.Model):
    """Prepared by one HR partner, approved by another; cleared once, published or discarded with a reason.

    Both write down the hash of a secret before the freeze and reveal it after the approval; the seed follows from
    both and from `input_sha256`, so nobody could choose it. From the freeze on neither these nor the input change
    (trigger). `headcounts` are [approved, filled] of its roles' units by id as they stood before its moves.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=LONGEST_TITLE)
    start_on = models.DateField()
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    preparer_commitment = models.CharField(max_length=64, blank=True)
    approver_commitment = models.CharField(max_length=64, blank=True)
    preparer_secret = models.CharField(max_length=200, blank=True)
    approver_secret = models.CharField(max_length=200, blank=True)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    input_sha256 = models.CharField(max_length=64, blank=True)
    frozen_until_at = models.DateTimeField(null=True, blank=True)
    headcounts = models.JSONField(default=dict)
    publish_asked_at = models.DateTimeField(null=True, blank=True)
    publish_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    discarded_because = models.CharField(max_length=200, blank=True)
    document_proposed_at = models.DateTimeField(null=True, blank=True)
    document_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document_released_at = models.DateTimeField(null=True, blank=True)
    document_released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    status = status_field("round")
    preparing_at = stamp_field()
    preparing_by = by_field()
    frozen_at = stamp_field()
    frozen_by = by_field()
    approved_at = stamp_field()
    approved_by = by_field()
    run_at = stamp_field()
    run_by = by_field()
    published_at = stamp_field()
    published_by = by_field()
    discarded_at = stamp_field()
    discarded_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [
            *stamped("round"),
            models.CheckConstraint(
                condition=Q(preparing_by__isnull=False) & ~Q(approver=F("preparing_by")),
                name="two_people_make_a_round",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(approved_by=F("approver")),
                name="a_round_is_approved_by_its_approver",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True)
                | (
                    ~Q(preparer_commitment="")
                    & ~Q(approver_commitment="")
                    & ~Q(input_sha256="")
                    & Q(policy__isnull=False, frozen_until_at__gt=F("frozen_at"))
                ),
                name="a_frozen_round_is_bound",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=False) | Q(preparer_secret="", approver_secret=""),
                name="secrets_are_revealed_after_the_approval",
            ),
            models.CheckConstraint(
                condition=Q(document_released_at__isnull=True)
                | (
                    Q(document_released_by__isnull=False, document_proposed_by__isnull=False)
                    & ~Q(document_released_by=F("document_proposed_by"))
                ),
                name="two_people_release_a_document",
            ),
            models.CheckConstraint(
                condition=~Q(status="discarded") | ~Q(discarded_because=""), name="a_discarded_round_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_over_at(self, at: datetime) -> bool:
        """Whether its time is over with nothing published: nobody takes a step, and the worker discards it."""
        return self.status in HOLDING and self.frozen_until_at is not None and self.frozen_until_at <= at


class RoundRole(models.Model):
    """A role of a round. `seats` are those that were free at the freeze, `number` is drawn then."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="round_roles")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="round_roles")
    number = models.CharField(max_length=32, blank=True)
    seats = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["round", "role__sort_title", "role_id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "role"], name="one_line_a_round_and_role"),
            models.UniqueConstraint(fields=["round", "number"], condition=~Q(number=""), name="one_number_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.round}"


class Ballot(models.Model):
    """One person's part in a round, as it was frozen: `lines` are [role number, rating, fit in bp], best first.

    `ballot` is random and drawn at the freeze: the name under which the round's document speaks of them. `left_out`
    are [role id, why] of ranked roles that the person could not be given. `employee` is None once they are forgotten.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ballots")
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="ballots"
    )
    ballot = models.CharField(max_length=32, unique=True)
    tier = models.PositiveSmallIntegerField()
    lines = models.JSONField()
    left_out = models.JSONField(default=list)
    left_at = models.DateTimeField(null=True, blank=True)
    left_because = models.CharField(max_length=10, choices=LEAVING, blank=True)

    class Meta:
        ordering = ["round", "ballot"]
        constraints = [
            models.UniqueConstraint(fields=["round", "employee"], name="one_ballot_a_round_and_person"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_because="") | (Q(left_at__isnull=False) & ~Q(left_because="")),
                name="who_left_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"


class RoundRun(models.Model):
    """One run over the frozen input, append-only (trigger). `left` are the ballots whose list counted as empty.

    `outcome` names a role number, or null, for each ballot; `sha256` is that of both. The last run counts.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    left = models.JSONField()
    closed = models.JSONField()
    outcome = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["round", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_run_a_number")]

    def __str__(self) -> str:
        return f"run {self.number} of {self.round}"
