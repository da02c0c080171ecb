"""Change a published index: add documents and replace changed ones, or let some go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.duplicates import OnDuplicate
from indexer.gathering import Gathering, Work, gather
from indexer.progress import Meter, Show
from indexer.reading.sources import ReadOptions
from indexer.report import Report
from indexer.workers import spreading
from search.allocation import keeping_freed_memory
from search.index.building.draft import Progress, write_segment
from search.index.building.memory import ALONE, Memory
from search.index.building.vocabulary import Spread
from search.index.changing import room
from search.index.changing.compaction import compact, join
from search.index.changing.deleting import without
from search.index.changing.lock import locked
from search.index.changing.options import DEFAULT_WRITING, WriteOptions
from search.index.changing.publishing import drafting, prune, publish
from search.index.generations import Generation, known, open_current

Chosen = Callable[[Generation], Iterable[str]]
"""The ids of those documents of a generation that are to go."""


def update(
    paths: Sequence[Path],
    index: Path,
    options: ReadOptions,
    on_duplicate: OnDuplicate = "error",
    show: Show = lambda progress: None,
    workers: int | None = None,
    memory: int | None = None,
    delete_missing: bool = False,
    writing: WriteOptions = DEFAULT_WRITING,
    only: Collection[Path] | None = None,
) -> Report:
    """Index the documents under the paths that the index has not, or has otherwise, and publish it.

    Days lie in the zone of the index. `delete_missing`: documents that are not under the paths go, unless something
    there could not be read: it might be them. `only`: read only what is at or below these, which are absolute, and
    under the paths. Segments are joined after what was read can be found.
    Raises as `build` does, and IndexUnavailable where there is no index.
    """
    with (
        keeping_freed_memory(),
        locked(index, writing),  # before it is looked what there is: it may be waited for long
        spreading((work := Work.of(paths, show, workers, memory, only)).memory.workers) as spread,
    ):
        meter, bound = work.meter, work.memory
        live = open_current(index)
        if not live.is_of_today:  # before anything is added: one index is never of two minds
            live = join(index, live, 0, spread, bound, meter.stage, writing.check_room)
        if writing.check_room:  # for what the index cannot have already; of what is new it is asked again below
            room.check_for(index, max(0, work.text_size - live.manifest.size))
        with drafting(index) as folder:
            revisions = frozenset().union(*(each.revisions().tolist() for each in live.segments))
            found = gather(work, replace(options, zone=live.zone), on_duplicate, folder, revisions)
            if writing.check_room:
                room.check_for_shares(index, found.shares)
            published = _changed(live, folder, found, delete_missing, spread, work) or live
        if published is not live:
            published = _joined(index, published, writing, spread, bound, meter.stage)
    report = found.report
    report.generation, report.size, report.seconds = published.name, published.manifest.size, meter.seconds
    return report


def delete(index: Path, chosen: Chosen, dry_run: bool = False, writing: WriteOptions = DEFAULT_WRITING) -> list[str]:
    """Let documents go, and publish the index without them; returns the ids of those that it had.

    `dry_run`: only tell them. `chosen` names them when the index can no longer change. Raises IndexUnavailable and
    Locked.
    """
    with locked(index, writing):
        live = open_current(index)
        staying, had = without(live, chosen(live))
        if had and not dry_run:
            with drafting(index) as folder:
                published = publish(folder, [], live.zone, staying, live)
            _joined(index, published, writing)
        elif not dry_run:
            prune(index, writing.keep)
    return had


def compact_all(
    index: Path,
    show: Show = lambda progress: None,
    workers: int = 1,
    writing: WriteOptions = DEFAULT_WRITING,
) -> Generation | None:
    """Join all segments and leave no trace of documents that are gone; None where there is nothing to do.

    Raises IndexUnavailable, Locked and TooLittleRoom.
    """
    meter, bound = Meter(show, 0), Memory.of(None, workers)
    with keeping_freed_memory(), locked(index, writing), spreading(workers) as spread:
        live = open_current(index)
        published = compact(index, live, True, spread, bound, meter.stage, writing.check_room)
        prune(index, writing.keep)
        return None if published is live else published


def _joined(
    index: Path,
    published: Generation,
    writing: WriteOptions,
    spread: Spread = map,
    memory: Memory = ALONE,
    progress: Progress = lambda stage: None,
) -> Generation:
    """Join what is worth it of what was published, and prune: also where there is no room for joining."""
    joined = published
    try:
        joined = compact(index, published, False, spread, memory, progress, writing.check_room)
    finally:
        prune(index, writing.keep, None if joined is published else published)
    return joined


def _changed(
    live: Generation,
    folder: Path,
    found: Gathering,
    delete_missing: bool,
    spread: Spread,
    work: Work,
) -> Generation | None:
    """Publish what was found; None where nothing is new."""
    report = found.report
    going = set(found.kept_ids)
    if delete_missing and not report.skipped:
        going |= _ids(live) - found.ids
    staying, had = without(live, going)
    report.deleted = len(set(had) - set(found.kept_ids))
    report.replaced = len(had) - report.deleted
    if not had and not report.indexed:
        return None
    written = []
    if report.indexed:
        few = 8 * report.indexed < live.documents  # their forms are sooner analysed than looked up among so many
        earlier = None if few else known(live)
        written = [write_segment(folder, found.shares, found.kept, earlier, spread, work.memory, work.meter.stage)]
    work.meter.stage("publishing")
    return publish(folder, written, live.zone, staying, live, spread)


def _ids(live: Generation) -> set[str]:
    return {ident for segment in live.segments for ident in segment.live_ids()}
