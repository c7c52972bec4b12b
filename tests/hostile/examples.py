"""All examples of forms, gathered from the modules that hold them."""

from tests.hostile import (
    places_account,
    places_admin,
    places_campaigns,
    places_findings,
    places_glass,
    places_others,
    places_person,
    places_rounds,
    places_uploads,
)
from tests.hostile.places import PLACES

HOLDERS = (
    places_account,
    places_admin,
    places_campaigns,
    places_findings,
    places_glass,
    places_others,
    places_person,
    places_rounds,
    places_uploads,
)

# Forms that have no example, and where they are tried instead.
ELSEWHERE = {
    "mfa_reauthenticate_webauthn": "a real authenticator's: tests/functional/test_second_factors.py",
    "openid_connect_login": "stands only with a company's sign-in: tests/integration/test_company_sign_in.py",
    "openid_connect_callback": "takes an address, not a form: tests/integration/test_company_sign_in.py",
    "company_unlink": "stands only with a company's sign-in: tests/integration/test_company_sign_in.py",
}

__all__ = ["ELSEWHERE", "HOLDERS", "PLACES"]
