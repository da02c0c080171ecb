"""How far a build is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes of the sources read, of how many in all; `stage` names what is being done."""

    stage: str
    documents: int
    bytes_read: int
    bytes_total: int
    seconds: float


Show = Callable[[Progress], None]


class Meter:
    """Counts what is read, and shows it."""

    def __init__(self, show: Show, total: int) -> None:
        self._show = show
        self._total = total
        self._started = time.monotonic()
        self._read = 0
        self._documents = 0

    @property
    def seconds(self) -> float:
        """How long it has been going."""
        return time.monotonic() - self._started

    @property
    def share(self) -> float:
        """Which part of the sources was read, 0…1."""
        return self._read / self._total if self._total else 1.0

    def read(self, size: int, documents: int) -> None:
        """Take note of so many more bytes read, and of so many documents in all."""
        self._read += size
        self._documents = documents
        self.stage("reading")

    def stage(self, name: str) -> None:
        """Show what is being done."""
        self._show(Progress(name, self._documents, self._read, self._total, self.seconds))
