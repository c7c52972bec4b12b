"""The signed link with which a mail's reader stops mails of its kind, signed in or not."""

import uuid

from django.core import signing
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.errors import Invalid

# what a link stops: numbers, so that an address says nothing of what the mail was about
REMINDERS, DIGESTS = 1, 2
KIND_OF = {"campaign.reminder": REMINDERS, "claim.reminder": REMINDERS, "hiring.digest": DIGESTS}
_SALT = "transfers.mail.stop"


def sign_stop(person: Employee, kind: int) -> str:
    """The token of the link: it names a person by a random id, and a kind of mail by a number."""
    return signing.dumps([str(person.public_id), kind], salt=_SALT)


def read_stop(token: str) -> tuple[Employee, int]:
    """Whose mails of which kind a link stops. Raises Invalid for what this portal did not sign."""
    try:
        person_id, kind = signing.loads(token, salt=_SALT)
        found = Employee.objects.filter(public_id=uuid.UUID(person_id)).first()
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Invalid(_broken()) from error
    if found is None:
        raise Invalid(_broken())
    return found, int(kind)


def _broken() -> str:
    return _("This link is not whole. Open it again from the mail, or sign in and change it under Notifications.")
