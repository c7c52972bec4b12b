"""What the import commands share."""

import json
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transfers.actions.imports.layouts import File, load_file, own_layout, read_file, to_layout
from transfers.actions.imports.report import ImportRefused, ImportReport, Problem
from transfers.actions.imports.run import STEPS
from transfers.errors import TransferError
from transfers.formats.layouts import write_layout
from transfers.sight.actor import PORTAL

_READ = "read"
_ALL_STEPS = (_READ, *STEPS)
_MOST_LINES = 200


class ImportCommand(BaseCommand):
    """Loads one kind of file, all or nothing. The report goes to stdout, the progress bar to stderr."""

    kind: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV (UTF-8 or UTF-16; comma, semicolon or tab) or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
        parser.add_argument("--map", type=Path, help="read the file's columns as this TOML file says")
        parser.add_argument(
            "--save-map", type=Path, help="write how the columns were read, given or guessed, as TOML"
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        file, as_json = options["file"], options["json"]
        try:
            self._show(_READ)
            read = self._read(file, options["map"], options["save_map"])
            report = load_file(self.kind, read, by=PORTAL, dry_run=options["dry_run"], progress=self._show)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ImportRefused as refused:
            self._end_bar()
            self._tell_problems(refused, as_json=as_json)
            raise CommandError(refused.message) from refused
        except TransferError as refused:
            raise CommandError(refused.message) from refused
        self._end_bar()
        self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False) if as_json else describe(report))

    def _read(self, file: Path, told: Path | None, to: Path | None) -> File:
        """The file, by the layout it is told or, where one is to be written, by a guess."""
        layout = to_layout(told.read_text(encoding="utf-8"), self.kind) if told is not None else None
        read = read_file(self.kind, file.read_bytes(), layout, guesses=to is not None)
        if to is not None:
            to.write_text(write_layout(read.layout or own_layout(self.kind, read)), encoding="utf-8")
        return read

    def _tell_problems(self, refused: ImportRefused, *, as_json: bool) -> None:
        if as_json:
            lines = [{"row": p.row, "column": p.column, "message": p.message} for p in refused.problems]
            self.stdout.write(json.dumps({"kind": self.kind, "errors": lines}, ensure_ascii=False))
            return
        for problem in refused.problems[:_MOST_LINES]:
            self.stdout.write(_line(problem))
        if len(refused.problems) > _MOST_LINES:
            self.stdout.write(f"… and {len(refused.problems) - _MOST_LINES} more (--json lists all)")

    def _show(self, step: str) -> None:
        if self.stderr.isatty():
            done = _ALL_STEPS.index(step)
            bar = "█" * (done * 5) + "░" * ((len(_ALL_STEPS) - done) * 5)
            self.stderr.write(f"\r{self.kind} {bar} {step:<8}", ending="")

    def _end_bar(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r" + " " * 60 + "\r", ending="")


def describe(report: ImportReport) -> str:
    """The report in lines for a person."""
    counts = f"{report.created} created, {report.changed} changed, {report.unchanged} unchanged"
    lines = [f"{report.kind}: {report.rows} rows: {counts}, {len(report.waiting)} waiting."]
    if report.missing:
        shown = ", ".join(report.missing[:10]) + (" …" if len(report.missing) > 10 else "")
        lines.append(f"{len(report.missing)} in the portal but not in the file (nothing was deleted): {shown}")
    if report.batch is not None:
        lines.append(f"Hiring managers were proposed as batch {report.batch}; another person confirms them.")
    lines += [f"waits: {_line(problem)}" for problem in report.waiting[:_MOST_LINES]]
    lines += [f"warning: {_line(problem)}" for problem in report.warnings[:_MOST_LINES]]
    if report.is_dry_run:
        lines.append("Dry run: nothing was written.")
    return "\n".join(lines)


def _line(problem: Problem) -> str:
    place = f"row {problem.row}" + (f", column {problem.column}" if problem.column else "")
    return f"{place}: {problem.message}"
