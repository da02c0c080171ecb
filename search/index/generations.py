"""Generations: how a reader finds the live state of an index, and opens it.

A published generation never changes: what is mapped stays mapped. Who writes the next one says
`building/publishing.py`.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from search.errors import IndexDamaged, IndexUnavailable
from search.index import manifest
from search.index.building.vocabulary import Known
from search.index.manifest import File, Manifest
from search.index.segment import Segment
from search.russian.fingerprint import fingerprint


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of the index, open for reading."""

    folder: Path
    manifest: Manifest
    segments: tuple[Segment, ...]

    @property
    def name(self) -> str:
        """Its number, in digits."""
        return self.folder.name

    @property
    def zone(self) -> ZoneInfo:
        """The one in which its days lie."""
        return self.manifest.zone

    @property
    def documents(self) -> int:
        """How many documents it has."""
        return sum(segment.live for segment in self.segments)

    @property
    def is_of_today(self) -> bool:
        """Would today's rules and dictionary analyse its forms in the same way?"""
        return self.manifest.analysis == fingerprint()

    def files_of(self, segment: Segment) -> dict[str, File]:
        """The files of one of its segments, by their names."""
        begins = f"{segment.stem.name}."
        return {name: file for name, file in self.manifest.files.items() if name.startswith(begins)}


def open_current(index: Path) -> Generation:
    """Open the live generation.

    Raises IndexUnavailable where there is none, or where it cannot be read.
    """
    name = current(index)
    try:
        return opened(index / "generations" / name)
    except IndexUnavailable:
        if name != current(index):  # switched and pruned meanwhile
            return open_current(index)
        raise


def current(index: Path) -> str:
    """The name of the live generation: digits, never a path. Raises IndexUnavailable where there is none."""
    path = index / "current"
    try:
        name, _, checksum = path.read_bytes().strip().partition(b" ")
    except (FileNotFoundError, NotADirectoryError):
        raise IndexUnavailable(f"there is no index in {index}: make one with `slovoform build PATH…`") from None
    except OSError as problem:
        raise IndexUnavailable(f"the index {index} cannot be read: {problem}") from problem
    if not name.isdigit():
        raise IndexDamaged(path, "it names no generation")
    if checksum != b"%08x" % zlib.crc32(name):  # a neighbour's name may be but one bit away
        raise IndexDamaged(path, "its checksum is another one")
    return name.decode("ascii")


def known(generation: Generation) -> Known | None:
    """The analysis of forms that a generation has, if today's rules and dictionary would make the same."""
    if not generation.is_of_today or not generation.segments:
        return None
    largest = max(generation.segments, key=lambda segment: len(segment.forms)).arrays
    return Known(largest.forms, largest.terms, largest.form_terms)


def is_index(folder: Path) -> bool:
    """Is this the directory of an index, be it one that was never finished?"""
    return (folder / "generations").is_dir() and any((folder / name).is_file() for name in ("current", "lock"))


def opened(folder: Path) -> Generation:
    """Open a generation. Raises IndexUnavailable, whatever it is that its files lack."""
    try:
        told = manifest.read(folder)
        return Generation(folder, told, tuple(Segment(folder / entry.name) for entry in told.segments))
    except IndexUnavailable:
        raise
    except FileNotFoundError as problem:
        raise IndexDamaged(problem.filename or folder, "it is missing") from problem
    except OSError as problem:
        raise IndexUnavailable(f"the index in {folder} cannot be read: {problem}") from problem
    except Exception as problem:  # over damaged bytes numpy and zstd raise whatever they come to
        raise IndexDamaged(folder, repr(problem)) from problem
