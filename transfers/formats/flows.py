"""The picture of a flow: from whence people went, as bands, to where they came."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transfers.formats.svg import END, LINE, NARROW, START, Drawing, fit, width_of

_BLOCK = 3.0  # percent: how wide the block of a place is
_WHOLE = 14.0  # em: how tall everything together is, without names and gaps
_LEAST = 0.6
_HALF = NARROW / 2 - 0.5


@dataclass(frozen=True, slots=True)
class Stream:
    """So many from one place to another; a place on each side is known by its name."""

    origin: str
    target: str
    number: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Places at the start and at the end, each under its name, with a band for each stream."""

    streams: Sequence[Stream]

    def draw(self, *, mirrored: bool = False) -> Drawing:
        drawing = Drawing(0.0, mirrored)
        scale = _WHOLE / max(1, sum(stream.number for stream in self.streams))
        heights = [max(_LEAST, stream.number * scale) for stream in self.streams]
        origins = self._stack([stream.origin for stream in self.streams], heights)
        targets = self._stack([stream.target for stream in self.streams], heights)
        foot = max((end for side in (origins, targets) for _top, end in side.places.values()), default=0.0)
        drawing.height = foot + 0.5
        for number, height in enumerate(heights):
            here, there = origins.bands[number], targets.bands[number]
            ends = (_BLOCK, 100 - _BLOCK)
            drawing.ribbon(0, drawing.height, (here, here + height), (there, there + height), ends, "flow")
        for side, x, anchor, at in ((origins, 0.0, START, 0.0), (targets, 100 - _BLOCK, END, 100.0)):
            for name, (top, end) in side.places.items():
                drawing.bar(x, top, _BLOCK, end - top, "part")
                said = f"{side.numbers[name]}+"
                drawing.say(at, top - 0.4, f"{fit(name, _HALF - width_of(said) - 0.4)} {said}", anchor)
        return drawing

    def _stack(self, names: Sequence[str], heights: Sequence[float]) -> "_Side":
        """Places below each other in the order in which they first come, the bands of each without a gap."""
        places: dict[str, tuple[float, float]] = {}
        numbers: Counter[str] = Counter()
        bands: dict[int, float] = {}
        down = 0.0
        for name in dict.fromkeys(names):
            down += LINE
            top = down
            for number, each in enumerate(names):
                if each == name:
                    bands[number] = down
                    numbers[name] += self.streams[number].number
                    down += heights[number]
            places[name] = (top, down)
            down += 0.4
        return _Side(places, bands, numbers)


@dataclass(frozen=True, slots=True)
class _Side:
    """Where each place of a side begins and ends, where each stream meets it, how many people that is at least."""

    places: dict[str, tuple[float, float]]
    bands: dict[int, float]
    numbers: Mapping[str, int]
