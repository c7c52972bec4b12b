"""The forms of uploads: a file, and how its columns are read."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transfers.actions.imports.kinds import KINDS
from transfers.actions.imports.layouts import to_layout
from transfers.admin.verb_forms import Desk, StandingForm, VerbForm, Words
from transfers.formats.layouts import BY_EMAIL, BY_LAST_FIRST, BY_NAME, DAYS, LAST_FIRST, PLAIN, Layout, Source
from transfers.formats.tables import Column
from transfers.models import Upload
from transfers.models.saved_layout import LONGEST_LAYOUT_NAME
from transfers.queries.layouts import get_newest_layouts
from transfers.queries.previews import CHANGED, CREATED, get_preview

KIND_WORDS = {
    "sites": _("sites"),
    "skills": _("skills"),
    "families": _("job families"),
    "units": _("units"),
    "people": _("people"),
    "roles": _("roles"),
    "assignments": _("assignments"),
    "leavers": _("people who left"),
}
READ_WORDS = {
    PLAIN: _("as it stands"),
    LAST_FIRST: _("a name as “Last, First”"),
    BY_NAME: _("a person, by name"),
    BY_LAST_FIRST: _("a person, by name as “Last, First”"),
    BY_EMAIL: _("a person, by mail address"),
    **{order: order for order in DAYS},
}
_NOT_THERE, _CONSTANT, _HEADER = "", "=", "h:"
_MOST_VALUES, _LONGEST_SAMPLE = 5_000, 24


def get_columns_of_kinds() -> list[tuple[Words, str, str, str]]:
    """Of every kind of file, as a company is loaded: the columns it always has, needs for new rows, and may have."""
    found: list[tuple[Words, str, str, str]] = []
    for name, kind in KINDS.items():
        always = [each.name for each in kind.columns if each.is_required]
        rest = [each.name for each in kind.columns if each.name not in {*always, *kind.needed}]
        found.append((KIND_WORDS[name], ", ".join(always), ", ".join(kind.needed), ", ".join(rest)))
    return found


class UploadForm(VerbForm):
    """Which file, what it holds, and how its columns are read."""

    kind = forms.ChoiceField(
        label=_("What the file holds"), choices=[("", "–"), *((kind, KIND_WORDS[kind]) for kind in KINDS)]
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 20 MB. Its first row names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    layout = forms.ModelChoiceField(
        label=_("Layout"),
        queryset=get_newest_layouts(),
        required=False,
        empty_label=_("by the file’s headers"),
        help_text=_(
            "Our own headers are known. Others are guessed; you can correct the guess before anything is written."
        ),
    )


class MendForm(VerbForm):
    """The wrong rows, mended."""

    file = forms.FileField(
        label=_("Mended rows"),
        help_text=_("The file of wrong rows with its cells mended; leave its error column as it is."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ApplyForm(StandingForm):
    """Nothing to fill in: it is the preview that is agreed to."""

    @classmethod
    def drawn_from(cls, thing: Any, _desk: Desk) -> str:
        """The digest of the preview."""
        return str(thing.drawn)


def say_counts(upload: Upload) -> str:
    """What applying writes, in numbers: the rows that wait for HR, or are not in the file, it leaves as they are."""
    new, changed = upload.counts.get(CREATED, 0), upload.counts.get(CHANGED, 0)
    return ", ".join(
        (
            ngettext("%(n)d new", "%(n)d new", new) % {"n": new},
            ngettext("%(n)d changed", "%(n)d changed", changed) % {"n": changed},
        )
    )


class LayoutForm(StandingForm):
    """One group of fields a column of ours: from where, read how, and which words are put for others."""

    save_as = forms.CharField(
        label=_("Save this layout as"),
        max_length=LONGEST_LAYOUT_NAME,
        required=False,
        help_text=_("Leave it empty to use it for this file alone. The same name again makes its next version."),
    )

    def fit(self, thing: Any) -> None:
        """The columns of the upload's kind, filled in as they are read now."""
        preview = get_preview(thing)
        self.kind, self.headers = thing.kind, preview.headers if preview is not None else []
        shown = [_with_samples(*each) for each in zip_longest(self.headers, preview.samples if preview else [])]
        standing = _standing(thing, self.headers)
        for column in KINDS[thing.kind].columns:
            source = standing.get(column.name)
            for part, field in _fields_of(source, list(zip(self.headers, shown, strict=True))).items():
                self.fields[f"{part}-{column.name}"] = field

    def groups(self) -> Any:
        """A group a column, then the name to save it under."""
        parts = ("from", "same", "reads", "values")
        groups = [
            (_title_of(column, self.kind), [[self[f"{part}-{column.name}"] for part in parts]])
            for column in KINDS[self.kind].columns
        ]
        return [*groups, (gettext("For the next file"), [[self["save_as"]]])]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        columns: dict[str, Source] = {}
        for column in KINDS[self.kind].columns:
            given = {part: cleaned.get(f"{part}-{column.name}") or "" for part in ("from", "same", "reads", "values")}
            values = self._values(column.name, given["values"])
            if given["from"] == _CONSTANT:
                if not given["same"]:
                    self.add_error(f"same-{column.name}", gettext("Give what every row has."))
                columns[column.name] = Source(constant=given["same"])
            elif given["from"].startswith(_HEADER):
                columns[column.name] = Source(given["from"][len(_HEADER) :], "", given["reads"] or PLAIN, values)
            elif column.is_required:
                self.add_error(f"from-{column.name}", gettext("Every file needs this column: it names the row."))
        used = {source.header for source in columns.values()}
        cleaned["layout"] = Layout(self.kind, columns, tuple(header for header in self.headers if header not in used))
        return cleaned

    def _values(self, name: str, text: str) -> dict[str, str]:
        pairs = [line.partition("=") for line in text.splitlines() if line.strip()]
        if any(not sign or not theirs.strip() for theirs, sign, _ours in pairs):
            self.add_error(f"values-{name}", gettext("Write one a line: the file’s word = ours, such as IC5 = 5."))
        return {theirs.strip(): ours.strip() for theirs, _sign, ours in pairs}

    @classmethod
    def drawn_from(cls, thing: Any, _desk: Desk) -> str:
        """The digest of the last check: another one may have other columns."""
        return f"{thing.pk}-{thing.drawn[:40]}"


