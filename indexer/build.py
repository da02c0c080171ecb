"""Build a whole index out of sources and publish it; the old one answers until the moment of the switch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.duplicates import OnDuplicate
from indexer.gathering import Work, gather
from indexer.progress import Show
from indexer.reading.sources import ReadOptions
from indexer.report import Report
from indexer.workers import spreading
from search.allocation import keeping_freed_memory
from search.errors import IndexUnavailable, NothingReadable
from search.index import generations
from search.index.building.draft import write_segment
from search.index.building.memory import Memory
from search.index.building.vocabulary import Known
from search.index.changing import publishing, room
from search.index.changing.options import DEFAULT_WRITING, WriteOptions


def build(
    paths: Sequence[Path],
    index: Path,
    options: ReadOptions,
    on_duplicate: OnDuplicate = "error",
    show: Show = lambda progress: None,
    workers: int | None = None,
    memory: int | None = None,
    writing: WriteOptions = DEFAULT_WRITING,
) -> Report:
    """Read all documents under the paths, index them and publish the index.

    `workers`, `memory`: as `Work.of` takes them.
    Raises NothingReadable where there is no document at all, DuplicateId where two files yield one id with
    different content, TooLittleMemory or TooLittleRoom where the work does not fit, WorkerDied where one of the
    processes did: the published index then stays as it was.
    """
    Memory.of(memory, workers or 1)  # too little is refused before a folder is made
    with (
        keeping_freed_memory(),
        publishing.writing(index, writing) as folder,  # before it is looked what there is: it may be waited for long
        spreading((work := Work.of(paths, show, workers, memory)).memory.workers) as spread,
    ):
        meter, bound = work.meter, work.memory
        if writing.check_room:
            room.check_for(index, work.text_size)
        found = gather(work, options, on_duplicate, folder)
        report = found.report
        if not report.read:
            raise NothingReadable(_nothing(report))
        segment = write_segment(folder, found.shares, found.kept, _known(index), spread, bound, meter.stage)
        meter.stage("publishing")
        published = publishing.publish(folder, [segment], options.zone, spread=spread)
        publishing.prune(index, writing.keep)
    report.generation, report.size, report.seconds = published.name, published.manifest.size, meter.seconds
    return report


def _known(index: Path) -> Known | None:
    """What the live generation knows of forms, if there is one that can be read."""
    try:
        return generations.known(generations.open_current(index))
    except IndexUnavailable:
        return None


def _nothing(report: Report) -> str:
    reasons = "".join(f"\n  {refused}" for refused in report.skipped[:10])
    return f"there is not one document to index; the published index stays as it was{reasons}"
