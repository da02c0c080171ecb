"""All documents under some paths, read into shares by one process or by several."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.duplicates import OnDuplicate, staying
from indexer.intake import NOTHING_KNOWN, Alone, Ledger, Taken
from indexer.progress import Meter, Show
from indexer.reading.formats import FORMATS
from indexer.reading.sources import ReadOptions, Refused, Source, pieces, survey
from indexer.report import Report
from indexer.workers import Workers, usable_processors
from search.index.arrays import UNDATED
from search.index.building.memory import Memory
from search.index.building.order import Kept
from search.index.building.share import Gathered

_FOR_ONE = 4 << 20
"""Bytes of sources below which other processes would take longer to begin than to finish."""


_UNPACKED = 4
"""Bytes of text in one of a packed source: 4.0 by gzip, over Russian articles in JSON lines."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be read: the sources, what is none, how far it is, and the memory that it may take."""

    sources: Sequence[Source]
    refused: Sequence[Refused]
    meter: Meter
    memory: Memory

    @classmethod
    def of(
        cls,
        paths: Sequence[Path],
        show: Show,
        workers: int | None,
        memory: int | None,
        only: Collection[Path] | None = None,
    ) -> Work:
        """All that is under some paths; of it `only` what is at or below these, which are absolute.

        `workers`: the processes that share the work; None: one for each processor, or this one alone for little work.
        `memory`: bytes that they may take together; None: a gigabyte each. Raises TooLittleMemory.
        """
        sources, refused = survey(paths)
        if only is not None:
            sources = [source for source in sources if _is_among(source.path, only)]
            refused = [each for each in refused if _is_among(Path(each.where), only)]
        size = sum(source.size for source in sources)
        bound = Memory.of(memory, workers or (1 if size < _FOR_ONE else usable_processors()))
        return cls(sources, refused, Meter(show, size), bound)

    @property
    def text_size(self) -> int:
        """How many bytes the sources have once they are unpacked, about."""
        as_is = {*FORMATS, ".tar"}
        return sum(source.size * (1 if source.path.suffix.lower() in as_is else _UNPACKED) for source in self.sources)


@dataclass(frozen=True, slots=True)
class Gathering:
    """The documents of some sources. `kept`: for each share the places in it of those that are to be indexed.

    `ids`: of all documents that were read, those among them that the index has as they are.
    """

    shares: list[Gathered]
    kept: Kept
    ids: frozenset[str]
    report: Report

    @property
    def kept_ids(self) -> list[str]:
        """The ids of the documents that are to be indexed."""
        return [
            share.ids[place]
            for share, places in zip(self.shares, self.kept, strict=True)
            for place in places.tolist()
        ]


def _is_among(path: Path, only: Collection[Path]) -> bool:
    path = path.absolute()
    return any(each in only for each in (path, *path.parents))


def gather(
    work: Work, options: ReadOptions, on_duplicate: OnDuplicate, folder: Path, known: frozenset[int] = NOTHING_KNOWN
) -> Gathering:
    """Read all sources; documents whose revision is `known` go into no share.

    Raises DuplicateId, TooLittleMemory and WorkerDied.
    """
    taken, own, met = _read(work, options, folder, known)
    report = _report(taken, work.refused, own)
    kept, report.duplicates = staying(taken, met, on_duplicate)
    shares = [share.gathered for share in taken]
    report.indexed = sum(map(len, kept))
    report.undated = sum(
        int((share.instants[places] == UNDATED).sum()) for share, places in zip(shares, kept, strict=True)
    )
    return Gathering(shares, kept, frozenset(ident for share in taken for ident in share.ledger.ids), report)


def _read(
    work: Work, options: ReadOptions, folder: Path, known: frozenset[int]
) -> tuple[list[Taken], Ledger, dict[int, Source]]:
    """Read all sources into as many shares as there are workers.

    And what is to be told of whole sources; and all of them, members of archives too, by their numbers.
    """
    met: dict[int, Source] = {}
    own = Ledger()
    count = 0
    meter, memory = work.meter, work.memory
    kind = Workers if memory.workers > 1 else Alone
    with kind(folder, options, memory, known) as crew:
        for item in pieces(work.sources, options):
            if isinstance(item, Refused):
                own.tell(count, item)
            else:
                count += 1
                met.update(item.numbered)
                crew.take(count, item)
                meter.read(item.size, crew.documents)
                memory.check(crew.documents, crew.forms, meter.share)
        taken = crew.close()
        memory.check(crew.documents, crew.forms)
    return taken, own, met


def _report(taken: Sequence[Taken], refused: Sequence[Refused], own: Ledger) -> Report:
    """What was done; what is told stands in the order of the sources."""
    report = Report()
    ledgers = [*(share.ledger for share in taken), own]
    pairs = sorted((pair for ledger in ledgers for pair in ledger.told), key=lambda pair: pair[0])
    told = [*refused, *(each for _, each in pairs)]
    for share in taken:
        report.read += len(share.ledger.lines)
        report.formats += share.ledger.formats
        report.encodings += share.ledger.encodings
    report.unlisted_skipped = sum(ledger.untold[Refused] for ledger in ledgers)
    report.unlisted_notes = sum(ledger.untold[str] for ledger in ledgers)
    report.skipped = [each for each in told if isinstance(each, Refused)]
    report.notes = [each for each in told if isinstance(each, str)]
    return report
