"""The second stage of reading, which any process can do: documents out of a piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.reading.assembling.assembly import Assembly
from indexer.reading.assembling.cleaning import path_line
from indexer.reading.assembling.fields import match
from indexer.reading.assembling.values import Unusable
from indexer.reading.cutting import columns_given, form_of
from indexer.reading.formats import format_of
from indexer.reading.options import ReadOptions
from indexer.reading.piece import Members, Piece, Rows
from indexer.reading.pieces import cut
from indexer.reading.row import Broken
from indexer.reading.survey import Refused
from search.documents import Document


@dataclass(frozen=True, slots=True)
class Found:
    """One document read: `place` is the number of its source and its line, which is 0 where it is the whole file.

    `source`: its path; behind that of an archive stands that of the member.

    `consumed` counts the bytes of its file read so far. `notes` tell what could not be kept: «unreadable date
    '31.02.2020', kept without a date».
    """

    document: Document
    source: Path
    place: tuple[int, int]
    format: str
    encoding: str
    consumed: int
    notes: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Where it stands, for a person: see `where`."""
        return where(self.source, self.place[1])


def documents(piece: Piece, options: ReadOptions) -> Iterator[Found | Refused]:
    """Read all documents of a piece; what cannot be read is refused where it stands, and the rest goes on.

    Bad data raises nothing.
    """
    if isinstance(piece, Rows):
        yield from _of_rows(piece, options)
        return
    if isinstance(piece, Members):
        for member in piece.rows:
            yield from _of_rows(member, options)
        return
    for number, source in enumerate(piece.sources, piece.number):
        for rows in cut(number, source, options):
            yield from _of_rows(rows, options) if isinstance(rows, Rows) else [rows]


def _of_rows(piece: Rows, options: ReadOptions) -> Iterator[Found | Refused]:
    source, form, path = piece.source, form_of(piece.source), piece.source.full
    mapping = columns_given(source, options)
    for row in piece.stretch.rows(piece.encoding):
        consumed = piece.consumed_at(row.line)
        if isinstance(row, Broken):
            yield Refused(where(path, row.line), row.reason, consumed)
            continue
        assembly = Assembly(row.values, match(tuple(row.values), mapping), options.constants, options.calendar)
        try:
            document = assembly.document(source.id_stem, whole_file=not row.line)
        except Unusable as problem:
            yield Refused(where(path, row.line), str(problem), consumed)
            continue
        place = (piece.number, row.line)
        yield Found(document, path, place, form.name, piece.encoding, consumed, tuple(assembly.notes))


def where(path: Path, line: int) -> str:
    """Where something stands, for a person: «path», or «лента.jsonl:3», «лента.json, item 3» where it has a place."""
    shown = path_line(path)
    if not line:
        return shown
    form = format_of(path.name)[1]
    return f"{shown}, item {line}" if form and form.counts == "item" else f"{shown}:{line}"
