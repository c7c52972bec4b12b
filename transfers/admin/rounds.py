"""Rounds: prepared by one HR partner and approved by another. Nobody's list, rating or result is shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from transfers.actions.reasons import LONGEST_REASON
from transfers.actions.round_documents import propose_document, release_document
from transfers.actions.round_runs import ask_to_publish
from transfers.actions.rounds import (
    LONGEST_SECRET,
    approve_round,
    commit_to_secret,
    discard_round,
    freeze_round,
    prepare_round,
    reveal_secret,
)
from transfers.admin.base import Desk, PortalAdmin, Verb, VerbForm, desk_of
from transfers.admin.widgets import ReadOnlyInline
from transfers.matching.clearing import Run
from transfers.models import Role, Round, RoundRole
from transfers.models.round import LONGEST_TITLE
from transfers.permissions.allowed import allowed
from transfers.permissions.rounds import (
    check_can_approve,
    check_can_ask_to_publish,
    check_can_commit,
    check_can_discard,
    check_can_freeze,
    check_can_propose_document,
    check_can_release_document,
    check_has_no_part,
)
from transfers.queries.round_figures import get_outcome_figures
from transfers.queries.round_inputs import get_published_run, run_dry
from transfers.queries.round_outcomes import count_outcome, get_unit_effects
from transfers.queries.round_steps import say_next_step
from transfers.queries.round_words import REASON_WORDS, say_discarded
from transfers.sight.actor import Actor
from transfers.states import RoleStatus, RoundStatus


class RoundRoleInline(ReadOnlyInline):
    """Its roles. How many seats were free at the freeze would tell how many are taken, so it is not shown."""

    model = RoundRole
    fields = ("role",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("role")


class PrepareForm(VerbForm):
    """Which roles, from which day, and who approves."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    start_on = forms.DateField(
        label=_("First day that its offers name"), widget=forms.DateInput(attrs={"type": "date"})
    )
    approver = forms.ModelChoiceField(
        label=_("Approver"), queryset=Employee.objects.filter(is_active=True), help_text=_("Another HR partner.")
    )
    roles = forms.CharField(
        label=_("Roles"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One code a line. Leave it empty for every open role."),
    )
    autocompletes = {"approver": (Round, "approver")}

    def clean_roles(self) -> list[Role]:
        codes = self.cleaned_data["roles"].split()
        is_open = Role.objects.filter(status=RoleStatus.OPEN).select_related("unit")
        roles = list(is_open.filter(code__in=codes) if codes else is_open)
        missing = sorted(set(codes) - {role.code for role in roles})
        if missing:
            raise forms.ValidationError(
                _("No open role has the code %(codes)s."), params={"codes": ", ".join(missing[:20])}
            )
        return roles


class SecretForm(VerbForm):
    """What somebody is bound to, typed by them."""

    secret = forms.CharField(label=_("Your secret"), max_length=LONGEST_SECRET, strip=False)


class BecauseForm(VerbForm):
    """Why, for everybody who takes part."""

    because = forms.CharField(label=_("Reason, which everybody who takes part reads"), max_length=LONGEST_REASON)


def _may(check: Callable[[Actor, Round, datetime], object]) -> Callable[[Round, Desk], bool]:
    return lambda of, desk: allowed(check, desk.viewer, of, desk.at)


def _may_reveal(of: Round, desk: Desk) -> bool:
    return of.status == RoundStatus.APPROVED and desk.viewer in (of.preparing_by, of.approver)


def _reads(status: RoundStatus) -> Callable[[Round, Desk], bool]:
    return lambda of, desk: of.status == status and allowed(check_has_no_part, desk.viewer, of, desk.at)


def _prepare(_thing: None, cleaned: dict[str, Any], desk: Desk) -> Round:
    return prepare_round(
        cleaned["title"],
        cleaned["roles"],
        start_on=cleaned["start_on"],
        approver=cleaned["approver"],
        by=desk.viewer,
    )


def _numbers(of: Round, run: Run | None, desk: Desk) -> dict[str, Any]:
    """What a run came to, in numbers that name nobody."""
    if run is None or of.policy is None:
        return {}
    floor = of.policy.suppression_floor
    numbers = count_outcome(of, run, floor)
    return {
        "numbers": numbers,
        "reasons": [(REASON_WORDS[reason], number) for reason, number in numbers.reasons.items()],
        "units": get_unit_effects(of, run, floor, desk.at),
        "figures": get_outcome_figures(numbers),
        "floor": floor,
    }


class RoundAdmin(PortalAdmin):
    """For HR partners alone: an administrator sees no offer."""

    noun = Round
    about = _(
        "A round clears many roles at once. One HR partner prepares it, another approves its inputs before any "
        "result. While it is frozen nobody is claimed for its roles, 72 hours at most."
    )
    list_display = ("title", "status", "prepared_by", "approver", "frozen_at", "frozen_until_at")
    list_filter = ("status",)
    list_select_related = ("preparing_by", "approver")
    fields = (
        *("title", "status", "start_on", "what_is_next", "prepared_by", "approver", "policy", "frozen_at"),
        *("frozen_until_at", "input_sha256", "preparer_commitment", "approver_commitment", "because"),
        *("document_proposed_at", "document_released_at"),
    )
    readonly_fields = ("what_is_next", "prepared_by", "frozen_at", "because")
    inlines = (RoundRoleInline,)
    verbs = (
        Verb(
            "prepare",
            _("Prepare a round"),
            _prepare,
            PrepareForm,
            _("Who ranked one of its roles or hires for one cannot act in it: neither you nor the approver."),
            is_new=True,
        ),
        Verb(
            "commit",
            _("Write down your secret"),
            lambda of, cleaned, desk: commit_to_secret(of, cleaned["secret"], by=desk.viewer),
            SecretForm,
            _(
                "At least 16 characters. Only its fingerprint is kept: keep the secret yourself, and type it again "
                "after the approval. Without it the round can only be discarded. From both secrets and what was "
                "frozen the lottery follows, so that nobody can choose it."
            ),
            offered=_may(check_can_commit),
        ),
        Verb(
            "freeze",
            _("Freeze"),
            lambda of, _cleaned, desk: freeze_round(of, by=desk.viewer),
            explain=_(
                "Takes everybody who takes part now, with their lists as submitted, the ratings and the free seats. "
                "For 72 hours at most nobody is claimed for these roles, and their seats and terms stay."
            ),
            offered=_may(check_can_freeze),
        ),
        Verb(
            "approve",
            _("Approve the inputs"),
            lambda of, _cleaned, desk: approve_round(of, by=desk.viewer),
            explain=_("The roles, seats and rules as frozen. There is no result yet, and nobody can choose one."),
            offered=_may(check_can_approve),
        ),
        Verb(
            "reveal",
            _("Reveal your secret"),
            lambda of, cleaned, desk: reveal_secret(of, cleaned["secret"], by=desk.viewer),
            SecretForm,
            _("Once both are revealed the round runs by itself, once."),
            offered=_may_reveal,
        ),
        Verb(
            "publish",
            _("Publish"),
            lambda of, _cleaned, desk: ask_to_publish(of, by=desk.viewer),
            explain=_(
                "Makes every offer at once; people accept or decline. It cannot be taken back. What came of it is "
                "shown once it is published, so that nobody can choose among results."
            ),
            offered=_may(check_can_ask_to_publish),
        ),
        Verb(
            "dry-run",
            _("Dry run"),
            explain=_("With a lottery of its own, the same whenever it is opened: the live run will differ."),
            offered=_reads(RoundStatus.FROZEN),
            context=lambda of, desk: _numbers(of, run_dry(of), desk),
            template="admin/round_outcome.html",
            is_shown_only=True,
        ),
        Verb(
            "outcome",
            _("What came of it"),
            offered=_reads(RoundStatus.PUBLISHED),
            context=lambda of, desk: _numbers(of, get_published_run(of), desk),
            template="admin/round_outcome.html",
            is_shown_only=True,
        ),
        Verb(
            "propose-document",
            _("Propose to release its document"),
            lambda of, _cleaned, desk: propose_document(of, by=desk.viewer),
            explain=_(
                "By it a third party can check the round without trusting anybody here. It names nobody; but who "
                "knows somebody's list or profile may recognise it, and then reads their priority and how they were "
                "rated. Another HR partner releases it."
            ),
            offered=_may(check_can_propose_document),
        ),
        Verb(
            "release-document",
            _("Release its document"),
            lambda of, _cleaned, desk: release_document(of, by=desk.viewer),
            explain=_(
                "HR partners can then download it from the round's page, after a fresh sign-in; each time is "
                "recorded. Hand it only to who has to check the round."
            ),
            offered=_may(check_can_release_document),
        ),
        Verb(
            "discard",
            _("Discard"),
            lambda of, cleaned, desk: discard_round(of, because=cleaned["because"], by=desk.viewer),
            BecauseForm,
            _("Nobody is offered anything, and the roles are free again at once."),
            offered=_may(check_can_discard),
        ),
    )

    def is_shown_to(self, request: HttpRequest) -> bool:
        desk = desk_of(request)
        return desk is not None and desk.is_hr_partner

    def rows_for(self, rows: QuerySet[Round], desk: Desk) -> QuerySet[Round]:
        return rows.select_related("preparing_by", "approver", "policy") if desk.is_hr_partner else rows.none()

    @display(description=_("prepared by"))
    def prepared_by(self, of: Round) -> str:
        return str(of.preparing_by)

    @display(description=_("discarded because"))
    def because(self, of: Round) -> str:
        return say_discarded(of)

    @display(description=_("what is next"))
    def what_is_next(self, of: Round) -> str:
        return say_next_step(of)
