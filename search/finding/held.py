"""Generations that stay open since lists are being walked in them by cursors.

What is mapped can be read when its files were removed: so a walk comes to its end, however many generations are
published meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from search.config import Holding
from search.finding.archive import Archive
from search.index.generations import Current


class Held:
    """The generations of which a cursor was given out or followed lately; many threads may share them."""

    def __init__(self, holding: Holding) -> None:
        self._most = holding.generations
        self._seconds = holding.minutes * 60
        self._lock = threading.Lock()
        self._archives: OrderedDict[Current, tuple[Archive, float]] = OrderedDict()  # the longest unasked first

    def find(self, wanted: Current) -> Archive | None:
        """A generation, if it is held."""
        with self._lock:
            archive, _ = self._archives.get(wanted, (None, 0))
        return archive

    def hold(self, archive: Archive) -> None:
        """Hold a generation from now on for the time that is set, and let those go for which there is no room."""
        with self._lock:
            current = archive.generation.current
            self._archives[current] = archive, time.monotonic() + self._seconds
            self._archives.move_to_end(current)
            while len(self._archives) > self._most:
                self._archives.popitem(last=False)

    def let_go(self) -> None:
        """Close the generations whose time is over."""
        with self._lock:
            while self._archives and next(iter(self._archives.values()))[1] <= time.monotonic():
                self._archives.popitem(last=False)
