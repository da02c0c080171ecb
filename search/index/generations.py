"""Generations: how a finished index goes live, and how a reader finds the live one.

A writer builds `generations/.new-<n>` beside the live generation, syncs every file to the disk, opens it once to
verify it, renames it to `generations/<n>` and only then switches the file `current` by one rename. Killed at any
instant, the old generation still answers; what an earlier writer left behind is removed by the next one.
"""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, EmptyIndexError

from search.errors import IndexDamaged, IndexUnavailable, SlovoformError
from search.index.building.vocabulary import Known
from search.index.codec import SlovoformSegment, stem
from search.index.schema import schema
from search.index.segment import Segment
from search.russian.fingerprint import fingerprint

FORMAT = 4
"""Raised by one whenever what is written changes so that another program's index cannot be read."""

_KEPT = 2  # generations: the live one, and the one before it, which readers may still be opening
_NAME = "MAIN"


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of the index, open for reading.

    `zone` is the one in which its days lie, `analysis` the fingerprint of the rules by which forms were analysed.
    """

    name: str
    zone: ZoneInfo
    created: str
    analysis: str
    segments: tuple[Segment, ...]
    size: int


class Locked(SlovoformError):
    """Another writer holds the index; the message names it."""


def open_current(index: Path) -> Generation:
    """Open the live generation.

    Raises IndexUnavailable where there is none, or where it cannot be read.
    """
    name = current(index)
    try:
        return _open(index / "generations" / name)
    except IndexUnavailable:
        if name != current(index):  # switched and pruned meanwhile
            return open_current(index)
        raise


def current(index: Path) -> str:
    """The name of the live generation: digits, never a path. Raises IndexUnavailable where there is none."""
    try:
        name = (index / "current").read_bytes().strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexUnavailable(f"there is no index in {index}: make one with `slovoform build PATH…`") from None
    except OSError as problem:
        raise IndexUnavailable(f"the index {index} cannot be read: {problem}") from problem
    if not name.isdigit():
        raise IndexDamaged(index / "current", "it names no generation")
    return name.decode("ascii")


def known(index: Path) -> Known | None:
    """The analysis of forms that the live generation has, if today's rules and dictionary would make the same."""
    try:
        generation = open_current(index)
    except IndexUnavailable:
        return None
    if generation.analysis != fingerprint() or not generation.segments:
        return None
    largest = max(generation.segments, key=lambda segment: len(segment.forms)).arrays
    return Known(largest.forms, largest.terms, largest.form_terms)


def is_index(folder: Path) -> bool:
    """Is this the directory of an index, be it one that was never finished?"""
    return (folder / "generations").is_dir() and any((folder / name).is_file() for name in ("current", "lock"))


@contextmanager
def writing(index: Path) -> Iterator[Path]:
    """Become the one writer of an index; yields an empty folder for the segments of the next generation.

    Raises Locked where another process writes, SlovoformError where no index can be written. The lock is the
    kernel's: it dies with its holder.
    """
    with _explained(index):
        (index / "generations").mkdir(parents=True, exist_ok=True)
        lock = (index / "lock").open("a+", encoding="utf-8")
    with lock:
        with _explained(index):
            _acquire(lock, index)
            folder = _emptied(index / "generations")
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # gone already where it was published


def publish(folder: Path, segments: Sequence[SlovoformSegment], zone: ZoneInfo) -> Generation:
    """Make a folder of finished segments the live generation, and return it open."""
    name = folder.name.removeprefix(".new-")
    TOC(schema(), list(segments), 1).write(FileStorage(str(folder)), _NAME)
    created = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    about = {"format": FORMAT, "zone": zone.key, "created": created, "analysis": fingerprint()}
    (folder / "generation.json").write_text(json.dumps(about), encoding="utf-8")
    _refuse_foreign_writers(folder)
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    _verify(_open(folder))
    generations, index = folder.parent, folder.parent.parent
    folder.rename(generations / name)
    _sync(generations)
    switch = index / ".current.new"
    switch.write_text(name + "\n", encoding="ascii")
    _sync(switch)
    switch.rename(index / "current")
    _sync(index)
    _prune(generations)
    return _open(generations / name)


