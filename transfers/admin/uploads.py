"""Files to import: uploaded, looked at row by row, applied by the worker. For admins alone."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.contrib.admin import display
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from transfers.actions.imports.layouts import to_layout
from transfers.actions.layouts import lay_out_upload
from transfers.actions.upload_undo import ask_to_undo
from transfers.actions.uploads import ask_to_apply, check_again, drop_upload, mend_upload, take_in_upload
from transfers.admin.base import Desk, PortalAdmin, Verb, Words, open_desk
from transfers.admin.upload_forms import (
    KIND_WORDS,
    READ_WORDS,
    ApplyForm,
    LayoutForm,
    MendForm,
    UploadForm,
    get_columns_of_kinds,
    say_counts,
)
from transfers.models import Upload
from transfers.nudges import nudge
from transfers.permissions.allowed import allowed
from transfers.permissions.uploads import (
    check_can_apply_upload,
    check_can_check_again,
    check_can_drop_upload,
    check_can_undo_upload,
)
from transfers.progress import read_progress, tell_progress
from transfers.queries.previews import (
    CHANGED,
    COLUMNS,
    CREATED,
    ERRORS,
    FIRST,
    MISSING,
    PAGE,
    PARTS,
    UNCHANGED,
    WAITING,
    WARNINGS,
    WRONG_ROWS,
    Preview,
    get_preview,
)
from transfers.queries.upload_rows import get_error_rows
from transfers.queries.uploads import WORKED_ON, get_content
from transfers.states import UploadStatus

PART_WORDS = {
    ERRORS: _("Errors"),
    CREATED: _("New"),
    CHANGED: _("Changed"),
    UNCHANGED: _("Unchanged"),
    MISSING: _("Not in the file, left as they are"),
    WAITING: _("Waiting for HR"),
    WARNINGS: _("Warnings"),
}


# the part that a preview opens on, where it has any: what changes what stands, before what is only added
_OPENED_ON = (ERRORS, CHANGED, CREATED, WAITING, MISSING, WARNINGS, UNCHANGED)


def _take_in(_thing: None, cleaned: dict[str, Any], desk: Desk) -> Upload:
    file = cleaned["file"]
    return take_in_upload(cleaned["kind"], file.name, file.read(), layout=cleaned["layout"], by=desk.viewer)


def _lay_out(upload: Upload, cleaned: dict[str, Any], desk: Desk) -> Upload:
    return lay_out_upload(upload, cleaned["layout"], save_as=cleaned["save_as"], by=desk.viewer)


def _where_some(what: str) -> Callable[[Upload, Desk], bool]:
    """Offered while the file can be checked again and its last check found some of this."""

    def offered(upload: Upload, desk: Desk) -> bool:
        return upload.counts.get(what, 0) > 0 and allowed(check_can_check_again, desk.viewer, upload, desk.at)

    return offered


def _nudge(upload: Upload | None) -> None:
    """Have the worker look; how far it was with the step before is over."""
    if upload is not None:
        tell_progress(f"upload-{upload.pk}", 0)
    nudge()


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
    worded = {
        "checking_at": _("uploaded"),
        "checking_by": _("by"),
        "kept_until_at": _("kept until"),
        "says": _("note"),
    }
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
            after=_nudge,
            context=lambda _thing, _desk: {"kinds": get_columns_of_kinds()},
            template="admin/upload_new.html",
        ),
        Verb(
            "apply",
            _("Apply all of it"),
            lambda upload, _cleaned, desk: ask_to_apply(upload, by=desk.viewer),
            ApplyForm,
            explain=_("Everything that the preview shows is written, or nothing is."),
            context=lambda upload, _desk: {"counts": say_counts(upload)},
            template="admin/upload_apply.html",
            offered=lambda upload, desk: allowed(check_can_apply_upload, desk.viewer, upload, desk.at),
            after=_nudge,
        ),
        Verb(
            "layout",
            _("Say what its columns mean"),
            _lay_out,
            LayoutForm,
            explain=_(
                "Each column of ours, and where its cells come from: the file’s headers, each with the "
                "first cells below it. The file is then read in this way and checked again."
            ),
            offered=_where_some(COLUMNS),
            after=_nudge,
        ),
        Verb(
            "error-rows",
            _("Download the wrong rows"),
            offered=_where_some(WRONG_ROWS),
            is_shown_only=True,
        ),
        Verb(
            "mend",
            _("Upload the mended rows"),
            lambda upload, cleaned, desk: mend_upload(upload, cleaned["file"].read(), by=desk.viewer),
            MendForm,
            explain=_("They take the place of the wrong rows, and the whole file is checked again."),
            offered=_where_some(WRONG_ROWS),
            after=_nudge,
        ),
        Verb(
            "undo",
            _("Undo it"),
            lambda upload, _cleaned, desk: ask_to_undo(upload, by=desk.viewer),
            explain=_(
                "Everything that this file wrote goes back to what it was: what was changed is changed back, what "
                "was new is taken away. It is done whole, or not at all where something newer depends on it. Undoing "
                "takes longer than applying did."
            ),
            offered=lambda upload, desk: allowed(check_can_undo_upload, desk.viewer, upload, desk.at),
            after=_nudge,
        ),
        Verb(
            "check",
            _("Check it again"),
            lambda upload, _cleaned, desk: check_again(upload, by=desk.viewer),
            explain=_("The preview is drawn anew, from how things stand now."),
            offered=lambda upload, desk: allowed(check_can_check_again, desk.viewer, upload, desk.at),
            after=_nudge,
        ),
        Verb(
            "drop",
            _("Drop the file"),
            lambda upload, _cleaned, desk: drop_upload(upload, by=desk.viewer),
            explain=_("The file is deleted. Nothing of it is written."),
            template="admin/upload_drop.html",
            offered=lambda upload, desk: allowed(check_can_drop_upload, desk.viewer, upload, desk.at),
        ),
    )

    @display(description=_("what it holds"))
    def holds(self, upload: Upload) -> str:
        return str(KIND_WORDS[upload.kind])

    def left_out_of(self, thing: Model | None) -> Collection[str]:
        """A file that was dropped is kept until no day."""
        is_dropped = isinstance(thing, Upload) and thing.status == UploadStatus.DROPPED
        return ("kept_until_at",) if is_dropped else ()

    def rows_for(self, rows: QuerySet[Upload], desk: Desk) -> QuerySet[Upload]:
        return rows if desk.is_admin else rows.none()

    def lay_out(self, thing: Upload, desk: Desk, tools: Mapping[Verb, tuple[Words, str]]) -> dict[str, Any]:
        """The button that writes says how much."""
        said = {
            verb: (f"{label}: {say_counts(thing)}", address) if verb.name == "apply" else (label, address)
            for verb, (label, address) in tools.items()
        }
        return super().lay_out(thing, desk, said)

    def verb_view(self, request: HttpRequest, name: str, object_id: int | None = None) -> HttpResponse:
        """As every verb; the wrong rows come as a file."""
        answer = super().verb_view(request, name, object_id)
        if name != "error-rows" or answer.status_code != 200:
            return answer
        upload = self.get_object(request, str(object_id))
        content, preview = (get_content(upload), get_preview(upload)) if isinstance(upload, Upload) else (None, None)
        if content is None or preview is None:  # it went while the page was asked for
            return self.page_view(request, object_id or 0)
        rows = HttpResponse(get_error_rows(bytes(content.data), preview), content_type="text/csv; charset=utf-8")
        rows["Content-Disposition"] = f'attachment; filename="rows-to-mend-{object_id}.csv"'
        return rows

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
    preview = get_preview(upload)
    if upload.status in WORKED_ON:
        first = list(preview.rows[FIRST]) if preview is not None and upload.status == UploadStatus.CHECKING else []
        shown: dict[str, Any] = {"percent": read_progress(f"upload-{upload.pk}"), "is_worked_on": True}
        if preview is None or not first:
            return shown
        return {**shown, **_read_as(upload, preview), "count": preview.counts["rows"], "first": first}
    if preview is None:
        return {}
    parts = [(part, PART_WORDS[part], len(preview.rows[part])) for part in PARTS]
    counts = {part: count for part, _words, count in parts}
    with_rows = next((part for part in _OPENED_ON if counts[part]), ERRORS)
    part = asked.get("show") if asked.get("show") in PARTS else with_rows
    page = Paginator(preview.rows[part], PAGE).get_page(asked.get("page"))
    drawn = {"parts": parts, "part": part, "part_words": PART_WORDS[part], "rows": page}
    return {**drawn, **_read_as(upload, preview)}


def _read_as(upload: Upload, preview: Preview) -> dict[str, Any]:
    """Which columns were understood as what, and which were not read."""
    text = preview.layout or upload.layout
    sources = to_layout(text, upload.kind).columns if text else {}
    used = {source.header for source in sources.values()}
    return {
        "read_as": [(name, each, READ_WORDS[each.reads]) for name, each in sources.items()],
        "unread": [header for header in preview.headers if sources and header not in used],
    }
