"""What HR writes down about a campaign before it opens, as one plain form."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Skill, Unit
from transfers.actions.campaign_drafts import CampaignDraft, CountryRecord
from transfers.actions.staffing import MOST_PEOPLE
from transfers.admin.base import Desk, StandingForm, VerbForm
from transfers.admin.prompts import prompt_field
from transfers.forms.days import MomentInput
from transfers.models import Campaign, CampaignCountry
from transfers.models.campaign import ORIGIN, POOL
from transfers.models.terms import CAMPAIGN_TOPICS, NEVER_UNCHANGED, NO_CHANGE, NOT_STATED, STATED, TermsSheet
from transfers.queries.days import instant_in_words
from transfers.queries.publish_gate import TOPIC_NAMES

_STATEMENTS = [
    ("", _("not answered yet")),
    (NO_CHANGE, _("no change")),
    (STATED, _("stated")),
    (NOT_STATED, _("not stated: ask …")),
]
# A memo of ten pages; more is a slip, and is sent to every member.
_LONGEST = 50_000


class DeadlineForm(VerbForm):
    """A local wall-clock time and its zone."""

    deadline = forms.DateTimeField(
        label=_("Deadline, local time"),
        widget=MomentInput(),
    )
    deadline_zone = forms.CharField(label=_("Time zone"), max_length=64, help_text=_("A name such as Europe/Berlin."))

    def clean_deadline(self) -> Any:
        """What was typed, without the server's own zone: the zone is the next field."""
        typed = self.cleaned_data["deadline"]
        return typed.replace(tzinfo=None) if typed is not None else None


class LongerForm(DeadlineForm):
    """A later deadline, in the campaign's own zone to begin with, and what prompted it."""

    prompted_by = prompt_field()

    @classmethod
    def initial_of(cls, thing: Campaign, _desk: Desk) -> dict[str, Any]:
        """Nothing as the day: the one that stands is never the answer."""
        return {"deadline_zone": thing.deadline_zone}

    def fit(self, thing: Campaign) -> None:
        if thing.deadline_at is not None:
            stands = instant_in_words(thing.deadline_at, thing.deadline_zone)
            self.fields["deadline"].help_text = gettext("Later than the one that stands: %(at)s.") % {"at": stands}


def _deadline_of(campaign: Campaign) -> datetime | None:
    """As it was written down: wall-clock time in the campaign's own zone."""
    if campaign.deadline_at is None:
        return None
    return campaign.deadline_at.astimezone(ZoneInfo(campaign.deadline_zone)).replace(tzinfo=None)


