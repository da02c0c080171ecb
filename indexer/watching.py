"""What changes in folders, told in batches once it has been quiet: the only place that knows `watchfiles`.

A file counts as quiet when nothing has happened to it for a while: one that is still being written waits. What is
watched may go, as a whole, and come back, be it a folder that is put in the place of another one or a file that an
editor writes anew: the watching begins again, and all of it counts as changed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event

import watchfiles

from search.errors import SlovoformError

_TICK = 0.5  # seconds between two looks at what is quiet by now, and at what has come back
_POLLED = 1000  # milliseconds between two looks at all files, where the system does not tell of changes

Batch = frozenset[Path]
"""Absolute paths of files and folders: what is at them and below is to be indexed."""


class Watch:
    """Watches paths until `stop` is set.

    `ignored`: a folder below them that is none of it: the index. `quiet`: seconds. `whole`: what changes is told when
    all is quiet, not file by file. `poll`: look at all files time and again instead of being told by the system.
    """

    def __init__(
        self, paths: Sequence[Path], ignored: Path, quiet: float, whole: bool, poll: bool, stop: Event
    ) -> None:
        self._roots = [path.absolute() for path in paths]
        self._ignored = ignored.absolute()
        self._quiet, self._whole, self._poll, self._stop = quiet, whole, poll, stop
        self._due = dict.fromkeys(self._roots, 0.0)  # what has changed, and when it will have been quiet
        self._failed, self._retry = Batch(), 0.0  # what is to be told once more, and when at the latest
        self._there = self._identities()

    def batches(self) -> Iterator[Batch]:
        """All that is there, and from then on what changes. Raises SlovoformError where it cannot be watched."""
        while not self._stop.is_set():
            for changed in self._changes():
                self._note(changed, self._quiet)
                if ready := self._ready():
                    yield ready
                if self._moved() or self._stop.is_set():
                    break

    def again(self, batch: Batch, seconds: float) -> None:
        """Tell of a batch once more: with the next one, or in so many seconds."""
        self._failed, self._retry = self._failed | batch, time.monotonic() + seconds

    def _changes(self) -> Iterator[Batch]:
        """What changed since it was asked before; nothing, every now and then."""
        roots = [root for root, there in self._there.items() if there]
        if not roots:
            self._stop.wait(_TICK)
            yield Batch()
            return
        told = watchfiles.watch(
            *roots,
            watch_filter=self._counts,
            stop_event=self._stop,
            rust_timeout=int(_TICK * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=self._poll,
            poll_delay_ms=_POLLED,
            ignore_permission_denied=True,
            debug=False,
        )
        try:
            for changes in told:
                yield Batch(Path(path) for _, path in changes)
        except FileNotFoundError:
            pass  # gone just now
        except OSError as problem:
            raise SlovoformError(f"changes cannot be watched: {problem}; --poll does without the system") from problem

    def _counts(self, change: watchfiles.Change, told: str) -> bool:
        """Is it in none of what is passed over when folders are read: hidden files, and the index?"""
        path = Path(told)
        roots = [root for root in self._roots if path.is_relative_to(root)]
        hidden = any(part.startswith(".") for root in roots for part in path.relative_to(root).parts)
        return not hidden and not path.is_relative_to(self._ignored)

    def _note(self, paths: Iterable[Path], seconds: float) -> None:
        self._due |= dict.fromkeys(paths, time.monotonic() + seconds)

    def _ready(self) -> Batch:
        """What is quiet by now; it counts as told."""
        now = time.monotonic()
        ready = Batch(path for path, due in self._due.items() if due <= now)
        if self._whole and len(ready) < len(self._due):
            return Batch()
        if ready or (self._failed and self._retry <= now):
            ready, self._failed = ready | self._failed, Batch()
        for path in ready:
            self._due.pop(path, None)
        return ready

    def _moved(self) -> bool:
        """Is one of the watched paths another file or folder than before, or gone? It has changed, then."""
        before, self._there = self._there, self._identities()
        others = [root for root, there in self._there.items() if there != before[root]]
        self._note(others, self._quiet)
        return bool(others)

    def _identities(self) -> dict[Path, tuple[int, int] | None]:
        return {root: _identity(root) for root in self._roots}


def _identity(path: Path) -> tuple[int, int] | None:
    """The device and number of a file or folder, which another one in its place has not; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
