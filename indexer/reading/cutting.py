"""One source cut into pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.reading.assembling.assembly import no_text_column
from indexer.reading.assembling.fields import Mapping, absent, match
from indexer.reading.formats import Format, format_of
from indexer.reading.opening.opened import Opened
from indexer.reading.options import ReadOptions
from indexer.reading.piece import Rows
from indexer.reading.plain.table import Table
from indexer.reading.row import Row, Stretch
from indexer.reading.survey import Refused, Source


def columns_given(source: Source, options: ReadOptions) -> Mapping:
    """Tell which columns a person gave for fields; a text, a page and a feed have no columns to give."""
    return tuple(options.mapping.items()) if form_of(source).columns else ()


def form_of(source: Source) -> Format:
    """Know the format of a source that the survey found."""
    form = format_of(source.full.name)[1]
    if form is None:
        raise ValueError(f"{source.path} is no source that the survey found")
    return form


@dataclass(frozen=True, slots=True)
class Cutting:
    """A source under the knife. `where`: its path for a person; `begun`: how much of the file was read before it."""

    number: int
    source: Source
    where: str
    stream: Opened
    mapping: Mapping
    begun: int = 0

    def pieces(self) -> Iterator[Rows | Refused]:
        """Cut it; what concerns all of it is refused once."""
        missing = frozenset(column for _, column in self.mapping)
        empty = True
        begun = self.begun
        for stretch in form_of(self.source).cut(self.stream):
            empty = False
            piece = Rows(self.number, self.source, self.stream.encoding, stretch, begun, self.stream.file.consumed)
            if isinstance(stretch, Table) and (before := self._textless(stretch)):
                yield from [replace(piece, stretch=before)] if before.cells else []
                yield self._refused(no_text_column(stretch.names))
                return
            missing = missing and self._still_missing(missing, stretch)
            yield piece
            begun = piece.consumed
        if empty:
            yield self._refused("there is no document in it")
        for column in sorted(missing):
            yield self._refused(f"the column {column!r}, named with --map, is nowhere in it")

    def _textless(self, table: Table) -> Table | None:
        """Whether the header has no column for the text: then what comes before the first row that is not broken."""
        return None if match(table.names, self.mapping)["text"] else table.broken_first()

    def _still_missing(self, missing: frozenset[str], stretch: Stretch) -> frozenset[str]:
        """Look for columns only as long as there is one that was not met: mostly no further than the first row."""
        for row in stretch.rows(self.stream.encoding):
            if isinstance(row, Row):
                missing &= absent(tuple(row.values), self.mapping)
            if not missing:
                break
        return missing

    def _refused(self, reason: str) -> Refused:
        return Refused(self.where, reason, self.stream.file.consumed)
