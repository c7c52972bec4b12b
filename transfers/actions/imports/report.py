"""What an import found and did."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import ngettext

from transfers.errors import TransferError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one cell: `row` as a spreadsheet counts it (the header is row 1), and a sentence."""

    row: int
    column: str
    message: str


@dataclass(slots=True)
class ImportReport:
    """What changed, by number; what waits, warns or is missing from the file, by name.

    `missing` holds the keys that stand in the portal but not in the file: they are told, never deleted. `batch` marks
    the hiring-manager grants this import proposed; somebody else confirms them.
    """

    kind: str
    rows: int
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    waiting: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    batch: UUID | None = None
    is_dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, for `--json`."""
        return asdict(self) | {"batch": str(self.batch) if self.batch else None}


class ImportRefused(TransferError):
    """The file holds errors. Nothing was written; `problems` lists every one of them."""

    status = 400

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.row, problem.column))
        super().__init__(
            ngettext(
                "The file has %(count)d error. Nothing was written.",
                "The file has %(count)d errors. Nothing was written.",
                len(problems),
            )
            % {"count": len(problems)}
        )
