"""The full run: `python -m tests.fuzz --inputs 1000000`.

The inputs are shared out among processes. One that fails an input tells it and goes on; one that dies, or does not
come to an end with an input, is told with the trace and replaced. At the end stand the inputs, what failed, the
slowest input, and how the memory of the processes grew from the first tenth of their inputs to the last.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from indexer.build import build
from indexer.reading.sources import ReadOptions
from tests.conftest import ARCHIVE
from tests.fuzz.queries import Queries
from tests.fuzz.readers import Readers

PATIENCE = 60.0
"""Seconds that an input may take."""

KINDS: dict[str, Callable[[Path], Any]] = {"readers": Readers, "queries": Queries}

_FORK = get_context("fork")


@dataclass(slots=True)
class Told:
    """What a process tells at its end: memory in bytes, the slowest input in seconds and by its number."""

    done: int = 0
    failed: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)
    early: int = 0
    late: int = 0
    peak: int = 0


def main() -> None:
    """Try all inputs of each kind, print a table, and fail if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000, help="of all kinds together")
    parser.add_argument("--first", type=int, default=0, help="the number of the first one")
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    kinds = [options.kind] if options.kind else list(KINDS)
    print(f"{'kind':<8} {'inputs':>9} {'failed':>6} {'slowest':>18} {'memory':>7} {'growth':>7} {'seconds':>8}")
    failed = 0
    for kind in kinds:
        failed += run(kind, options.first, options.inputs // len(kinds), options.processes)
    sys.exit(bool(failed))


def run(kind: str, first: int, inputs: int, processes: int) -> int:
    """Try the inputs of one kind, and tell how it went; how many failed."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index" if kind == "queries" else Path(folder)
        if kind == "queries":
            build([ARCHIVE], place, ReadOptions(ZoneInfo("Europe/Moscow")), workers=1)
        crew = [_Process(kind, place, range(first + start, first + inputs, processes)) for start in range(processes)]
        told = [process.told() for process in crew]
    failures = [failure for each in told for failure in each.failed]
    slowest, number = max(each.slowest for each in told)
    done, peak = sum(each.done for each in told), max(each.peak for each in told)
    growth = max(each.late - each.early for each in told)
    print(
        f"{kind:<8} {done:>9,} {len(failures):>6} {slowest:>7.2f} s #{number:<8} {peak >> 20:>4} MB "
        f"{growth >> 20:>4} MB {time.monotonic() - began:>8.0f}"
    )
    print("".join(failures[:20]), end="", flush=True)
    return len(failures)


class _Process:
    """A process that tries its share of the inputs, and the one that takes its place if it dies."""

    def __init__(self, kind: str, place: Path, numbers: range) -> None:
        self._kind, self._place = kind, place
        self._all = Told()
        self._begin(numbers)

    def _begin(self, numbers: range) -> None:
        self._numbers = numbers
        self._now = _FORK.RawValue("q", -1)
        self._ours, theirs = _FORK.Pipe()
        arguments = (self._kind, self._place, numbers, self._now, theirs)
        self._process = _FORK.Process(target=_work, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def told(self) -> Told:
        """Wait until all are tried."""
        while True:
            ended = self._ended()
            self._process.join()
            if ended:
                ended.done += self._all.done
                ended.failed = self._all.failed
                return ended
            at = self._now.value
            self._all.failed.append(f"#{at}: the process ended with {self._process.exitcode}\n")
            rest = self._numbers[self._numbers.index(at) + 1 :] if at >= 0 else range(0)
            self._all.done += len(self._numbers) - len(rest)
            if not rest:
                return self._all
            self._begin(rest)

    def _ended(self) -> Told | None:
        """What the process tells at its end, None if it died; what it failed it tells before."""
        try:
            while isinstance(item := self._ours.recv(), str):
                self._all.failed.append(item)
        except EOFError:
            return None
        told: Told = item
        return told


def _work(kind: str, place: Path, numbers: range, now: Any, end: Any) -> None:
    folder = place if kind == "queries" else place / str(numbers.start)
    folder.mkdir(exist_ok=True)
    tries = KINDS[kind](folder)
    told = Told()
    for number in numbers:
        now.value = number
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        began = time.perf_counter()
        try:
            tries.try_one(Random(number))
        except Exception:
            faulthandler.cancel_dump_traceback_later()
            end.send(f"#{number}: {traceback.format_exc(limit=-4)}\n")
        told.slowest = max(told.slowest, (time.perf_counter() - began, number))
        told.done += 1
        if told.done == len(numbers) // 10 + 1:
            told.early = _memory()
    faulthandler.cancel_dump_traceback_later()
    told.late, told.peak = _memory(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    end.send(told)


def _memory() -> int:
    """Bytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


if __name__ == "__main__":
    main()
