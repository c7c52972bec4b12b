"""What tests of sign-in share: a person with a password, the form, and the link in the mail."""

from typing import Any

from django.conf import settings
from django.test import Client

from accounts.models import Employee
from tests import factories as f
from tests.pages import PASSWORD
from transfers.actions.sign_ins import ask_for_sign_in_link
from transfers.delivery.letters import write_letters
from transfers.models import Notice
from transfers.models.notice import MAIL

NEW = "a password from the link"


def somebody(name: str = "ada", **fields: Any) -> Employee:
    person = f.EmployeeFactory.create(sign_in_name=name, **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, name: str = "ada", password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/account/sign-in/", {"login": name, "password": password, **extra})


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def link_of(person: Employee) -> str:
    """The link in the mail that this person is owed now."""
    ask_for_sign_in_link(person)
    notice = Notice.objects.filter(template="employee.sign_in_link", recipient=person, channel=MAIL).latest("pk")
    letter = write_letters([notice], at=notice.due_at)[0]
    link = next(word for word in str(letter.body).split() if "/account/password/new/" in word)
    assert link.startswith(f"{settings.PORTAL_URL}/")
    return link.removeprefix(settings.PORTAL_URL)


def set_password(client: Client, link: str, password: str = NEW) -> Any:
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
