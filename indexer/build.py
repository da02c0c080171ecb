"""Build a whole index out of sources and publish it; the old one answers until the moment of the switch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.duplicates import OnDuplicate, staying
from indexer.intake import Alone, Taken
from indexer.progress import Meter, Show
from indexer.reading.sources import ReadOptions, Refused, Source, pieces, survey
from indexer.report import Report
from indexer.workers import Workers, spreading, usable_processors
from search.errors import NothingReadable
from search.index import generations
from search.index.arrays import UNDATED
from search.index.building.allocation import keeping_freed_memory
from search.index.building.draft import write_segment
from search.index.building.memory import Memory

_FOR_ONE = 4 << 20
"""Bytes of sources below which other processes would take longer to begin than to finish."""


def build(
    paths: Sequence[Path],
    index: Path,
    options: ReadOptions,
    on_duplicate: OnDuplicate = "error",
    show: Show = lambda progress: None,
    workers: int | None = None,
    memory: int | None = None,
) -> Report:
    """Read all documents under the paths, index them and publish the index.

    `workers`: the processes that share the work; None: one for each processor, or this one alone for little work.
    `memory`: bytes that they may take together; None: a gigabyte each.
    Raises NothingReadable where there is no document at all, DuplicateId where two files yield one id with
    different content, TooLittleMemory where the work does not fit, WorkerDied where one of the processes did: the
    published index then stays as it was.
    """
    sources, refused = survey(paths)
    total = sum(source.size for source in sources)
    meter = Meter(show, total)
    workers = workers or (1 if total < _FOR_ONE else usable_processors())
    bound = Memory.of(memory, workers)
    with keeping_freed_memory(), generations.writing(index) as folder, spreading(workers) as spread:
        taken, told = _read(sources, options, bound, folder, meter)
        report = _report(taken, [*refused, *told])
        if not report.read:
            raise NothingReadable(_nothing(report))
        kept, report.duplicates = staying(taken, sources, on_duplicate)
        shares = [share.gathered for share in taken]
        segment = write_segment(folder, shares, kept, generations.known(index), spread, bound, meter.stage)
        meter.stage("publishing")
        published = generations.publish(folder, [segment], options.zone)
    report.indexed = sum(map(len, kept))
    report.undated = sum(
        int((share.instants[places] == UNDATED).sum()) for share, places in zip(shares, kept, strict=True)
    )
    report.generation, report.size, report.seconds = published.name, published.size, meter.seconds
    return report


def _read(
    sources: Sequence[Source], options: ReadOptions, memory: Memory, folder: Path, meter: Meter
) -> tuple[list[Taken], list[Refused | str]]:
    """Read all sources into as many shares as there are workers; and what is to be told of them, in their order."""
    told: list[tuple[int, Refused | str]] = []
    count = 0
    with Workers(folder, options, memory) if memory.workers > 1 else Alone(folder, options, memory) as crew:
        for item in pieces(sources, options):
            if isinstance(item, Refused):
                told.append((count, item))
            else:
                count += 1
                crew.take(count, item)
                meter.read(item.size, crew.documents)
                memory.check(crew.documents, crew.forms, meter.share)
        taken = crew.close()
        memory.check(crew.documents, crew.forms)
    told = [each for share in taken for each in share.ledger.told] + told
    return taken, [each for _, each in sorted(told, key=lambda pair: pair[0])]


def _report(taken: Sequence[Taken], told: Sequence[Refused | str]) -> Report:
    report = Report()
    for share in taken:
        report.read += len(share.ledger.lines)
        report.formats += share.ledger.formats
        report.encodings += share.ledger.encodings
    report.skipped = [each for each in told if isinstance(each, Refused)]
    report.notes = [each for each in told if isinstance(each, str)]
    return report


def _nothing(report: Report) -> str:
    reasons = "".join(f"\n  {refused.where}: {refused.reason}" for refused in report.skipped[:10])
    return f"there is not one document to index; the published index stays as it was{reasons}"
