"""Files to import: uploaded, looked at row by row, applied by the worker. For admins alone."""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from transfers.actions.imports.kinds import KINDS
from transfers.actions.uploads import ask_to_apply, check_again, drop_upload, take_in_upload
from transfers.admin.base import Desk, PortalAdmin, StandingForm, Verb, VerbForm, open_desk
from transfers.models import Upload
from transfers.nudges import nudge
from transfers.permissions.allowed import allowed
from transfers.permissions.uploads import check_can_apply_upload, check_can_check_again, check_can_drop_upload
from transfers.progress import read_progress
from transfers.queries.uploads import (
    CHANGED,
    CREATED,
    ERRORS,
    MISSING,
    PAGE,
    PARTS,
    UNCHANGED,
    WAITING,
    WARNINGS,
    get_found,
    get_part,
)
from transfers.states import UploadStatus

KIND_WORDS = {
    "sites": _("sites"),
    "skills": _("skills"),
    "families": _("job families"),
    "units": _("units"),
    "people": _("people"),
    "roles": _("roles"),
    "assignments": _("assignments"),
}
PART_WORDS = {
    ERRORS: _("Errors"),
    CREATED: _("New"),
    CHANGED: _("Changed"),
    UNCHANGED: _("Unchanged"),
    MISSING: _("Not in the file"),
    WAITING: _("Waiting for HR"),
    WARNINGS: _("Warnings"),
}


class UploadForm(VerbForm):
    """Which file, and what it holds."""

    kind = forms.ChoiceField(label=_("Holds"), choices=[("", "–"), *((kind, KIND_WORDS[kind]) for kind in KINDS)])
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 20 MB. Its first row names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ApplyForm(StandingForm):
    """Nothing to fill in: it is the preview that is agreed to."""

    @classmethod
    def drawn_from(cls, thing: Any, _desk: Desk) -> str:
        """The digest of the preview."""
        return str(thing.drawn)


def _take_in(_thing: None, cleaned: dict[str, Any], desk: Desk) -> Upload:
    file = cleaned["file"]
    return take_in_upload(cleaned["kind"], file.name, file.read(), by=desk.viewer)


class UploadAdmin(PortalAdmin):
    """The wizard: one page an upload, on which its preview stands, and the verbs that are next."""

    noun = Upload
    for_hr_partners = False
    about = _(
        "Files that load the company. A file is checked first and shown row by row; then it is written whole, or not "
        "at all. It is deleted after 24 hours."
    )
    change_form_template = "admin/upload.html"
    list_display = ("file_name", "holds", "status", "checking_at", "checking_by")
    list_filter = ("status",)
    list_select_related = ("checking_by",)
    fields = ("file_name", "holds", "status", "says", "kept_until_at")
    readonly_fields = ("holds",)
    verbs = (
        Verb(
            "upload",
            _("Upload a file"),
            _take_in,
            UploadForm,
            explain=_("Nothing is written before you have seen what it would do."),
            is_new=True,
            after=lambda _thing: nudge(),
        ),
        Verb(
            "apply",
            _("Apply all of it"),
            lambda upload, _cleaned, desk: ask_to_apply(upload, by=desk.viewer),
            ApplyForm,
            explain=_("Everything that the preview shows is written, or nothing is."),
            offered=lambda upload, desk: allowed(check_can_apply_upload, desk.viewer, upload, desk.at),
            after=lambda _thing: nudge(),
        ),
        Verb(
            "check",
            _("Check it again"),
            lambda upload, _cleaned, desk: check_again(upload, by=desk.viewer),
            explain=_("The preview is drawn anew, from how things stand now."),
            offered=lambda upload, desk: allowed(check_can_check_again, desk.viewer, upload, desk.at),
            after=lambda _thing: nudge(),
        ),
        Verb(
            "drop",
            _("Drop it"),
            lambda upload, _cleaned, desk: drop_upload(upload, by=desk.viewer),
            explain=_("The file is deleted. Nothing of it is written."),
            offered=lambda upload, desk: allowed(check_can_drop_upload, desk.viewer, upload, desk.at),
        ),
    )

    @display(description=_("holds"))
    def holds(self, upload: Upload) -> str:
        return str(KIND_WORDS[upload.kind])

    def rows_for(self, rows: QuerySet[Upload], desk: Desk) -> QuerySet[Upload]:
        return rows if desk.is_admin else rows.none()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The upload, how far the worker is, or what its check found: one part, one page of it."""
        open_desk(request)
        upload = self.get_object(request, str(object_id))
        shown = _shown(upload, request.GET) if isinstance(upload, Upload) else {}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **shown})


def _shown(upload: Upload, asked: Any) -> dict[str, Any]:
    if upload.status in (UploadStatus.CHECKING, UploadStatus.APPLYING):
        return {"percent": read_progress(f"upload-{upload.pk}"), "is_worked_on": True}
    found = get_found(upload)
    if found is None:
        return {}
    parts = [(part, PART_WORDS[part], found.counts.get(part, 0)) for part in PARTS]
    first = next((part for part, _words, count in parts if count), ERRORS)
    part = asked.get("show") if asked.get("show") in PARTS else first
    page = Paginator(get_part(found, part), PAGE).get_page(asked.get("page"))
    return {"parts": parts, "part": part, "part_words": PART_WORDS[part], "rows": page, "counts": found.counts}
