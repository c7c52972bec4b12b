"""What a page of the administration calls the thing that it is about, so that nobody decides about a number."""

from django.db.models import Model

from transfers.models import Assignment, Backfill, Grant, Placement
from transfers.queries.days import day_in_words


def title_of(thing: Model | None) -> str:
    """The person or place, and what about them; the thing's own name where that says it."""
    match thing:
        case Assignment():
            return f"{thing.employee}, {thing.campaign}"
        case Grant():
            where = thing.campaign or thing.role
            return f"{thing.employee}: {thing}" + (f", {where}" if where is not None else "")
        case Placement():
            return f"{thing.employee}: {thing.role}"
        case Backfill():
            return f"{thing.unit}, {day_in_words(thing.left_on)}"
    return str(thing) if thing is not None else ""
