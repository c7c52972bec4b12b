"""The forms of signing in and out, and of how one signs in."""

from allauth.mfa.models import Authenticator
from django.test import Client

from seeds.cast import CAST
from tests import factories as f
from tests.hostile.places import Scene, place
from tests.pages import PASSWORD, THEN, freshly_signed_in, travel
from tests.second_factors import App, code_of
from tests.signing_in import NEW, link_of, somebody

SIGN_IN = "It proves who is there and changes nothing that could be done twice; tries are counted."
OWN = "It sets what its own person signs in with, after a fresh sign-in; the last one sent is meant."


def account(name: str, why: str, **more):
    return place(name, no_key=why, no_version=why, **more)


@account("account_login", SIGN_IN)
def sign_in() -> Scene:
    person = somebody()
    return Scene("/account/sign-in/", fields={"login": person.sign_in_name, "password": PASSWORD})


@account(
    "transfers:language", "It sets what the portal speaks: the same once or twice, and the last one sent is meant."
)
def language() -> Scene:
    return Scene("/language/", who=somebody(), fields={"language": "de"})


@account("account_logout", SIGN_IN)
def sign_out() -> Scene:
    return Scene("/account/sign-out/", who=somebody())


@account("account_reauthenticate", SIGN_IN)
def confirm() -> Scene:
    return Scene("/account/confirm/", client=freshly_signed_in(somebody()), fields={"password": PASSWORD})


@account("account_change_password", OWN)
def change() -> Scene:
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    return Scene("/account/password/", client=freshly_signed_in(somebody()), fields=fields)


@account("account_reset_password", "It owes its person one mail; how many in an hour is limited.")
def forgotten() -> Scene:
    return Scene("/account/password/forgotten/", fields={"email": somebody().email})


@account("account_reset_password_from_key", "Its link works once.")
def new_password() -> Scene:
    client = Client()
    page = client.get(link_of(somebody()), follow=True).request["PATH_INFO"]
    return Scene(page, client=client, fields={"password1": NEW, "password2": NEW})


@account("mfa_authenticate", SIGN_IN)
def second_step() -> Scene:
    person = somebody()
    app, client = App(person), Client()
    client.post("/account/sign-in/", {"login": person.sign_in_name, "password": PASSWORD})
    return Scene("/account/second-step/", client=client, fields={"code": app.code()})


@account("mfa_reauthenticate", SIGN_IN)
def confirm_by_code() -> Scene:
    person = somebody()
    client = freshly_signed_in(person)
    return Scene("/account/confirm/code/", client=client, fields={"code": App(person).code()})


@account("mfa_activate_totp", OWN)
def add_app() -> Scene:
    client = freshly_signed_in(somebody())
    client.get("/account/security/app/")
    scene = Scene("/account/security/app/", client=client)

    def draw(_client: Client):
        answer = client.get("/account/security/app/")
        scene.fields["code"] = code_of(client.session["mfa.totp.secret"])
        return answer

    scene.draw = draw
    return scene


@account("mfa_deactivate_totp", OWN)
def remove_app() -> Scene:
    person = somebody()
    client = freshly_signed_in(person)
    App(person)
    return Scene("/account/security/app/remove/", client=client)


@account("mfa_remove_webauthn", OWN)
def remove_passkey() -> Scene:
    person = somebody()
    client = freshly_signed_in(person)
    data = {"name": "Key", "passwordless": False, "credential": {}}
    passkey = Authenticator.objects.create(user=person, type="webauthn", data=data)
    return Scene(f"/account/security/passkeys/{passkey.pk}/remove/", client=client)


@account("mfa_generate_recovery_codes", OWN)
def new_codes() -> Scene:
    person = somebody()
    client = freshly_signed_in(person)
    App(person)
    return Scene("/account/security/codes/new/", client=client)


@account("usersessions_list", OWN)
def end_sessions() -> Scene:
    person = somebody()
    freshly_signed_in(person)
    return Scene("/account/sessions/", client=freshly_signed_in(person))


# A browser's own signature is not made up here: tests/functional/test_second_factors.py holds real ones.
@account("mfa_add_webauthn", OWN, answer=None)
def add_passkey() -> Scene:
    return Scene("/account/security/passkeys/add/", client=freshly_signed_in(somebody()), fields={"name": "Key"})


@account("mfa_login_webauthn", SIGN_IN, answer=None)
def passkey() -> Scene:
    return Scene("/account/passkey/", "/account/sign-in/")


@account("demo_sign_in", "It is the demonstration's alone.")
def demo() -> Scene:
    travel(THEN)
    person = f.EmployeeFactory.create(sign_in_name=CAST[0].sign_in_name)
    return Scene("/account/demo/", fields={"person": person.sign_in_name})
