"""Sign-in and what belongs to a session: each page answers for the session that asks, and knows no other person."""

from tests.privacy.rows import Row, Says

# allauth tells by OPTIONS which methods a page takes; that is the same for everybody.
_FORM = Says(form=200, options=200)  # drawn again with its errors
_PAGE = Says(options=200)
_LED_ON = Says(read=302, form=302, options=302)  # to sign-in, to prove who one is anew, or home


def _row(shows: str, inside: Says, outside: Says) -> Row:
    return Row(shows=shows, says=inside, outside=outside, changes=False)


ACCOUNT: dict[str, Row] = {
    "account_login": _row("sign-in", _LED_ON, _FORM),
    "account_logout": _row("sign-out", Says(form=302, options=200), Says(read=302, form=302, options=200)),
    "account_inactive": _row("that an account is closed", _LED_ON, _PAGE),
    "account_reauthenticate": _row("a question who one is", _FORM, _LED_ON),
    "account_change_password": _row("a form for one's own password", _FORM, _LED_ON),
    "account_reset_password": _row("a form that asks for a mail", _FORM, _FORM),
    "account_reset_password_done": _row("that a mail may come", _PAGE, _PAGE),
    "account_reset_password_from_key": _row("that a link is not good", _FORM, _FORM),
    "account_reset_password_from_key_done": _row("that a password is new", _PAGE, _PAGE),
    "mfa_login_webauthn": _row("nothing; signs in", _LED_ON, Says(read=302, form=302, options=200)),
    "mfa_authenticate": _row("the second step of a sign-in", _LED_ON, _LED_ON),
    "mfa_reauthenticate": _row("a question who one is", _LED_ON, _LED_ON),
    "mfa_reauthenticate_webauthn": _row("a question who one is", _LED_ON, _LED_ON),
    "mfa_index": _row("one's own second factors", _PAGE, _LED_ON),
    "mfa_activate_totp": _row("a new secret", _LED_ON, _LED_ON),
    "mfa_app_picture": _row("a new secret as a picture", Says(read=302), Says(read=302)),
    "mfa_deactivate_totp": _row("nothing; removes", _LED_ON, _LED_ON),
    "mfa_add_webauthn": _row("a form for a passkey", _LED_ON, _LED_ON),
    "mfa_remove_webauthn": _row("nothing; removes", _LED_ON, _LED_ON),
    "mfa_view_recovery_codes": _row("one's own codes", _LED_ON, _LED_ON),
    "mfa_generate_recovery_codes": _row("nothing; makes new codes", _LED_ON, _LED_ON),
    "usersessions_list": _row("one's own sessions", Says(form=302, options=200), _LED_ON),
    "openid_connect_login": _row("nothing; off without settings", *[Says(read=405, form=404)] * 2),
    "openid_connect_callback": _row("nothing; off without settings", *[Says(read=404, form=404, options=404)] * 2),
    "company_unlink": _row("nothing; unlinks", _LED_ON, _LED_ON),
    "socialaccount_login_cancelled": _row("that a sign-in was left", _PAGE, _PAGE),
    "socialaccount_login_error": _row("that a sign-in failed", *[Says(read=401, options=200)] * 2),
    "demo_sign_in": _row("the demo's cast", *[Says(form=404)] * 2),
}
