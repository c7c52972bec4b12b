"""The company's own sign-in by OpenID Connect: on by settings alone, for identities that their person linked.

An identity is (issuer, subject). A mail address proves nothing: HR's files write addresses.
"""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.sign_in_settings import COMPANY
from transfers.sight.actor import Person
from transfers.web import fresh_page, is_sign_in_fresh


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody gets an account by it."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Only an identity that somebody linked signs anybody in; linking is for who is signed in."""
        if sociallogin.state.get("process") != "connect" and not sociallogin.is_existing:
            raise ImmediateHttpResponse(render(request, "account/company_unknown.html", status=403))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:  # noqa: ARG002
        return reverse("mfa_index")

    def send_notification_mail(self, template_prefix: str, user: Person, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        get_account_adapter(self.request).send_notification_mail(template_prefix, user)


@require_POST
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the company's sign-in: to sign in, or to link it to the account of who is signed in.

    By a page of its own and not by redirecting a form, which pages of this portal may send to no other host.
    """
    if not settings.OIDC_ISSUER:
        raise Http404
    if request.user.is_authenticated and not is_sign_in_fresh(request):
        return redirect_to_login(reverse("mfa_index"), reverse("account_reauthenticate"))
    answer: HttpResponse = openid.login(request, provider_id)
    if isinstance(answer, HttpResponseRedirect):
        return render(request, "account/company_go.html", {"url": answer.url})
    return answer


@fresh_page
def unlink(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Take the link to the company's sign-in away."""
    account = SocialAccount.objects.filter(user=viewer, provider=COMPANY).first()
    if request.method == "POST" and account is not None:
        account.delete()
        get_account_adapter(request).send_notification_mail("socialaccount/email/account_disconnected", viewer)
    return HttpResponseRedirect(reverse("mfa_index"))
