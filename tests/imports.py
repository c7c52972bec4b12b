"""Files for the importer's tests."""

from typing import Any

import pytest

from transfers.actions.imports.kinds import KINDS
from transfers.actions.imports.report import ImportRefused, ImportReport
from transfers.sight.actor import PORTAL


def load(kind: str, text: str | bytes, **options: Any) -> ImportReport:
    """Import a file given as text; blanks before and after each line are not part of it."""
    data = text if isinstance(text, bytes) else "\n".join(line.strip() for line in text.strip().splitlines()).encode()
    return KINDS[kind].load(KINDS[kind].read(data), **({"by": PORTAL} | options))


def problems(kind: str, text: str | bytes, **options: Any) -> list[tuple[int, str, str]]:
    """What a refused file is told, as (row, column, sentence)."""
    with pytest.raises(ImportRefused) as refused:
        load(kind, text, **options)
    return [(problem.row, problem.column, problem.message) for problem in refused.value.problems]


def places(kind: str, text: str | bytes, **options: Any) -> list[tuple[int, str]]:
    """Where a refused file is wrong."""
    return [(row, column) for row, column, _message in problems(kind, text, **options)]
