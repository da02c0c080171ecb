"""Which time is measured.

On a machine of one's own both are the same, since all files are in the page cache. On a shared one the clock on the
wall also measures the neighbours, and with slow queries more than with fast ones: they are interrupted more often.
"""

from __future__ import annotations

import time
from collections.abc import Callable

CLOCKS: dict[str, Callable[[], float]] = {"processor": time.process_time, "wall": time.perf_counter}
"""Seconds: of the processors, all threads of this process together; or of the clock on the wall."""
