"""Walks over the files and folders that a person gave, and finds what there is to read."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from os import stat_result
from pathlib import Path

from indexer.reading.assembling.cleaning import path_line
from indexer.reading.formats import FORMATS, format_of
from indexer.reading.opening.opened import why
from indexer.reading.packing.archive import ENDINGS, archive_stem
from indexer.reading.packing.compressed import PACKINGS
from search.index.generations import is_index

_PACKED = ", ".join(PACKINGS)
KNOWN = f"known are {', '.join(FORMATS)}, each also with {_PACKED}, and the archives {', '.join(ENDINGS)}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; `id_stem` is its path below the one that was given, without the ending: «2026/toqayev».

    `member`: the path in the archive that the file is, of a file in it.
    """

    path: Path
    id_stem: str
    size: int
    member: str = ""

    @property
    def full(self) -> Path:
        """Its path, with that of the member behind it: «архив.zip/лента.jsonl»."""
        return Path(f"{self.path}/{self.member}")  # a member may have an absolute path


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be read: `where` is a path or «path:line»; `consumed` counts as in a document found."""

    where: str
    reason: str
    consumed: int = 0

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


def survey(paths: Sequence[Path]) -> tuple[list[Source], list[Refused]]:
    """Find the sources among files and in folders, sorted by name; each file once, under its first name.

    Hidden files and indexes in a folder are passed over. A path that is missing or unreadable, a file of an unknown
    format, an index and a folder without a file are refused.
    """
    walk = _Walk()
    for path in paths:
        walk.visit(path)
    return walk.sources, walk.refused


@dataclass(slots=True)
class _Walk:
    sources: list[Source] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def visit(self, given: Path) -> None:
        """Visit a path and all below it."""
        stack = [(given, "")]
        barren = True
        while stack:
            children = self._look(*stack.pop())
            barren = barren and children is not None
            stack.extend(reversed(children or []))
        if barren:
            self._refuse(given, f"there is nothing to read in this folder: {KNOWN}")

    def _look(self, path: Path, name: str) -> list[tuple[Path, str]] | None:
        """List the children of a folder that was not met before; take up anything else."""
        try:
            status = path.stat()
            if self._met(status):
                return None
            if not stat.S_ISDIR(status.st_mode):
                self._file(path, name or path.name, status)
            elif not is_index(path):
                return _children(path, name)
            elif name:
                return []
            else:
                self._refuse(path, "it is an index of Slovoform: give the texts that it was built from")
        except OSError as problem:
            self._refuse(path, why(problem))
        return None

    def _met(self, status: stat_result) -> bool:
        """Know a folder or a file again, by whatever links it is reached; hard links are files of their own."""
        key = (status.st_dev, status.st_ino)
        if key in self.seen:
            return True
        if stat.S_ISDIR(status.st_mode) or status.st_nlink == 1:
            self.seen.add(key)
        return False

    def _file(self, path: Path, name: str, status: stat_result) -> None:
        folder, cut, file = name.rpartition("/")
        stem, known = format_of(file)
        archive = archive_stem(file)
        if not stat.S_ISREG(status.st_mode):
            self._refuse(path, "it is neither a file nor a folder")
        elif archive is None and known is None:
            self._refuse(path, f"its format is unknown: {KNOWN}")
        else:
            self.sources.append(Source(path, path_line(f"{folder}{cut}{archive or stem}"), status.st_size))

    def _refuse(self, path: Path, reason: str) -> None:
        self.refused.append(Refused(path_line(path), reason))


def _children(folder: Path, name: str) -> list[tuple[Path, str]]:
    below = f"{name}/" if name else ""
    children = sorted(folder.iterdir(), key=lambda child: child.name)
    return [(child, below + child.name) for child in children if not child.name.startswith(".")]
