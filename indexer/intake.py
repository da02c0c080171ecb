"""Documents on their way into a share: what was read, and where each document stood."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from indexer.reading.sources import Found, Piece, ReadOptions, Refused, documents
from search.documents import revision
from search.index.building.memory import Memory
from search.index.building.share import Gathered, Share

MOST_TOLD = 100_000


@dataclass(slots=True)
class Ledger:
    """What was read of a share: one entry a document in `ids`, `sources`, `lines`, `revisions` and `added`.

    `sources`: the number of the source that it stood in, `lines`: its line, `revisions`: see
    `search.documents.revision`, `added`: whether it is in the share; the index has the others as they are.
    `told`: what a person is told, with the number of the piece that it is about, MOST_TOLD at most, so that a file of
    nothing but broken lines fits into memory; `untold`: how many refusals and how many notes came after these.
    """

    ids: list[str] = field(default_factory=list)
    sources: array[int] = field(default_factory=lambda: array("q"))
    lines: array[int] = field(default_factory=lambda: array("q"))
    revisions: array[int] = field(default_factory=lambda: array("Q"))
    added: array[int] = field(default_factory=lambda: array("b"))
    formats: Counter[str] = field(default_factory=Counter)
    encodings: Counter[str] = field(default_factory=Counter)
    told: list[tuple[int, Refused | str]] = field(default_factory=list)
    untold: Counter[type] = field(default_factory=Counter)

    def tell(self, number: int, item: Refused | str) -> None:
        """Take note of what a person is to be told of a piece."""
        if len(self.told) < MOST_TOLD:
            self.told.append((number, item))
        else:
            self.untold[type(item)] += 1


@dataclass(frozen=True, slots=True)
class Taken:
    """A share that is complete, and its ledger."""

    gathered: Gathered
    ledger: Ledger


NOTHING_KNOWN: frozenset[int] = frozenset()
"""The revisions of no document."""


class Intake:
    """Reads pieces and puts their documents into one share, but for those whose revision is `known`."""

    def __init__(
        self,
        folder: Path,
        options: ReadOptions,
        memory: Memory,
        known: frozenset[int] = NOTHING_KNOWN,
        number: int = 0,
    ) -> None:
        self._options = options
        self._known = known
        self._longest = memory.longest_text
        self._share = Share(folder, options.zone, number, memory.training)
        self._ledger = Ledger()

    def take(self, number: int, piece: Piece) -> int:
        """Take all documents of a piece; how many there were."""
        before = len(self._ledger.lines)
        for item in documents(piece, self._options):
            if isinstance(item, Refused):
                self._ledger.tell(number, item)
            elif len(item.document.text) > self._longest:
                self._ledger.tell(number, _too_long(item))
            else:
                self._found(number, item)
        return len(self._ledger.lines) - before

    @property
    def forms(self) -> int:
        """How many distinct word forms there are in what was taken, but for the last texts."""
        return self._share.forms

    def close(self) -> Taken:
        """All that was taken."""
        return Taken(self._share.close(), self._ledger)

    def abandon(self) -> None:
        """Let go of what was taken: the build has failed, or has it already."""
        self._share.abandon()

    def _found(self, number: int, item: Found) -> None:
        ledger, its_revision = self._ledger, revision(item.document)
        added = its_revision not in self._known
        ledger.ids.append(item.document.id)
        ledger.revisions.append(its_revision)
        ledger.added.append(added)
        ledger.sources.append(item.place[0])
        ledger.lines.append(item.place[1])
        ledger.formats[item.format] += 1
        ledger.encodings[item.encoding] += 1
        for note in item.notes:
            ledger.tell(number, f"{item.where}: {note}")
        if added:
            self._share.add(item.document, its_revision)


def _too_long(item: Found) -> Refused:
    length = len(item.document.text)
    return Refused(
        item.where, f"a text of {length:,} characters needs more memory than the build may take: see --memory"
    )


class Alone:
    """The only process of a build: does itself what workers would do."""

    def __init__(self, folder: Path, options: ReadOptions, memory: Memory, known: frozenset[int]) -> None:
        self._intake = Intake(folder, options, memory, known)
        self.documents = 0

    def __enter__(self) -> Alone:
        return self

    def __exit__(self, *failure: object) -> None:
        self._intake.abandon()

    def take(self, number: int, piece: Piece) -> None:
        """Take a piece."""
        self.documents += self._intake.take(number, piece)

    @property
    def forms(self) -> int:
        """How many distinct word forms were read so far."""
        return self._intake.forms

    def close(self) -> list[Taken]:
        """The one share."""
        return [self._intake.close()]