class StaffingForm(VerbForm):
    """One assigned unit, and how many it keeps."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    people = forms.IntegerField(
        label=_("People"), min_value=0, max_value=MOST_PEOPLE, help_text=_("0 takes the minimum away.")
    )
    prompted_by = prompt_field()

    @classmethod
    def initial_of(cls, thing: Campaign, _desk: Desk) -> dict[str, Any]:
        return {"unit": thing.assigned_units.first()}

    def narrow(self, desk: Desk) -> None:  # noqa: ARG002  (the action asks whose the unit is)
        units = self.fields["unit"]
        if isinstance(units, forms.ModelChoiceField):
            units.queryset = Unit.objects.filter(campaigns__isnull=False).distinct()


class SkillStaffingForm(StaffingForm):
    """How many with a skill an assigned unit should have."""

    skill = forms.ModelChoiceField(label=_("Skill"), queryset=Skill.objects.order_by("name", "pk"))
    proficiency = forms.IntegerField(label=_("At level, or above"), min_value=1, max_value=5, initial=1)
    field_order = ("unit", "skill", "proficiency", "people", "prompted_by")

    @classmethod
    def initial_of(cls, thing: Campaign, desk: Desk) -> dict[str, Any]:
        return {**super().initial_of(thing, desk), "proficiency": 1}


def _line_of(topic: str) -> tuple[str, ...]:
    return tuple(f"terms_{topic}_{part}" for part in ("statement", "text", "ask"))


class _Draft(DeadlineForm):
    previews = True
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Short, such as applied-ai: the file of assignments names the campaign by it."),
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    assigned_units = forms.ModelMultipleChoiceField(
        label=_("Assigned units"), queryset=Unit.objects.all(), required=False
    )
    memo = forms.CharField(
        label=_("Memo"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Sent to every member word for word, as plain text. An empty line begins a new paragraph."),
    )
    memo_from = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    until_placed = forms.CharField(
        label=_("Where people work until placed"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Members read the line “The work until placed” below: say the same in both."),
    )
    after_end = forms.ChoiceField(
        label=_("After the latest end day"),
        required=False,
        choices=[("", "–"), (ORIGIN, _("back to the origin unit")), (POOL, _("to the named pool"))],
    )
    pool = forms.ModelChoiceField(label=_("Pool"), queryset=Unit.objects.filter(is_pool=True), required=False)
    is_capture_excluded = forms.BooleanField(
        label=_("Excluded from capture"),
        required=False,
        help_text=_("This portal is excluded from the capture of screens, keys and work data."),
    )
    countries = forms.CharField(
        label=_("Consultation and assessment"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One line a country: DE | who was consulted, when, with what outcome | where the assessment is kept."
        ),
    )
    autocompletes = {"assigned_units": (Campaign, "assigned_units")}
    fieldsets = (
        (_("The draft"), ("code", "name", "assigned_units")),
        (_("The window"), (("deadline", "deadline_zone"),)),
        (_("What members are told"), ("memo", "memo_from")),
        (_("After undrafting"), ("until_placed", ("after_end", "pool"))),
        (_("Terms: stated, unchanged, or whom to ask"), tuple(_line_of(topic) for topic in CAMPAIGN_TOPICS)),
        (_("Checks before it opens"), ("countries", "is_capture_excluded")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].required = False

    @classmethod
    def initial_of(cls, thing: Campaign | None, desk: Desk) -> dict[str, Any]:
        if thing is None:
            return {"deadline_zone": desk.viewer.zone}
        records = CampaignCountry.objects.filter(campaign=thing)
        lines = [f"{each.country} | {each.consultation} | {each.assessment}" for each in records]
        initial: dict[str, Any] = {name: getattr(thing, name) for name in _COPIED}
        initial["assigned_units"] = list(thing.assigned_units.all())
        initial["pool"] = thing.pool_id
        initial["countries"] = "\n".join(lines)
        initial["deadline"] = _deadline_of(thing)
        for topic, line in thing.terms.items():
            for part, value in line.items():
                initial[f"terms_{topic}_{part}"] = value
        return initial

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for topic in CAMPAIGN_TOPICS:
            self.refuse_unseen_words(f"terms_{topic}")
        return cleaned

    def clean_countries(self) -> list[CountryRecord]:
        records = []
        for line in self.cleaned_data["countries"].splitlines():
            parts = [part.strip() for part in line.split("|")]
            if parts == [""]:
                continue
            if len(parts) != 3 or len(parts[0]) != 2 or not parts[0].isalpha():
                raise forms.ValidationError(
                    _("Write each line as: DE | consultation | assessment. This one is not: %(line)s"),
                    params={"line": line[:80]},
                )
            records.append(CountryRecord(parts[0].upper(), parts[1], parts[2]))
        if len({record.country for record in records}) != len(records):
            raise forms.ValidationError(_("A country has one line."))
        return records


_COPIED = (
    "code",
    "name",
    "memo",
    "memo_from",
    "until_placed",
    "after_end",
    "is_capture_excluded",
    "deadline_zone",
)


def _terms_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for topic in CAMPAIGN_TOPICS:
        choices = [(key, words) for key, words in _STATEMENTS if key != NO_CHANGE or topic not in NEVER_UNCHANGED]
        fields[f"terms_{topic}_statement"] = forms.ChoiceField(
            label=TOPIC_NAMES[topic], choices=choices, required=False
        )
        fields[f"terms_{topic}_text"] = forms.CharField(label=_("In words"), max_length=1_000, required=False)
        fields[f"terms_{topic}_ask"] = forms.CharField(label=_("Whom to ask"), max_length=1_000, required=False)
    return fields


DraftForm: type[VerbForm] = type("DraftForm", (_Draft,), _terms_fields())
_ASKED = {"prompted_by": prompt_field(), "fieldsets": (*_Draft.fieldsets, (_("The change"), ("prompted_by",)))}
ChangeForm: type[VerbForm] = type("ChangeForm", (DraftForm, StandingForm), _ASKED)


def draft_of(cleaned: dict[str, Any]) -> CampaignDraft:
    """The form's answers as the action takes them; a line that was not answered is left out of the terms sheet."""
    terms: TermsSheet = {}
    for topic in CAMPAIGN_TOPICS:
        if cleaned[f"terms_{topic}_statement"]:
            terms[topic] = {
                "statement": cleaned[f"terms_{topic}_statement"],
                "text": cleaned[f"terms_{topic}_text"],
                "ask": cleaned[f"terms_{topic}_ask"],
            }
    words = {name: value for name, value in cleaned.items() if not name.startswith("terms_")}
    words.pop("prompted_by", None)
    return CampaignDraft(**words, terms=terms)
