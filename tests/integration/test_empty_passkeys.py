"""Forms of passkeys that come without one: each says so, and what to do."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.second_factor_forms import ConfirmPasskeyForm
from tests.pages import PASSWORD, freshly_signed_in, text_of
from tests.second_factors import App
from tests.signing_in import sign_in, somebody

pytestmark = pytest.mark.django_db
SENT_NONE = "Your browser sent no passkey. Nothing was changed: try again, or use another way."


@pytest.mark.parametrize("sent", [{}, {"credential": ""}, {"credential": "null"}, {"credential": "{"}])
@pytest.mark.parametrize("name", ["mfa_login_webauthn", "mfa_add_webauthn", "mfa_authenticate"])
def test_form_of_a_passkey_that_is_sent_without_one_says_so(name: str, sent: dict[str, str]) -> None:
    """Fails when the page is drawn again without a word."""
    person = somebody()
    client = Client() if name in ("mfa_login_webauthn", "mfa_authenticate") else freshly_signed_in(person)
    App(person)
    if name == "mfa_authenticate":
        sign_in(client, password=PASSWORD)
    answer = client.post(reverse(name), sent, follow=True)
    assert SENT_NONE in text_of(answer)
    assert text_of(answer).count(SENT_NONE) == 1
    assert ConfirmPasskeyForm(data=sent, user=person).errors["credential"] == [SENT_NONE]
