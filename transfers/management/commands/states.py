"""`manage.py states`: draws docs/states.md from transfers.states; `--check` fails when the file is stale."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from transfers.owners import OWNERS
from transfers.states import INITIAL, STATUSES, TRANSITIONS

PAGE = Path(settings.BASE_DIR) / "docs" / "states.md"

INTRODUCTION = """\
# Statuses

Drawn by `manage.py states` from `transfers/states.py`; `make check` fails when this page is stale. A pair without an
arrow cannot happen: `transfers/transition.py` is the only writer, and triggers in the database refuse the rest.

Choice, Receipt, Policy and Event have no status: rows are only added.
"""


def draw_noun(noun: str) -> str:
    """One noun: its diagram, then whose turn it is in each status, until when, and the way out."""
    lines = [f"## {noun.capitalize()}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    [*] --> {status}" for status in sorted(INITIAL[noun])]
    lines += [f"    {a} --> {b}" for a, b in sorted(TRANSITIONS[noun])]
    lasting = {status.value for status in STATUSES[noun]} - {a for a, _ in TRANSITIONS[noun]}
    lines += [f"    {status} --> [*]" for status in sorted(lasting)]
    lines += ["```", "", "| status | whose turn | by when | way out |", "|---|---|---|---|"]
    for status in STATUSES[noun]:
        owner = OWNERS[(noun, status)]
        lines.append(f"| {status.value.replace('_', ' ')} | {owner.who} | {owner.by_when} | {owner.way_out} |")
    return "\n".join(lines) + "\n"


def draw() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *(draw_noun(noun) for noun in STATUSES)])


class Command(BaseCommand):
    help = "Draws docs/states.md from transfers/states.py. With --check it writes nothing and fails when stale."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        page = draw()
        is_current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page
        if is_current:
            self.stdout.write("docs/states.md is up to date.")
        elif options["check"]:
            raise CommandError("docs/states.md is stale. Draw it again: python manage.py states")
        else:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(page, encoding="utf-8")
            self.stdout.write("docs/states.md is drawn.")
