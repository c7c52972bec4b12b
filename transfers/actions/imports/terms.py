"""Terms in a file: one column a topic, `terms_pay` and so on."""

from collections.abc import Mapping, Sequence

from transfers.actions.imports import cells
from transfers.actions.imports.sheet import Sheet
from transfers.models.terms import TermsLine, TermsSheet

PREFIX = "terms_"


def terms_columns(topics: Sequence[str]) -> tuple[str, ...]:
    """The columns' names."""
    return tuple(f"{PREFIX}{topic}" for topic in topics)


def read_terms(sheet: Sheet, topics: Sequence[str]) -> dict[str, list[TermsLine | None]]:
    """The lines by topic and row; None is an empty cell. Topics without a column are left out."""
    columns = {topic: sheet.optional(f"{PREFIX}{topic}", cells.terms_line, None) for topic in topics}
    return {topic: lines for topic, lines in columns.items() if lines is not None}


def merge_terms(standing: TermsSheet, lines: Mapping[str, TermsLine | None]) -> TermsSheet:
    """The sheet with the file's lines put in; an empty cell takes its line out."""
    merged = {topic: line for topic, line in standing.items() if topic not in lines}
    return merged | {topic: line for topic, line in lines.items() if line is not None}