def _title_of(column: Column, kind: str) -> str:
    """A column of ours, with whether a file can be without it."""
    if column.is_required:
        return gettext("%(column)s (every file needs it)") % {"column": column.name}
    if column.name in KINDS[kind].needed:
        return gettext("%(column)s (needed for what is new)") % {"column": column.name}
    return column.name


def _with_samples(header: str, cells: Sequence[str] | None) -> str:
    """A header of the file with what stands below it."""
    told = " · ".join(Truncator(cell).chars(_LONGEST_SAMPLE) for cell in cells or ())
    return f"{header}: {told}" if told else header


def _standing(upload: Upload, headers: list[str]) -> Mapping[str, Source]:
    if upload.layout:
        return to_layout(upload.layout, upload.kind).columns
    names = {column.name for column in KINDS[upload.kind].columns}
    return {header: Source(header) for header in headers if header in names}


def _fields_of(source: Source | None, headers: list[tuple[str, str]]) -> dict[str, forms.Field]:
    from_now = _NOT_THERE
    if source is not None:
        from_now = _HEADER + source.header if source.header else _CONSTANT
    choices = [(_NOT_THERE, gettext("not in the file")), (_CONSTANT, gettext("the same in every row"))]
    choices += [(_HEADER + header, shown) for header, shown in headers]
    values = "\n".join(f"{theirs} = {ours}" for theirs, ours in source.values.items()) if source else ""
    lines = forms.Textarea(attrs={"rows": 2, "cols": 20})
    return {
        "from": forms.ChoiceField(label=_("Comes from"), choices=choices, required=False, initial=from_now),
        "same": forms.CharField(
            label=_("Same for all"), required=False, max_length=300, initial=source.constant if source else ""
        ),
        "reads": forms.ChoiceField(
            label=_("Read as"),
            choices=list(READ_WORDS.items()),
            required=False,
            initial=source.reads if source else PLAIN,
        ),
        "values": forms.CharField(
            label=_("Words to replace"),
            help_text=_("One a line: the file’s word = ours, such as IC5 = 5."),
            required=False,
            max_length=_MOST_VALUES,
            widget=lines,
            initial=values,
        ),
    }
