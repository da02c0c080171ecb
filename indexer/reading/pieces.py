"""The first stage of reading, one process's work: sources are unpacked and cut into pieces of many rows.

Nothing here decodes a text or looks into a row, with two exceptions: a table, since its rows end where only who has
read all before can tell, and a column that a person named and that has not been met yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, groupby

from indexer.reading.assembling.cleaning import path_line
from indexer.reading.cutting import Cutting, columns_given, form_of
from indexer.reading.members import of_archive
from indexer.reading.opening.lines import BLOCK, batches
from indexer.reading.opening.opened import CHANGED, UNREADABLE, opened, why
from indexer.reading.options import ReadOptions
from indexer.reading.packing.archive import archive_stem
from indexer.reading.piece import Files, Piece, Rows
from indexer.reading.survey import Refused, Source

_MOST_FILES = 256  # in one piece: opening one takes as long as reading thousands of characters


def pieces(sources: Iterable[Source], options: ReadOptions) -> Iterator[Piece | Refused]:
    """Cut sources into pieces of about a megabyte; what concerns a whole source is refused here, and once.

    Bad data raises nothing.
    """
    numbers = count()
    for kind, group in groupby(sources, _kind):
        if kind == "document":
            yield from _files((next(numbers), source) for source in group)
        elif kind == "archive":
            for source in group:
                yield from of_archive(numbers, source, options)
        else:
            for source in group:
                yield from cut(next(numbers), source, options)


def cut(number: int, source: Source, options: ReadOptions) -> Iterator[Rows | Refused]:
    """Cut one source into pieces, be it a single document."""
    where = path_line(source.path)
    try:
        with opened(source.path, options.encoding) as stream:
            yield from Cutting(number, source, where, stream, columns_given(source, options)).pieces()
            if stream.file.changed:
                yield Refused(where, CHANGED, stream.file.consumed)
    except UNREADABLE as problem:
        yield Refused(where, why(problem), source.size)


def _kind(source: Source) -> str:
    if archive_stem(source.path.name) is not None:
        return "archive"
    return "document" if form_of(source).whole_file else "rows"


def _files(numbered: Iterable[tuple[int, Source]]) -> Iterator[Files]:
    for batch in batches(numbered, _weight):
        yield Files(batch[0][0], tuple(source for _, source in batch))


def _weight(numbered: tuple[int, Source]) -> int:
    return numbered[1].size + BLOCK // _MOST_FILES
