"""Mend a damaged index: what can be derived from what is whole is made anew, and what is lost is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from indexer.progress import Meter, Show
from search.allocation import keeping_freed_memory
from search.errors import IndexDamaged, IndexUnavailable
from search.index import manifest
from search.index.agreement import disagreements
from search.index.building.draft import Draft
from search.index.changing import room
from search.index.changing.lock import locked
from search.index.changing.options import DEFAULT_WRITING, WriteOptions
from search.index.changing.publishing import Staying, drafting, prune, publish, switch
from search.index.changing.reprints import hold
from search.index.changing.salvage import Lost, Salvage
from search.index.generations import Generation, current, folder_of, manifest_of, names, opened
from search.index.segment import Segment

_TOLD_EVERY = 1000  # documents


@dataclass(slots=True)
class Repaired:
    """Which generation answers now, how many documents were indexed anew for it, and which are lost."""

    generation: str
    saved: int = 0
    lost: list[Lost] = field(default_factory=list)


def repair(
    index: Path, show: Show = lambda progress: None, writing: WriteOptions = DEFAULT_WRITING
) -> Repaired | None:
    """Publish an index like the live one of which nothing is damaged; None where nothing is.

    The documents of damaged segments are restored, compared with what was written, and indexed anew. Where the file
    `current` is damaged, the newest generation that is whole answers. The damaged generation stays until others are
    published. Raises IndexDamaged where nothing can be saved, and as `locked` does.
    """
    with keeping_freed_memory(), locked(index, writing):
        try:
            live = current(index)
        except IndexUnavailable as problem:
            return Repaired(_newest_whole(index, problem))
        folder, told = folder_of(index, live), manifest_of(index, live)
        damaged = frozenset(damage.path.name for damage in manifest.damages(folder, told))
        whole = _whole(folder, told, damaged)
        if not damaged and len(whole.segments) == len(told.segments) and hold(whole):
            return None
        if writing.check_room:
            room.check_for(
                index, told.size - sum(file.size for each in whole.segments for file in whole.files_of(each).values())
            )
        repaired = _mended(index, whole, damaged, Meter(show, 0))
        prune(index, writing.keep)
        return repaired


def _newest_whole(index: Path, problem: IndexUnavailable) -> str:
    """Let the newest generation answer in which no file is damaged. Raises the problem where there is none."""
    for name in reversed(names(index / "generations")):
        try:
            generation = opened(index / "generations" / name)
        except IndexUnavailable:
            continue
        if not any(manifest.damages(generation.folder, generation.manifest)):
            switch(index, generation.current)
            return name
    raise problem


def _whole(folder: Path, told: manifest.Manifest, damaged: frozenset[str]) -> Generation:
    """The generation with those of its segments that can stay.

    None can where the rules of analysis have changed: one index is never of two minds.
    """
    segments = [Segment(folder / entry.name) for entry in told.segments if not _of(entry.name, damaged)]
    whole = Generation(folder, told, tuple(segment for segment in segments if not _disagrees(segment)))
    return whole if whole.is_of_today or len(whole.segments) == len(told.segments) else Generation(folder, told, ())


def _mended(index: Path, whole: Generation, damaged: frozenset[str], meter: Meter) -> Repaired:
    staying = [Staying.of(whole, segment, segment.deletions) for segment in whole.segments]
    stay = {segment.stem.name for segment in whole.segments}
    to_save = [entry.name for entry in whole.manifest.segments if entry.name not in stay]
    repaired = Repaired("")
    with drafting(index) as folder, Draft(folder, whole.zone) as draft:
        for name in to_save:
            _save(Salvage(whole.folder / name, _of(name, damaged)), draft, repaired, meter)
        if to_save and not repaired.saved and not staying:
            raise IndexDamaged(whole.folder, "not one of its documents is whole")
        written = [draft.write(meter.stage)] if repaired.saved else []
        repaired.generation = publish(folder, written, whole.zone, staying).name
    return repaired


def _save(salvage: Salvage, draft: Draft, repaired: Repaired, meter: Meter) -> None:
    for found in salvage.documents():
        if isinstance(found, Lost):
            repaired.lost.append(found)
            continue
        draft.add(found)
        repaired.saved += 1
        if repaired.saved % _TOLD_EVERY == 0:
            meter.read(0, repaired.saved)


def _of(segment: str, files: frozenset[str]) -> frozenset[str]:
    """Those of some files that are of a segment."""
    return frozenset(name for name in files if name.startswith(f"{segment}."))


def _disagrees(segment: Segment) -> bool:
    try:
        return any(disagreements(segment))
    except (ValueError, IndexError):
        return True
