"""Rows read or inserted by statements of our own: a few columns of them, by the hundred."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

T = TypeVar("T", bound=Model)


def partly(model: type[T], names: tuple[str, ...], values: Sequence[Any]) -> T:
    """A row of which these columns, in the model's order, were read; asking for another one asks the database."""
    made: T = model.from_db(DEFAULT_DB_ALIAS, _in_order(model, names), values)
    return made


def mark_inserted(row: Model, pk: int) -> None:
    """A row that a statement of our own has just inserted: its id, and that it stands in the database."""
    row.pk = pk
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _in_order(model: type[Model], names: tuple[str, ...]) -> tuple[str, ...]:
    ordered = tuple(field.attname for field in model._meta.concrete_fields if field.attname in names)
    if ordered != names:
        raise ValueError(f"columns of {model.__name__} in their order: {ordered}")
    return names
