"""What the first stage of reading hands to the second: a piece of the sources, for one process to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.reading.row import Stretch
from indexer.reading.survey import Source


@dataclass(frozen=True, slots=True)
class Files:
    """Sources of one document each, still to be opened; `number` is that of the first among all sources."""

    number: int
    sources: tuple[Source, ...]

    @property
    def size(self) -> int:
        """How many bytes the files have together."""
        return sum(source.size for source in self.sources)

    @property
    def numbered(self) -> Iterable[tuple[int, Source]]:
        """The sources, with their numbers."""
        return enumerate(self.sources, self.number)


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

    @property
    def numbered(self) -> Iterable[tuple[int, Source]]:
        """The source, with its number."""
        return [(self.number, self.source)]

    def consumed_at(self, line: int) -> int:
        """Tell how far reading was behind a line, as if all lines were of one length; 0 is the whole file."""
        if not line:
            return self.consumed
        through = min(line + 1 - self.stretch.line, self.stretch.lines)
        return self.begun + (self.consumed - self.begun) * through // self.stretch.lines


@dataclass(frozen=True, slots=True)
class Members:
    """Rows of several members of an archive, which are small."""

    rows: tuple[Rows, ...]

    @property
    def size(self) -> int:
        """How many bytes of the archive they took."""
        return sum(rows.size for rows in self.rows)

    @property
    def numbered(self) -> Iterable[tuple[int, Source]]:
        """The sources that it is about, with their numbers."""
        return ((rows.number, rows.source) for rows in self.rows)


Piece = Files | Rows | Members
"""What one process reads at a time; it can be pickled. Pieces come in the order of the sources and of their lines.

Each tells the numbers of its sources: members of archives get theirs when they are met.
"""
