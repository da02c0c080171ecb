"""A backup becomes the live generation of an index."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path
from typing import BinaryIO

from search.errors import SlovoformError
from search.index import manifest
from search.index.changing import room
from search.index.changing.options import DEFAULT_WRITING, WriteOptions
from search.index.changing.publishing import go_live, prune, writing
from search.index.manifest import Summed


class BadBackup(SlovoformError):
    """A file that is no backup, or is not all of one."""


def restore(index: Path, backup: BinaryIO, options: WriteOptions = DEFAULT_WRITING) -> str:
    """Publish what `backup` wrote, and return the name of the generation.

    Files are taken under the names that the manifest has, and none other: no path, no link. Raises BadBackup,
    OtherFormat where another version wrote it, IndexDamaged where it is not as it was written, and as `locked` does.
    """
    with writing(index, options) as folder:
        try:
            with tarfile.open(fileobj=backup, mode="r|*") as tar:
                _unpack(tar, folder, options.check_room)
        except (tarfile.TarError, EOFError) as problem:
            raise BadBackup(f"this is no backup, or a part of one: {problem}; nothing was published") from problem
        name = go_live(folder, set()).name  # all of it was compared with its checksums
        prune(index, options.keep)
        return name


def _unpack(tar: tarfile.TarFile, folder: Path, check_room: bool) -> None:
    _take(tar, tar.next(), manifest.NAME, folder)
    told = manifest.read(folder)
    if check_room:
        room.check(folder, told.size)
    missing = dict(told.files)
    for member in iter(tar.next, None):
        if member.name not in missing or Path(member.name).name != member.name:
            raise BadBackup(f"this is no backup: it has a file {member.name!r}; nothing was published")
        _take(tar, member, member.name, folder).compare(folder / member.name, missing.pop(member.name))
    if missing:
        raise BadBackup(f"this is only a part of a backup: {min(missing)} is missing; nothing was published")


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo | None, name: str, folder: Path) -> Summed:
    content = tar.extractfile(member) if member and member.isreg() and member.name == name else None
    if content is None:
        raise BadBackup(f"this is no backup: {name} is not where it should be; nothing was published")
    read = Summed(content)
    with (folder / name).open("wb") as file:
        shutil.copyfileobj(read, file)
    return read
