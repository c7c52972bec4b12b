"""What a check found of an upload, packed in pieces: a page of it reads no more than it shows."""

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, overload

from transfers.models import Upload, UploadContent
from transfers.queries.standing_rows import Lines

CREATED, CHANGED, UNCHANGED, MISSING = "created", "changed", "unchanged", "missing"
ERRORS, WAITING, WARNINGS, FIRST = "errors", "waiting", "warnings", "first"
PARTS = (ERRORS, CREATED, CHANGED, UNCHANGED, MISSING, WAITING, WARNINGS)
# counted beside the parts: the file's headers, and its rows that are wrong one by one
COLUMNS, WRONG_ROWS = "columns", "wrong_rows"
# rows on one page of a preview, and in one piece of it
PAGE = 50
# what decides whether an application did what its preview shows
_SHOWN = (CREATED, CHANGED, MISSING, WAITING)
_WITH_FIELDS = (CREATED, CHANGED)
# what is packed otherwise is not read: a check is made again within a day anyway
_MARK = b"found 3\n"
_LENGTH = struct.Struct(">I")

# a field's text before and after; a row that is new has nothing before
Fields = dict[str, Sequence[str]]


class Row(NamedTuple):
    """One row that is new or differs: its number in the file (or 0), its key, and each field's old and new text."""

    number: int
    key: str
    fields: Fields


@dataclass(slots=True)
class Found:
    """What a check found. Problems are (row, column, sentence); `before` is how the file's rows stood, by key;
    `headers` are the file's own, `samples` some cells of each, `layout` (TOML) how they were read where they are not
    ours; `first` are cells of the first rows, as long as nothing else is known. Of a file that is not
    read there are no rows to mend."""

    counts: dict[str, int]
    errors: list[list[Any]] = field(default_factory=list)
    warnings: list[list[Any]] = field(default_factory=list)
    waiting: list[list[Any]] = field(default_factory=list)
    created: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    first: list[list[str]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    before: Lines = field(default_factory=dict)
    headers: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    layout: str = ""
    is_read: bool = False

    @property
    def unchanged(self) -> list[str]:
        """Keys of the rows that stand already as the file says them."""
        differing = {row.key for row in (*self.created, *self.changed)}
        waiting = {number for number, _column, _words in self.waiting}
        return [key for key, number in self.numbers.items() if key not in differing and number not in waiting]


class Packed(NamedTuple):
    """Bytes to keep, and the digest of everything that the preview shows of what would be written."""

    data: bytes
    digest: str


class Rows(Sequence[Any]):
    """The rows of one part; only the pieces that are asked for are unpacked."""

    def __init__(self, part: str, count: int, pieces: Sequence[bytes]) -> None:
        self._part, self._count, self._pieces = part, count, pieces

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...

    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop, _step = place.indices(self._count)
        first = start // PAGE
        read = [row for piece in self._pieces[first : -(-stop // PAGE)] for row in self._read(piece)]
        return read[start - first * PAGE : stop - first * PAGE]

    def __iter__(self) -> Iterator[Any]:
        return (row for piece in self._pieces for row in self._read(piece))

    def _read(self, piece: bytes) -> list[Any]:
        rows: list[Any] = json.loads(zlib.decompress(piece))
        return [Row(*row) for row in rows] if self._part in _WITH_FIELDS else rows


@dataclass(frozen=True, slots=True)
class Preview:
    """What the last check found, read piece by piece."""

    headers: list[str]
    samples: list[list[str]]
    layout: str
    counts: Mapping[str, int]
    rows: Mapping[str, Rows]
    _standing: bytes

    def stood(self) -> dict[str, str | None]:
        """How each of the file's rows stood, by key; None: it did not."""
        read: dict[str, str | None] = json.loads(zlib.decompress(self._standing))
        return read


def pack(found: Found) -> Packed:
    """Each part in pieces of one page."""
    digest = hashlib.sha256()
    parts: dict[str, list[Any]] = {}
    packed: list[bytes] = []
    for part in (*PARTS, FIRST):
        rows = getattr(found, part)
        pieces = [json.dumps(rows[start : start + PAGE]).encode() for start in range(0, len(rows), PAGE)]
        if part in _SHOWN:
            digest.update(f"{part} {len(rows)}\n".encode())
            for piece in pieces:
                digest.update(piece)
        small = [zlib.compress(piece, 1) for piece in pieces]
        parts[part] = [len(rows), [len(piece) for piece in small]]
        packed += small
    digest.update(found.layout.encode())
    standing = zlib.compress(json.dumps({key: found.before.get(key) for key in found.numbers}).encode(), 1)
    told = {
        "headers": found.headers,
        "samples": found.samples,
        "layout": found.layout,
        "counts": found.counts,
        "parts": parts,
    }
    index = json.dumps(told).encode()
    return Packed(b"".join((_MARK, _LENGTH.pack(len(index)), index, *packed, standing)), digest.hexdigest())


def unpack(data: bytes) -> Preview | None:
    """What was packed; None where that was done by another version."""
    if not data.startswith(_MARK):
        return None
    start = len(_MARK) + _LENGTH.size
    end = start + _LENGTH.unpack_from(data, len(_MARK))[0]
    index = json.loads(data[start:end])
    rows: dict[str, Rows] = {}
    for part, (count, lengths) in index["parts"].items():
        pieces = []
        for length in lengths:
            pieces.append(data[end : end + length])
            end += length
        rows[part] = Rows(part, count, pieces)
    return Preview(index["headers"], index["samples"], index["layout"], index["counts"], rows, data[end:])


def get_preview(upload: Upload) -> Preview | None:
    """What the last check found, while it is kept."""
    packed = UploadContent.objects.filter(upload=upload).values_list("found", flat=True).first()
    return unpack(bytes(packed)) if packed is not None else None
