"""Build a whole index out of sources and publish it; the old one answers until the moment of the switch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.duplicates import OnDuplicate
from indexer.gathering import gather
from indexer.progress import Meter, Show
from indexer.reading.sources import ReadOptions, survey
from indexer.report import Report
from indexer.workers import spreading, workers_for
from search.errors import IndexUnavailable, NothingReadable
from search.index import generations
from search.index.building import publishing
from search.index.building.allocation import keeping_freed_memory
from search.index.building.draft import write_segment
from search.index.building.memory import Memory
from search.index.building.vocabulary import Known


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
    meter = Meter(show, sum(source.size for source in sources))
    bound = Memory.of(memory, workers or workers_for(sources))
    with keeping_freed_memory(), publishing.writing(index) as folder, spreading(bound.workers) as spread:
        found = gather(sources, refused, options, on_duplicate, bound, folder, meter)
        report = found.report
        if not report.read:
            raise NothingReadable(_nothing(report))
        segment = write_segment(folder, found.shares, found.kept, _known(index), spread, bound, meter.stage)
        meter.stage("publishing")
        published = publishing.publish(folder, [segment], options.zone)
    report.generation, report.size, report.seconds = published.name, published.manifest.size, meter.seconds
    return report


def _known(index: Path) -> Known | None:
    """What the live generation knows of forms, if there is one that can be read."""
    try:
        return generations.known(generations.open_current(index))
    except IndexUnavailable:
        return None


def _nothing(report: Report) -> str:
    reasons = "".join(f"\n  {refused.where}: {refused.reason}" for refused in report.skipped[:10])
    return f"there is not one document to index; the published index stays as it was{reasons}"
