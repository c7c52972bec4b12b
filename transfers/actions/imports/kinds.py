"""Every kind of file: its columns and the action that loads it. Commands, the admin and the demo start here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext

from transfers.actions.imports import assignments, families, leavers, people, roles, sites, skills, units
from transfers.actions.imports.report import ImportRefused, ImportReport, Problem
from transfers.actions.imports.run import Progress
from transfers.clock import Clock
from transfers.formats.tables import Column, Table, read_table
from transfers.sight.actor import Actor


class Import(Protocol):
    """An action that loads one kind of file."""

    def __call__(
        self, table: Table, *, by: Actor, clock: Clock = ..., dry_run: bool = ..., progress: Progress = ...
    ) -> ImportReport: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `needed` are the columns without which nothing new can be loaded."""

    load: Import
    columns: Sequence[Column]
    needed: Sequence[str]

    def read_plainly(self, data: bytes) -> Table:
        """The file as a table of our columns, with what is wrong with it."""
        return read_table(data, self.columns)

    def read(self, data: bytes) -> Table:
        """The file as a table. Raises ImportRefused with every row that cannot be read."""
        table = self.read_plainly(data)
        if table.problems:
            raise ImportRefused(
                [Problem(problem.row, problem.column, problem.sentence(gettext)) for problem in table.problems]
            )
        return table


# in the order in which a company is loaded
KINDS: dict[str, Kind] = {
    "sites": Kind(sites.import_sites, sites.COLUMNS, sites.NEEDED),
    "skills": Kind(skills.import_skills, skills.COLUMNS, skills.NEEDED),
    "families": Kind(families.import_families, families.COLUMNS, families.NEEDED),
    "units": Kind(units.import_units, units.COLUMNS, units.NEEDED),
    "people": Kind(people.import_people, people.COLUMNS, people.NEEDED),
    "roles": Kind(roles.import_roles, roles.COLUMNS, roles.NEEDED),
    "assignments": Kind(assignments.import_assignments, assignments.COLUMNS, assignments.NEEDED),
    "leavers": Kind(leavers.import_leavers, leavers.COLUMNS, leavers.NEEDED),
}
