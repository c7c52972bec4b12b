"""Who must prove twice who they are, who can, and who may start anew."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from accounts.models import Employee
from transfers.models import Event
from transfers.models.grant import ADMIN, AUDITOR, HR_PARTNER
from transfers.sight.hats import grants_in_force

# How long after HR sent a reset the link for a new password takes lost second factors away as well.
RESET_STANDS = timedelta(days=3)


def must_have_second_factor(person: Employee, at: datetime) -> bool:
    """Admins, auditors and HR partners: what they open concerns others."""
    return grants_in_force(at).filter(employee=person, kind__in=(ADMIN, AUDITOR, HR_PARTNER)).exists()


def has_second_factor(person: Employee) -> bool:
    """An authenticator app or a passkey; recovery codes alone only stand in for one."""
    return factors_of(person).exists()


def factors_of(person: Employee) -> QuerySet[Authenticator]:
    """Apps and passkeys of one person."""
    own: QuerySet[Authenticator] = Authenticator.objects.filter(user=person)
    return own.exclude(type=Authenticator.Type.RECOVERY_CODES)


def is_reset_open(person: Employee, at: datetime) -> bool:
    """Whether HR sent this person a reset lately and they have not used it yet."""
    said = Event.objects.about(person.pk).filter(
        verb__in=("employee.sign_in_reset", "employee.second_factors_removed"), at__gt=at - RESET_STANDS, at__lte=at
    )
    last = said.order_by("-pk").first()
    return last is not None and last.verb == "employee.sign_in_reset"
