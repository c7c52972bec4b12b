"""The policy in force."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from transfers.errors import TransferError
from transfers.models import Policy


class NoPolicy(TransferError):
    """Nothing was published yet."""

    def __init__(self) -> None:
        super().__init__(_("No policy is in force yet. An admin publishes the first one."))


def get_policies_until(at: datetime) -> QuerySet[Policy]:
    """The versions that had taken effect at an instant, the one in force first."""
    return Policy.objects.filter(effective_at__lte=at).order_by("-version")


def get_policy_at(at: datetime) -> Policy:
    """The version in force at an instant: the newest that had taken effect. Raises NoPolicy."""
    policy = get_policies_until(at).first()
    if policy is None:
        raise NoPolicy
    return policy


def get_published_policies() -> list[Policy]:
    """Every version, the newest first: for everybody to read."""
    return list(Policy.objects.order_by("-version"))
