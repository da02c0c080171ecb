"""The members of an archive, each cut as if it were a file in a folder of that name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.reading.assembling.cleaning import path_line
from indexer.reading.cutting import Cutting, columns_given
from indexer.reading.formats import format_of
from indexer.reading.opening.lines import BLOCK, batches
from indexer.reading.opening.opened import CHANGED, UNREADABLE, decoded, why
from indexer.reading.options import ReadOptions
from indexer.reading.packing.archive import Member, archive_stem, members
from indexer.reading.packing.compressed import unpacked
from indexer.reading.packing.file import File
from indexer.reading.packing.stream import Allowance, Stream
from indexer.reading.piece import Members, Rows
from indexer.reading.survey import KNOWN, Refused, Source

_FEWEST = BLOCK // 256  # bytes that a member counts for at least, so that a piece has 256 at most

_Cut = tuple[Rows | Refused, int]
"""What was cut, and about how many bytes it has unpacked."""


def of_archive(numbers: Iterator[int], source: Source, options: ReadOptions) -> Iterator[Members | Refused]:
    """Cut the members of an archive, in its order, into pieces; each member takes a number when it is met.

    Small ones share a piece. What cannot be read is refused; of a damaged archive all that came before counts.
    """
    for batch in batches(_all(numbers, source, options), lambda cut: cut[1]):
        yield from (item for item, _ in batch if isinstance(item, Refused))
        if rows := tuple(item for item, _ in batch if isinstance(item, Rows)):
            yield Members(rows)


def _all(numbers: Iterator[int], source: Source, options: ReadOptions) -> Iterator[_Cut]:
    try:
        with File(source.path) as file:
            yield from _Archive(source, file, Allowance(file.size), numbers, options).pieces()
    except UNREADABLE as problem:
        yield Refused(path_line(source.path), why(problem), source.size), _FEWEST


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive while it is read; all of its members together may unpack to what `allowance` says."""

    source: Source
    file: File
    allowance: Allowance
    numbers: Iterator[int]
    options: ReadOptions

    def pieces(self) -> Iterator[_Cut]:
        barren, begun = True, 0
        for member in members(self.source.path.name, self.file, self.allowance):
            barren = False
            for cut in self._of(member, replace(self.source, member=member.path), begun):
                begun = cut[0].consumed
                yield cut
        if barren:
            yield self._refused(self.source, f"there is nothing to read in this archive: {KNOWN}")
        if self.file.changed:
            yield self._refused(self.source, CHANGED)

    def _of(self, member: Member, source: Source, begun: int) -> Iterator[_Cut]:
        folder, cut, name = member.path.rpartition("/")
        stem, form = format_of(name)
        if member.stream is None:
            yield self._refused(source, member.reason)
        elif archive_stem(name) is not None:
            yield self._refused(source, "an archive within an archive is not read: unpack the outer one")
        elif form is None:
            yield self._refused(source, f"its format is unknown: {KNOWN}")
        else:
            yield from self._cut(
                replace(source, id_stem=f"{source.id_stem}/{folder}{cut}{stem}"), member.stream, begun
            )

    def _cut(self, source: Source, stream: Stream, begun: int) -> Iterator[_Cut]:
        where = path_line(source.full)
        content = _Counted(unpacked(source.member, stream, self.allowance))
        try:
            opened = decoded(source.full, content, self.options.encoding, self.file)
            mapping = columns_given(source, self.options)
            for item in Cutting(next(self.numbers), source, where, opened, mapping, begun).pieces():
                yield item, max(content.taken(), _FEWEST)
        except UNREADABLE as problem:
            yield self._refused(source, why(problem))

    def _refused(self, source: Source, reason: str) -> _Cut:
        return Refused(path_line(source.full), reason, self.file.consumed), _FEWEST


class _Counted:
    """A stream that counts its bytes."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._count = 0

    def read1(self, size: int, /) -> bytes:
        part = self._stream.read1(size)
        self._count += len(part)
        return part

    def taken(self) -> int:
        """How many bytes there were since this was asked last."""
        count, self._count = self._count, 0
        return count
