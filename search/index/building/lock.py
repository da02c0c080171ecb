"""The one writer of an index: who it is, and since when.

The lock is the kernel's: it dies with its holder, and no clock can make it stale.
"""

from __future__ import annotations

import datetime
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from search.errors import SlovoformError


class Locked(SlovoformError):
    """Another writer holds the index; the message names it."""


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Become the one writer of an index, which need not be there yet.

    Raises Locked where another process writes, SlovoformError where no index can be written.
    """
    with explained(index):
        (index / "generations").mkdir(parents=True, exist_ok=True)
        lock = (index / "lock").open("a+", encoding="utf-8")
    with lock:
        with explained(index):
            _acquire(lock, index)
        yield


@contextmanager
def explained(index: Path) -> Iterator[None]:
    """Say of a failure of the file system which index could not be written, and what to do."""
    try:
        yield
    except OSError as problem:
        raise SlovoformError(
            f"no index can be written to {index}: {problem.strerror or problem} ({problem.filename or index}); "
            "give this user the right to write there, or another directory with --index"
        ) from problem


def _acquire(lock: TextIO, index: Path) -> None:
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
