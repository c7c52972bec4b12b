"""How people sign in: what allauth reads that no installation changes. settings.py takes all of it."""

from typing import Any

ACCOUNT_ADAPTER = "portal.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "portal.sign_in_forms.SignInForm",
    "reauthenticate": "portal.sign_in_forms.ConfirmForm",
    "change_password": "portal.sign_in_forms.ChangePasswordForm",
    "reset_password": "portal.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "portal.sign_in_forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
# Sign-in names are lower case, by constraint: what was typed is made so too, and found by the index.
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
# HR loads people; nobody makes an account, and an address is only where mail goes, never an identity.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Never by address: an office is one address, and on the last evening all come. Failures are counted by account and
# device in rows of our own (docs/adr/0010-sign-in-throttles.md), so allauth's counts are off.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "",
    "reset_password": "5/h/key",
    "reset_password_from_key": "",
    "signup": "",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# How long a sign-in, or a confirmation of it, is fresh enough for exports and changes to how one signs in.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "portal.second_factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Undraft"
# One step of 30 seconds before and after: telephones' clocks differ.
MFA_TOTP_TOLERANCE = 1
# Codes are shown when they are made and not again; who wants to see codes makes new ones.
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": ""}
MFA_FORMS = {
    "authenticate": "portal.second_factor_forms.CodeForm",
    "reauthenticate": "portal.second_factor_forms.ConfirmCodeForm",
    "activate_totp": "portal.second_factor_forms.AddAppForm",
    "add_webauthn": "portal.second_factor_forms.AddPasskeyForm",
    "login_webauthn": "portal.second_factor_forms.SignInPasskeyForm",
    "authenticate_webauthn": "portal.second_factor_forms.PasskeyForm",
    "reauthenticate_webauthn": "portal.second_factor_forms.ConfirmPasskeyForm",
}

# --- The company's own sign-in -----------------------------------------------------------------------------
COMPANY = "company"
SOCIALACCOUNT_ADAPTER = "portal.company_sign_in.Adapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
# An address that the company's sign-in names signs nobody in: identity is issuer and subject.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False


def company_providers(issuer: str, client_id: str, secret: str) -> dict[str, Any]:
    """What allauth needs to know of the company's sign-in; no application where it has none."""
    of_company = {"server_url": issuer, "fetch_userinfo": False}
    app = {"provider_id": COMPANY, "name": COMPANY, "client_id": client_id, "secret": secret, "settings": of_company}
    return {
        "openid_connect": {
            "provider_class": "portal.company_provider.CompanyProvider",
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid"],
            "APPS": [app] if issuer else [],
        }
    }
