"""The calls by which a process changes files, watched: each is told before it is done, and after.

The functions of `os` and `io` are replaced in the process that is disturbed, before its command begins; processes
that it forks inherit them. Nothing in the program is changed for it. NumPy writes arrays past Python where it is
given a real file: it is told that it never is.
"""

from __future__ import annotations

import builtins
import fcntl
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `create`, `write`, `truncate`, `fsync`, `mkdir`, `rename`, `link`, `unlink` or `rmdir`.

    `path`: of what; `to`: its other name in `rename` and `link`. `place`, `data`: what is written where; `place` is
    the new length in `truncate`.
    """

    kind: str
    path: str
    to: str = ""
    place: int = 0
    data: bytes = b""


Hook = Callable[[Call], None]

_real = {name: getattr(os, name) for name in (
    "fsync", "fdatasync", "mkdir", "rename", "replace", "link", "unlink", "remove", "rmdir", "pwrite", "write",
    "truncate", "ftruncate", "open",
) if hasattr(os, name)}  # fmt: skip
_real_open = io.open


def watch(folder: Path, before: Hook, done: Hook = lambda call: None) -> None:
    """Tell of all changes below a folder from now on; what `before` raises is what the call then fails with."""
    root = str(folder.resolve())

    def around(call: Call, real: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        watched = call.path.startswith(root)
        if watched:
            before(call)
        result = real(*arguments, **named)
        if watched:
            done(call)
        return result

    _replace_named(around)
    _replace_opened(around)
    _replace_open(around)
    _numpy_writes_through_python()


def _replace_named(around: Callable[..., Any]) -> None:
    def of_one(kind: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(path: Any, *rest: Any, dir_fd: int | None = None, **named: Any) -> Any:
            return around(Call(kind, _path(path, dir_fd)), real, path, *rest, dir_fd=dir_fd, **named)

        return called

    def of_two(kind: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(path: Any, to: Any, **named: Any) -> Any:
            return around(Call(kind, _path(path), to=_path(to)), real, path, to, **named)

        return called

    for name, kind in (("mkdir", "mkdir"), ("unlink", "unlink"), ("remove", "unlink"), ("rmdir", "rmdir")):
        _put(name, of_one(kind, _real[name]))
    for name, kind in (("rename", "rename"), ("replace", "rename"), ("link", "link")):
        _put(name, of_two(kind, _real[name]))


def _replace_opened(around: Callable[..., Any]) -> None:
    def fsync(handle: int) -> Any:
        return around(Call("fsync", _path(handle)), _real["fsync"], handle)

    def pwrite(handle: int, data: Any, place: int) -> Any:
        return around(
            Call("write", _path(handle), place=place, data=bytes(data)), _real["pwrite"], handle, data, place
        )

    def write(handle: int, data: Any) -> Any:
        path = _path(handle)
        if not path.startswith("/"):  # a pipe
            return _real["write"](handle, data)
        place = os.lseek(handle, 0, os.SEEK_CUR)
        return around(Call("write", path, place=place, data=bytes(data)), _real["write"], handle, data)

    def truncate(path: Any, size: int) -> Any:
        return around(Call("truncate", _path(path), place=size), _real["truncate"], path, size)

    _put("fsync", fsync)
    _put("fdatasync", fsync)
    _put("pwrite", pwrite)
    _put("write", write)
    _put("truncate", truncate)
    _put("ftruncate", truncate)


def _replace_open(around: Callable[..., Any]) -> None:
    class Raw(io.FileIO):
        def write(self, data: Any) -> int:
            place = os.fstat(self.fileno()).st_size if "a" in self.mode else self.tell()
            call = Call("write", _path(self.fileno()), place=place, data=bytes(data))
            written: int = around(call, super().write, data)
            return written

        def truncate(self, size: int | None = None) -> int:
            length = self.tell() if size is None else size
            cut: int = around(Call("truncate", _path(self.fileno()), place=length), super().truncate, length)
            return cut

    def opened(
        file: Any, mode: str = "r", buffering: int = -1, encoding: Any = None, errors: Any = None,
        newline: Any = None, closefd: bool = True, opener: Any = None,
    ) -> Any:  # fmt: skip
        if isinstance(file, int) or not set(mode) & set("wax+"):
            return _real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw_mode = mode.replace("b", "").replace("t", "")
        path = _path(file)
        new = not Path(path).exists()
        if new or "w" in mode:
            raw = around(Call("create" if new else "truncate", path), Raw, file, raw_mode, closefd, opener)
        else:
            raw = Raw(file, raw_mode, closefd, opener)
        if not buffering:
            return raw
        buffer = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffer if "b" in mode else io.TextIOWrapper(buffer, encoding, errors, newline)

    def opened_low(path: Any, flags: int, *rest: Any, dir_fd: int | None = None) -> int:
        full = _path(path, dir_fd)
        if flags & os.O_CREAT and not Path(full).exists():
            handle: int = around(Call("create", full), _real["open"], path, flags, *rest, dir_fd=dir_fd)
            return handle
        return int(_real["open"](path, flags, *rest, dir_fd=dir_fd))

    io.open = opened
    builtins.open = opened
    _put("open", opened_low)


def _put(name: str, replacement: Callable[..., Any]) -> None:
    real = _real[name]
    for supported in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
        if real in supported:
            supported.add(replacement)  # shutil asks for this
    setattr(os, name, replacement)


def _numpy_writes_through_python() -> None:
    module = getattr(np.lib, "_format_impl", np.lib.format)
    module.isfileobj = lambda file: False


def _path(file: Any, folder: int | None = None) -> str:
    """The path of a file by name or handle."""
    if not isinstance(file, int):
        name = os.fspath(file)
        beside = Path(_path(folder)) if folder is not None else Path.cwd()
        return os.path.normpath(beside / name)
    if hasattr(fcntl, "F_GETPATH"):
        return fcntl.fcntl(file, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0").decode()
    return str(Path(f"/proc/self/fd/{file}").readlink())
