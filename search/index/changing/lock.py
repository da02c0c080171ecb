"""The one writer of an index: who it is, and since when; and what it says of a disk that fails.

The lock is the kernel's: it dies with its holder, and no clock can make it stale.
"""

from __future__ import annotations

import datetime
import fcntl
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from search.errors import SlovoformError
from search.index.changing.options import DEFAULT_WRITING, WriteOptions

BESIDE_CURRENT = ".current.new"
"""What `current` is written as before it is renamed."""

_PAUSE = 0.1  # seconds between two looks at a lock that another process holds


class Locked(SlovoformError):
    """Another writer holds the index; `holder` says who, and since when."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"{holder}: wait until it is done, or let --wait do so")
        self.holder = holder


@contextmanager
def locked(index: Path, options: WriteOptions = DEFAULT_WRITING) -> Iterator[None]:
    """Become the one writer of an index, which need not be there yet, and remove what an earlier one left behind.

    Raises Locked where another process writes for longer than is waited, SlovoformError where the index cannot be
    written: then, or while it is held. What was published stays as it was, or is the new index where only clearing
    up failed.
    """
    with _explained(index):
        _make(index / "generations")
        with (index / "lock").open("a+", encoding="utf-8") as lock:
            _acquire(lock, index, options)
            (index / BESIDE_CURRENT).unlink(missing_ok=True)
            clear(index / "generations")
            yield


def clear(generations: Path) -> None:
    """Remove what is no generation, or none any more."""
    for leftover in generations.glob(".*-*"):
        shutil.rmtree(leftover)


def sync(path: Path) -> None:
    """Force a file, or the entries of a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _explained(index: Path) -> Iterator[None]:
    """Say with the reason and the file, or the index where the system names no file, what could not be written."""
    try:
        yield
    except OSError as problem:
        raise SlovoformError(
            f"no index can be written to {index}: {problem.strerror or problem} ({problem.filename or index}); "
            "what is published is whole and answers. Make room or mend the disk, give this user the right to write "
            "there, or another directory with --index, and run the command again: it clears up"
        ) from problem


def _make(folder: Path) -> None:
    """Make a folder, and those that it lies in, and force their names to the disk."""
    if folder.is_dir():
        return
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
    sync(folder.parent)


def _acquire(lock: TextIO, index: Path, options: WriteOptions) -> None:
    last = time.monotonic() + options.wait
    told = False
    while not _taken(lock):
        holder = f"{index} is being written by {_holder(lock)}"
        if time.monotonic() >= last:
            raise Locked(holder)
        if not told:
            options.waiting(holder)
            told = True
        time.sleep(min(_PAUSE, max(0.0, last - time.monotonic())))
    lock.seek(0)
    lock.truncate()
    since = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    lock.write(f"process {os.getpid()} on {socket.gethostname()} since {since}\n")
    lock.flush()


def _taken(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: TextIO) -> str:
    """Who holds the lock, as it wrote when it took it."""
    lock.seek(0)
    return lock.read().strip() or "another process"
