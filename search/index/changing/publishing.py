"""How a finished generation goes live, and is found whole after any failure.

A writer makes `generations/.new-<n>` beside the live generation, syncs every file to the disk, opens it once to
verify it, renames it to `generations/<n>` and only then switches the file `current` by one rename. Killed at any
instant, the old generation still answers; what an earlier writer left behind is removed by the next one.

Segments that stay are linked into the new folder: no published file is ever written again, and generations share
what they have in common.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from search.errors import IndexDamaged, SlovoformError
from search.index import deletions, manifest
from search.index.as_whoosh.codec import SlovoformCodec, SlovoformSegment, stem
from search.index.as_whoosh.columns import refuse_foreign_writers, write_contents
from search.index.building.vocabulary import Spread
from search.index.changing.lock import BESIDE_CURRENT, clear, locked, sync
from search.index.changing.options import DEFAULT_WRITING, WriteOptions
from search.index.changing.reprints import find
from search.index.changing.sketched import Part
from search.index.copies import reprints
from search.index.deletions import Deletions
from search.index.generations import Current, Generation, current, names, open_named, opened
from search.index.manifest import Entry, File, Manifest
from search.index.segment import Segment
from search.russian.fingerprint import fingerprint


@contextmanager
def writing(index: Path, options: WriteOptions = DEFAULT_WRITING) -> Iterator[Path]:
    """Become the one writer of an index; yields an empty folder for the next generation. Raises as `locked` does."""
    with locked(index, options), drafting(index) as folder:
        yield folder


@contextmanager
def drafting(index: Path) -> Iterator[Path]:
    """An empty folder for the next generation, for who holds the lock; what is not published is removed."""
    generations = index / "generations"
    folder = generations / f".new-{_next_number(generations):06d}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # gone already where it was published


@dataclass(frozen=True, slots=True)
class Staying:
    """A segment of the live generation that stays, but for documents that are gone, those from before among them."""

    segment: Segment
    gone: Deletions | None
    files: Mapping[str, File]
    analysis: str

    @classmethod
    def of(cls, live: Generation, segment: Segment, gone: Deletions | None) -> Staying:
        """A segment of a generation."""
        return cls(segment, gone, live.files_of(segment), live.manifest.analysis)


def publish(
    folder: Path,
    written: Sequence[SlovoformSegment],
    zone: ZoneInfo,
    staying: Sequence[Staying] = (),
    earlier: Generation | None = None,
    spread: Spread = map,
) -> Generation:
    """Make a folder the live generation, and return it open: finished segments, behind those that stay.

    `earlier`: the generation of those that stay, if it is whole; of what it knows of reprints the most holds on.
    `spread`: something like `map`, which may share out the work.
    """
    linked = {name: file for each in staying for name, file in _linked(folder, each).items()}
    segments = [*map(_as_whoosh, staying), *written]
    write_contents(folder, segments)
    parts = [Part.of(each.segment, each.gone) for each in staying]
    parts += [Part.of(Segment(stem(folder, segment)), None) for segment in written]
    reprints.save(folder, find(parts, earlier, spread), [each.segment for each in parts])
    made = [path for path in folder.iterdir() if path.name not in linked]
    told = Manifest(
        zone=zone,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        analysis=staying[0].analysis if staying else fingerprint(),  # all segments of an index have the same
        segments=tuple(_entry(segment) for segment in segments),
        files=linked | manifest.checked(made),
    )
    manifest.write(folder, told)
    return go_live(folder, {segment.segment_id() for segment in written})


def go_live(folder: Path, written: set[str]) -> Generation:
    """Make a folder that has all of its files the live generation, and return it open.

    `written`: its new segments.
    """
    refuse_foreign_writers(folder)
    for path in folder.iterdir():
        sync(path)
    sync(folder)
    _verify(opened(folder), written)
    generations = folder.parent
    folder.rename(published := generations / folder.name.removeprefix(".new-"))
    sync(generations)
    live = opened(published)
    switch(generations.parent, live.current)
    return live


def switch(index: Path, to: Current) -> None:
    """Make a generation that is complete and synced the live one."""
    beside = index / BESIDE_CURRENT
    beside.write_bytes(to.line())
    sync(beside)
    beside.rename(index / "current")
    sync(index)


def prune(index: Path, keep: int, replaced: Generation | None = None) -> None:
    """Remove the generations before the newest ones, of which so many are kept, but never the live one.

    `replaced`: has been joined to the live one and says the same, so that nobody would go back to it.
    """
    live, generations = current(index).name, index / "generations"
    all_names = names(generations)
    stay = [name for name in all_names if replaced is None or name != replaced.name][-keep:]
    for name in {*all_names} - {*stay, live}:
        (generations / name).rename(generations / f".old-{name}")  # half of a generation would look like one
    clear(generations)


def rollback(index: Path, name: str | None = None, options: WriteOptions = DEFAULT_WRITING) -> str:
    """Make an earlier generation the live one again, the one before the live one unless named; returns its name.

    Raises IndexUnavailable where it is not there or damaged, Locked and SlovoformError as `locked` does.
    """
    with locked(index, options):
        live = current(index).name
        earlier = [each for each in names(index / "generations") if int(each) < int(live)]
        generation = open_named(index, name or (earlier[-1] if earlier else f"before {live}"))
        for damage in manifest.damages(generation.folder, generation.manifest):
            raise IndexDamaged(damage.path, damage.reason)
        switch(index, generation.current)
    return generation.name


def _linked(folder: Path, staying: Staying) -> dict[str, File]:
    """Link the files of a segment into a folder, and write which of its documents are gone."""
    files = {name: file for name, file in staying.files.items() if not deletions.is_of_deletions(name)}
    for name in files:
        _link(staying.segment.stem.with_name(name), folder / name)
    if staying.gone:
        deletions.save(folder / staying.segment.stem.name, staying.gone)
    return files


def _link(there: Path, here: Path) -> None:
    try:
        here.hardlink_to(there)
    except OSError:  # a file system without links, or too many of them
        shutil.copyfile(there, here)


def _as_whoosh(staying: Staying) -> SlovoformSegment:
    gone = set(staying.gone.documents.tolist()) if staying.gone else None
    return SlovoformCodec().known_segment(staying.segment.stem.name, staying.segment.documents, gone)


def _entry(segment: SlovoformSegment) -> Entry:
    return Entry(segment.segment_id(), segment.doc_count_all(), segment.deleted_count())


def _verify(generation: Generation, written: set[str]) -> None:
    """Refuse to publish what cannot be read back: counts agree, the first and last documents are there."""
    for segment in generation.segments:
        if len(segment.records) != segment.documents or len(segment.ids) != segment.documents:
            raise SlovoformError(f"segment {segment.stem.name} was written incompletely; nothing was published")
        for number in {0, segment.documents - 1} if segment.stem.name in written else ():
            if segment.number_of(segment.document(number).id) != number:
                raise SlovoformError(f"segment {segment.stem.name} does not read back; nothing was published")


def _next_number(generations: Path) -> int:
    return max(map(int, names(generations)), default=0) + 1
