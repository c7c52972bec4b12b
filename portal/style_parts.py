"""What the samples of components are made of: a form with a field of every kind, rows, steps, a role."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django import forms

from transfers.formats.figures import Figure, Mark
from transfers.formats.pictures import Bar, Bars
from transfers.forms.days import DayInput

AT, DAY = datetime(2026, 12, 4, 16, 0, tzinfo=UTC), date(2026, 12, 4)
ZONES = {"zone": "Europe/Stockholm", "company_zone": "America/Los_Angeles"}
ROLE = {
    "title": "Reliability engineer", "public_id": "00000000-0000-4000-8000-000000000000",
    "unit": "Payments Reliability", "location": "Berlin, or remote", "level": "Levels 4–6",
    "code": "PAY-REL-02",
}  # fmt: skip
WHY = "Payments Reliability is short of 9 of 20 people (45 %); same level; same city."
FACTS = ("2 of 3 seats free", "10–24 people ranked it", "Wanted by 6 January 2027")
SHORTAGE = {"short": 9, "approved": 20, "basis_points": 4500, "band": "45–50 % band"}


class Sample(NamedTuple):
    """One state of a component, and the arguments that draw it."""

    state: str
    arguments: Mapping[str, Any]


class Component(NamedTuple):
    """What a component takes, word for word as its comment says, and its samples."""

    takes: str
    samples: tuple[Sample, ...]


class SampleForm(forms.Form):
    """A field of every kind."""

    title = forms.CharField(label="Title", help_text="As people will read it.")
    level = forms.IntegerField(label="Level", required=False)
    start_on = forms.DateField(label="First day", widget=DayInput())
    unit = forms.ChoiceField(label="Unit", choices=[("a", "Payments"), ("b", "Storage")])
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    is_remote = forms.BooleanField(label="Remote is possible", required=False, help_text="Within the country.")
    sites = forms.MultipleChoiceField(
        label="Sites", choices=[("a", "Berlin"), ("b", "London")], widget=forms.CheckboxSelectMultiple
    )
    option = forms.ChoiceField(
        label="Which of these?", choices=[("a", "The first"), ("b", "The second")], widget=forms.RadioSelect
    )


def form(name: str, *, is_sent: bool = False) -> SampleForm:
    """A form whose ids are its own on the page; sent empty, it has its errors."""
    return SampleForm({"level": "1.5"} if is_sent else None, auto_id=f"{name}_%s")


def fields(*names: str, is_sent: bool = False) -> tuple[Sample, ...]:
    """A sample of each field, plain or with its error."""
    drawn = form("wrong" if is_sent else "plain", is_sent=is_sent)
    state = "with an error: " if is_sent else ""
    return tuple(Sample(f"{state}{drawn[name].label}", {"field": drawn[name]}) for name in names)


OPTIONS = [
    {"value": "a", "label": "The first", "hint": "What follows from it, as long as the other."},
    {"value": "b", "label": "The second", "hint": "What follows from it, as long as the other."},
]
COMPARED = {
    "caption": "Beside today’s job",
    "columns": [{"title": "Reliability engineer", "url": "#compare_table"}, {"title": "Data engineer"}],
    "rows": [
        {"name": "Level", "today": "Level 5", "cells": [{"value": "Level 5"}, {"value": "Level 6", "differs": True}]},
        {"name": "Pay", "today": "", "cells": [{"value": "No change"}, {"value": "", "ask": "your HR partner"}]},
    ],
    "id": "sample-compare",
}
FIGURE = Figure(
    name="sample-figure",
    title="Two units",
    says="How short of people each is.",
    picture=Bars([Bar("Payments", "45 %", 0.45, 0.8), Bar("Storage", "not shown", None)]),
    headers=("Unit", "Share"),
    rows=[("Payments", "45 %"), ("Storage", None)],
    marks=(Mark("part", "Short of"), Mark("limit", "A limit")),
)
TASKS = [
    {"title": "Read the memo", "url": "#task_list", "status": "Read", "tone": "done"},
    {
        "title": "Make your choice",
        "url": "#task_list",
        "status": "No choice filed",
        "hint": "By the deadline.",
        "due": AT,
    },
    {"title": "Start", "url": "", "status": "Cannot start yet", "day": DAY},
]
STEPS = [
    {"title": "You accepted", "state": "done", "at": AT, "text": "An offer."},
    {"title": "The undo time ends", "state": "now", "day": DAY, "owner": "you"},
    {"title": "You move", "state": "next", "day": DAY, "owner": "the portal"},
]
ROWS = [
    {"name": "Your choice", "value": "The first", "url": "#summary_list"},
    {"name": "Note", "value": "", "url": "#summary_list", "action": "Write"},
    {"name": "Deadline", "due": AT},
    {"name": "Day", "day": DAY},
]
TERMS = [
    {"name": "Pay", "same": True},
    {"name": "On call", "value": "One week in six"},
    {"name": "Review", "ask": "your HR partner"},
]
