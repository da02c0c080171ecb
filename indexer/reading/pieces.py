"""The first stage of reading, one process's work: sources are unpacked and cut into pieces of many rows.

Nothing here decodes a text or looks into a row, with two exceptions: a table, since its rows end where only who has
read all before can tell, and a column that a person named and that has not been met yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from indexer.reading.assembly import no_text_column
from indexer.reading.cleaning import clean
from indexer.reading.fields import Mapping, absent, match
from indexer.reading.formats import Format, format_of
from indexer.reading.lines import BLOCK, batches
from indexer.reading.opened import UNREADABLE, Opened, opened, why
from indexer.reading.options import ReadOptions
from indexer.reading.row import Row, Stretch
from indexer.reading.survey import Refused, Source
from indexer.reading.table import Table

_MOST_FILES = 256  # in one piece: opening one takes as long as reading thousands of characters


@dataclass(frozen=True, slots=True)
class Files:
    """Sources of one document each, still to be opened; `number` is that of the first among all sources."""

    number: int
    sources: tuple[Source, ...]

    @property
    def size(self) -> int:
        """How many bytes the files have together."""
        return sum(source.size for source in self.sources)


@dataclass(frozen=True, slots=True)
class Rows:
    """A stretch of a source; `number` is that of the source among all.

    To cut it, the file was read, packed as it is, from the byte `begun` to the byte `consumed`.
    """

    number: int
    source: Source
    encoding: str
    stretch: Stretch
    begun: int
    consumed: int

    @property
    def size(self) -> int:
        """How many bytes of the file it took."""
        return self.consumed - self.begun

    def consumed_at(self, line: int) -> int:
        """Tell how far reading was behind a line, as if all lines were of one length; 0 is the whole file."""
        if not line:
            return self.consumed
        through = line + 1 - self.stretch.line
        return self.begun + (self.consumed - self.begun) * through // self.stretch.lines


Piece = Files | Rows
"""What one process reads at a time; it can be pickled. Pieces come in the order of the sources and of their lines."""


def pieces(sources: Iterable[Source], options: ReadOptions) -> Iterator[Piece | Refused]:
    """Cut sources into pieces of about a megabyte; what concerns a whole source is refused here, and once.

    Bad data raises nothing.
    """
    for whole_file, numbered in groupby(enumerate(sources), lambda item: form_of(item[1]).whole_file):
        if whole_file:
            yield from _files(numbered)
        else:
            for number, source in numbered:
                yield from cut(number, source, options)


def cut(number: int, source: Source, options: ReadOptions) -> Iterator[Rows | Refused]:
    """Cut one source into pieces, be it a single document."""
    where = clean(str(source.path))
    try:
        with opened(source.path, options.encoding) as stream:
            yield from _Cutting(number, source, where, stream, columns_given(source, options)).pieces()
    except UNREADABLE as problem:
        yield Refused(where, why(problem), source.size)


def columns_given(source: Source, options: ReadOptions) -> Mapping:
    """Tell which columns a person gave for fields; a text, a page and a feed have no columns to give."""
    return tuple(options.mapping.items()) if form_of(source).columns else ()


def form_of(source: Source) -> Format:
    """Know the format of a source that the survey found."""
    form = format_of(source.path.name)[1]
    if form is None:
        raise ValueError(f"{source.path} is no source that the survey found")
    return form


@dataclass(frozen=True, slots=True)
class _Cutting:
    number: int
    source: Source
    where: str
    stream: Opened
    mapping: Mapping

    def pieces(self) -> Iterator[Rows | Refused]:
        missing = frozenset(column for _, column in self.mapping)
        empty = True
        begun = 0
        for stretch in form_of(self.source).cut(self.stream):
            empty = False
            piece = Rows(self.number, self.source, self.stream.encoding, stretch, begun, self.stream.consumed())
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
        return Refused(self.where, reason, self.stream.consumed())


def _files(numbered: Iterable[tuple[int, Source]]) -> Iterator[Files]:
    for batch in batches(numbered, _weight):
        yield Files(batch[0][0], tuple(source for _, source in batch))


def _weight(numbered: tuple[int, Source]) -> int:
    return numbered[1].size + BLOCK // _MOST_FILES
