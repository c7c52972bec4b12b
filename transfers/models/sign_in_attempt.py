"""One try to sign in: what sign-in counts to slow who guesses, and what shows that somebody was kept out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

PASSWORD, CODE, RESET = "password", "code", "reset"
FAILED, PASSED, REFUSED = "failed", "passed", "refused"
STEPS = [(PASSWORD, "password"), (CODE, "code of a second factor"), (RESET, "second factors removed")]
OUTCOMES = [(FAILED, "failed"), (PASSED, "passed"), (REFUSED, "refused unread")]


class SignInAttempt(models.Model):
    """`account` is a keyed hash of the name that was typed, which may be nobody's or even a password.

    `device` is null where the person had not signed in on it before. `person` is written only beside `refused`.
    """

    account = models.CharField(max_length=64)
    step = models.CharField(max_length=10, choices=STEPS)
    device = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=True) | Q(outcome=REFUSED), name="only_refused_names")
        ]
        indexes = [
            models.Index(fields=["account", "at"], name="attempt_by_account"),
            models.Index(fields=["outcome", "at"], name="attempt_by_stranger", condition=Q(device__isnull=True)),
            models.Index(fields=["person", "at"], name="attempt_refused", condition=Q(person__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"sign-in attempt {self.pk}"
