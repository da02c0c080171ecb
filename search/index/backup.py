"""A generation as one tar file: its manifest first, then its files, each compared with its checksum on the way."""

from __future__ import annotations

import tarfile
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from search.index import manifest
from search.index.generations import Generation, open_current, open_named
from search.index.manifest import Summed


def backup(index: Path, output: BinaryIO, name: str | None = None) -> str:
    """Write a generation to a file, the live one unless it is named; returns its name. Raises IndexUnavailable."""
    with ExitStack() as stack:
        generation, files = _opened(index, name, stack)
        with tarfile.open(fileobj=output, mode="w|") as tar:
            for name, file in files.items():
                read = Summed(file)
                tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), read)
                if name != manifest.NAME:  # which has its checksum within
                    read.compare(generation.folder / name, generation.manifest.files[name])
    return generation.name


def _opened(index: Path, name: str | None, stack: ExitStack) -> tuple[Generation, dict[str, BinaryIO]]:
    """A generation and all of its files: opened before any is read, since it may be pruned meanwhile."""
    generation = open_named(index, name) if name else open_current(index)
    try:
        paths = {name: generation.folder / name for name in (manifest.NAME, *generation.manifest.files)}
        files: dict[str, BinaryIO] = {name: stack.enter_context(path.open("rb")) for name, path in paths.items()}
    except FileNotFoundError:
        if name or open_current(index).name == generation.name:
            raise
        return _opened(index, name, stack)
    return generation, files
