"""A picture with what belongs to it: a title, what it says in words, the marks it uses, and its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from transfers.formats.pictures import Picture
from transfers.formats.svg import Svg

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of the legend: the kind of shape (a class of the sheet) and what it stands for."""

    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` is part of ids and addresses. Of a row the first cell names it; None is “not shown”."""

    name: str
    title: str
    says: str
    picture: Picture
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    marks: Sequence[Mark] = ()

    def markup(self, *, mirrored: bool = False) -> Svg:
        """The drawing, named by the title and the words beside it."""
        return self.picture.draw(mirrored=mirrored).markup(f"{self.name}-title {self.name}-says")
