"""Rounds: prepared by one HR partner and approved by another. Nobody's list, rating or result is shown."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.contrib.admin import display
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from transfers.actions.round_documents import propose_document, release_document
from transfers.actions.round_runs import ask_to_publish
from transfers.actions.rounds import (
    approve_round,
    commit_to_secret,
    discard_round,
    freeze_round,
    prepare_round,
    reveal_secret,
)
from transfers.admin.base import Desk, PortalAdmin, Verb, Words, desk_of, open_desk
from transfers.admin.round_forms import (
    BecauseForm,
    PrepareForm,
    SecretForm,
    get_inputs,
    get_numbers,
    get_open_roles,
    get_shown,
)
from transfers.admin.widgets import ReadOnlyInline
from transfers.models import Round, RoundRole
from transfers.models.round import HOLDING
from transfers.nudges import nudge
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
from transfers.queries.round_inputs import get_published_run, run_dry
from transfers.queries.round_words import say_discarded
from transfers.sight.actor import Actor, Person
from transfers.states import RoundStatus


class RoundRoleInline(ReadOnlyInline):
    """Its roles. How many seats were free at the freeze would tell how many are taken, so it is not shown."""

    model = RoundRole
    fields = ("code", "title", "unit")
    readonly_fields = fields
    verbose_name_plural = _("Its roles")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("role__unit").order_by("role__code")

    @display(description=_("code"))
    def code(self, row: RoundRole) -> str:
        return row.role.code

    @display(description=_("title"))
    def title(self, row: RoundRole) -> str:
        return row.role.title

    @display(description=_("unit"))
    def unit(self, row: RoundRole) -> str:
        return row.role.unit.name


def _may(check: Callable[[Actor, Round, datetime], object]) -> Callable[[Round, Desk], bool]:
    return lambda of, desk: allowed(check, desk.viewer, of, desk.at)


def _may_reveal(of: Round, desk: Desk) -> bool:
    """Offered to who is bound and has not revealed it: afterwards the step is done."""
    secrets = {of.preparing_by: of.preparer_secret, of.approver: of.approver_secret}
    return of.status == RoundStatus.APPROVED and secrets.get(desk.viewer) == ""


def _is_own_secret_missing(of: Round, viewer: Actor) -> bool:
    sides = {of.preparing_by: of.preparer_commitment, of.approver: of.approver_commitment}
    return isinstance(viewer, Person) and sides.get(viewer) == ""


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


class RoundAdmin(PortalAdmin):
    """For HR partners alone: an admin sees no offer."""

    noun = Round
    about = _(
        "A round clears many roles at once. One HR partner prepares it, another approves its inputs before any "
        "result. While it is frozen nobody is claimed for its roles, 72 hours at most."
    )
    change_form_template = "admin/round.html"
    list_display = ("title", "status", "preparing_by", "approver", "frozen_at", "frozen_until_at")
    list_filter = ("status",)
    list_select_related = ("preparing_by", "approver")
    worded = {
        "start_on": _("first day that its offers name"),
        "frozen_at": _("frozen"),
        "frozen_until_at": _("its roles are held until"),
        "input_sha256": _("fingerprint of what was frozen (SHA-256)"),
        "preparer_commitment": _("fingerprint of the first secret (SHA-256)"),
        "approver_commitment": _("fingerprint of the second secret (SHA-256)"),
    }
    fields = (
        *("because", "status", "start_on", "frozen_until_at", "preparing_by", "approver", "policy"),
        *("input_sha256", "preparer_commitment", "approver_commitment"),
    )
    readonly_fields = ("because",)
    inlines = (RoundRoleInline,)
    verbs = (
        Verb(
            "prepare",
            _("Prepare a round"),
            _prepare,
            PrepareForm,
            _("Whoever ranked one of its roles or hires for one cannot act in it: neither you nor the approver."),
            is_new=True,
            context=get_open_roles,
            template="admin/round_prepare.html",
        ),
        Verb(
            "commit",
            _("Write down your secret"),
            lambda of, cleaned, desk: commit_to_secret(of, cleaned["secret"], by=desk.viewer),
            SecretForm,
            _(
                "At least 16 characters. A good one is made by chance and used nowhere else: have a password manager "
                "make it, or draw six words by lot. Only its fingerprint is kept: keep the secret yourself, and type "
                "it again after the approval. Without it the round can only be discarded. From both secrets and what "
                "was frozen the lottery follows, so that nobody can choose it."
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
            context=get_inputs,
            template="admin/round_inputs.html",
        ),
        Verb(
            "reveal",
            _("Reveal your secret"),
            lambda of, cleaned, desk: reveal_secret(of, cleaned["secret"], by=desk.viewer),
            SecretForm,
            _("Once both are revealed the round runs by itself, once."),
            offered=_may_reveal,
            after=lambda _of: nudge(),
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
            after=lambda _of: nudge(),
        ),
        Verb(
            "dry-run",
            _("Dry run"),
            explain=_("With a lottery of its own, the same whenever it is opened: the live run will differ."),
            offered=_reads(RoundStatus.FROZEN),
            context=lambda of, desk: get_numbers(of, run_dry(of), desk),
            template="admin/round_outcome.html",
            is_shown_only=True,
        ),
        Verb(
            "outcome",
            _("What came of it"),
            offered=_reads(RoundStatus.PUBLISHED),
            context=lambda of, desk: get_numbers(of, get_published_run(of), desk),
            template="admin/round_outcome.html",
            is_shown_only=True,
        ),
        Verb(
            "propose-document",
            _("Propose to release its document"),
            lambda of, _cleaned, desk: propose_document(of, by=desk.viewer),
            explain=_(
                "By it a third party can check the round without trusting anybody here. It names nobody; but who "
                "knows somebody’s list or profile may recognise it, and then reads their priority and how they were "
                "rated. Another HR partner releases it."
            ),
            offered=_may(check_can_propose_document),
        ),
        Verb(
            "release-document",
            _("Release its document"),
            lambda of, _cleaned, desk: release_document(of, by=desk.viewer),
            explain=_(
                "HR partners can then download it, after a fresh sign-in, from the page of the round that everybody "
                "reads (linked below); each time is recorded. Hand it only to who has to check the round."
            ),
            offered=_may(check_can_release_document),
            template="admin/round_document.html",
        ),
        Verb(
            "discard",
            _("Discard this round"),
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

    def left_out_of(self, thing: Model | None) -> Collection[str]:
        """Why it was discarded, where it was not; until when it holds its roles, where it holds none."""
        status = thing.status if isinstance(thing, Round) else None
        why = () if status == RoundStatus.DISCARDED else ("because",)
        return why if status is None or status in HOLDING else (*why, "frozen_until_at")

    @display(description=_("discarded because"))
    def because(self, of: Round) -> str:
        return say_discarded(of)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The round with its steps: what is done, what is next, and for whom."""
        of, desk = self.get_object(request, str(object_id)), open_desk(request)
        shown = get_shown(of, desk) if isinstance(of, Round) else {}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def lay_out(self, thing: Round, desk: Desk, tools: Mapping[Verb, tuple[Words, str]]) -> dict[str, Any]:
        """The next step stands first and alone, what ends the round last and apart, the rest over the page."""
        first = _FIRST - ({"commit"} if not _is_own_secret_missing(thing, desk.viewer) else set())
        return {
            "first_tools": [tool for verb, tool in tools.items() if verb.name in first],
            "tools": [_name_again(verb, tool) for verb, tool in tools.items() if verb.name not in first | _LAST],
            "last_tools": [tool for verb, tool in tools.items() if verb.name in _LAST],
        }


# the verbs that are a step of the round, and the one that ends it
_FIRST = {"commit", "freeze", "approve", "reveal", "publish"}
_LAST = {"discard"}


def _name_again(verb: Verb, tool: tuple[Words, str]) -> tuple[Words, str]:
    """What can be done again says so: a secret that is written down may be replaced until the freeze."""
    return (_("Replace your secret"), tool[1]) if verb.name == "commit" else tool
