"""What a disk may hold after the power went: names and contents, of which each lasts once it was synced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.faults.calls import Call

Contents = Literal["nothing", "half"]
"""What a file shows that has a name, and was never synced."""


@dataclass(slots=True)
class File:
    """What was written, and what of it was synced; None: never."""

    written: bytearray
    synced: bytes | None


@dataclass(slots=True)
class Folder:
    """The names in a folder, and those that were there when it was synced."""

    names: dict[str, File | Folder] = field(default_factory=dict)
    synced: dict[str, File | Folder] = field(default_factory=dict)


class Disk:
    """Follows the calls of a program on a folder whose present contents are safe."""

    def __init__(self, folder: Path) -> None:
        self._root = folder.resolve()
        self._top = Folder()
        self._top.names[self._root.name] = self._top.synced[self._root.name] = _safe(self._root)

    def take(self, call: Call) -> None:
        """Do what a call did."""
        parent, name = self._parent(call.path)
        match call.kind:
            case "create":
                parent.names[name] = File(bytearray(), None)
            case "mkdir":
                parent.names[name] = Folder()
            case "write":
                self._file(call.path).written[call.place : call.place + len(call.data)] = call.data
            case "truncate":
                self._resize(self._file(call.path), call.place)
            case "fsync":
                _sync(parent.names[name])
            case "rename":
                to, new = self._parent(call.to)
                to.names[new] = parent.names.pop(name)
            case "link":
                to, new = self._parent(call.to)
                to.names[new] = parent.names[name]
            case "unlink" | "rmdir":
                del parent.names[name]

    def states(self) -> Iterator[tuple[set[str], Contents]]:
        """Which folders may show all their names, synced or not, and what files without synced contents show."""
        folders = sorted(path for path, folder in _folders(self._top, "") if folder.names != folder.synced)
        for chosen in range(1 << len(folders)):
            late = {path for bit, path in enumerate(folders) if chosen >> bit & 1}
            yield late, "nothing"
            yield late, "half"

    def files(self, late: set[str], contents: Contents) -> dict[str, bytes]:
        """Such a state: all files by their paths, counted from the folder."""
        top = self._top.names if "" in late else self._top.synced
        start = f"/{self._root.name}"
        return {path[len(start) + 1 :]: data for path, data in _files(top[self._root.name], start, late, contents)}

    def _parent(self, path: str) -> tuple[Folder, str]:
        *steps, name = Path(path).relative_to(self._root.parent).parts
        folder = self._top
        for step in steps:
            folder = folder.names[step]  # type: ignore[assignment]  # a file here is a KeyError's neighbour
        return folder, name

    def _file(self, path: str) -> File:
        parent, name = self._parent(path)
        file = parent.names[name]
        assert isinstance(file, File)
        return file

    @staticmethod
    def _resize(file: File, size: int) -> None:
        del file.written[size:]
        file.written.extend(bytes(size - len(file.written)))


def _safe(path: Path) -> File | Folder:
    if path.is_file():
        data = path.read_bytes()
        return File(bytearray(data), data)
    names = {below.name: _safe(below) for below in path.iterdir()}
    return Folder(names, dict(names))


def _sync(what: File | Folder) -> None:
    if isinstance(what, File):
        what.synced = bytes(what.written)
    else:
        what.synced = dict(what.names)


def _folders(folder: Folder, path: str) -> Iterator[tuple[str, Folder]]:
    """All folders that can be reached, by path; those that were renamed, under the new name."""
    yield path, folder
    for name, below in {**folder.synced, **folder.names}.items():
        if isinstance(below, Folder):
            yield from _folders(below, f"{path}/{name}")


def _files(what: File | Folder, path: str, late: set[str], contents: Contents) -> Iterator[tuple[str, bytes]]:
    if isinstance(what, File):
        half = bytes(what.written[: len(what.written) // 2]) if contents == "half" else b""
        yield path, half if what.synced is None else what.synced
        return
    for name, below in (what.names if path in late else what.synced).items():
        yield from _files(below, f"{path}/{name}", late, contents)