def _open(folder: Path) -> Generation:
    """Open a generation. Raises IndexUnavailable, whatever it is that its files lack."""
    try:
        return _read(folder)
    except IndexUnavailable:
        raise
    except FileNotFoundError as problem:
        raise IndexDamaged(problem.filename or folder, "it is missing") from problem
    except OSError as problem:
        raise IndexUnavailable(f"the index in {folder} cannot be read: {problem}") from problem
    except Exception as problem:  # over damaged bytes numpy, pickle and Whoosh raise whatever they come to
        raise IndexDamaged(folder, repr(problem)) from problem


def _read(folder: Path) -> Generation:
    about = json.loads((folder / "generation.json").read_text(encoding="utf-8"))
    if about["format"] != FORMAT:
        advice = "use a newer Slovoform, or rebuild" if about["format"] > FORMAT else "rebuild"
        raise IndexUnavailable(
            f"the index in {folder} has format {about['format']}, this program reads format {FORMAT}: "
            f"{advice} the index with `slovoform build`"
        )
    try:
        toc = TOC.read(_TocInMemory(folder), _NAME)
    except EmptyIndexError as problem:
        raise IndexDamaged(folder, "its table of contents is missing") from problem
    segments = tuple(Segment(stem(folder, segment)) for segment in toc.segments)
    size = sum(path.stat().st_size for path in folder.iterdir())
    return Generation(folder.name, ZoneInfo(about["zone"]), about["created"], about["analysis"], segments, size)


class _TocInMemory(RamStorage):  # type: ignore[misc]  # Whoosh has no types
    """The table of contents of a folder, read beforehand: over a damaged one Whoosh leaves its file open."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.files = {path.name: path.read_bytes() for path in folder.glob("*.toc")}


def _refuse_foreign_writers(folder: Path) -> None:
    """Put a folder where Whoosh's writer opens its lock file: it fails at its first step, and writes nothing."""
    refusal = folder / f"{_NAME}_WRITELOCK"
    refusal.mkdir()
    (refusal / "README").write_text("This index is written by `slovoform build` alone.\n", encoding="utf-8")


def _verify(generation: Generation) -> None:
    """Refuse to publish what cannot be read back: counts agree, the first and last documents are there."""
    for segment in generation.segments:
        if len(segment.records) != segment.documents or len(segment.ids) != segment.documents:
            raise SlovoformError(f"segment {segment.stem.name} was written incompletely; nothing was published")
        for number in {0, segment.documents - 1}:
            if segment.number_of(segment.document(number).id) != number:
                raise SlovoformError(f"segment {segment.stem.name} does not read back; nothing was published")


@contextmanager
def _explained(index: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise SlovoformError(
            f"no index can be written to {index}: {problem.strerror or problem} ({problem.filename or index}); "
            "give this user the right to write there, or another directory with --index"
        ) from problem


def _emptied(generations: Path) -> Path:
    """Remove what an earlier writer left behind, and make the folder of the next generation."""
    for leftover in generations.glob(".new-*"):
        shutil.rmtree(leftover)
    folder = generations / f".new-{_next_number(generations):06d}"
    folder.mkdir()
    return folder


def _next_number(generations: Path) -> int:
    return max((int(path.name) for path in generations.iterdir() if path.name.isdecimal()), default=0) + 1


def _prune(generations: Path) -> None:
    names = sorted(path.name for path in generations.iterdir() if path.name.isdecimal())
    for name in names[:-_KEPT]:
        shutil.rmtree(generations / name)


def _acquire(lock, index: Path) -> None:  # type: ignore[no-untyped-def]  # an open text file
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip() or "another process"
        raise Locked(f"{index} is being written by {holder}: wait until it is done") from None
    lock.seek(0)
    lock.truncate()
    since = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    lock.write(f"process {os.getpid()} on {socket.gethostname()} since {since}\n")
    lock.flush()


def _sync(path: Path) -> None:
    """Force a file, or the entries of a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
