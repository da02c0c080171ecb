"""Processes that share the work of a build.

Each worker turns every nth piece of the sources into a share of its own, so that the same sources make the same
shares. A worker that fails fails the build with its reason; one that dies does so too; and where the build itself
dies, its workers see their end of the pipe closed, and end.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from typing import Any

from indexer.intake import Intake, Taken
from indexer.reading.sources import Piece, ReadOptions
from search.errors import SlovoformError
from search.index.building.memory import Memory
from search.index.building.vocabulary import Spread

_FORK = get_context("fork")  # a worker needs the modules that are loaded, and nothing is to be loaded twice


class WorkerDied(SlovoformError):
    """A process of the build ended without a word: mostly for lack of memory."""

    def __init__(self) -> None:
        super().__init__(
            "a process of the build was killed, perhaps for lack of memory; nothing was published: "
            "try fewer of them with --workers, or less for each with --memory"
        )


def usable_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """A number of processes, each with an intake. Used with `with`, which ends them however it ends."""

    def __init__(self, folder: Path, options: ReadOptions, memory: Memory, known: frozenset[int]) -> None:
        self._documents, self._forms = (_FORK.RawArray("q", memory.workers) for _ in range(2))
        self._ends: list[Connection] = []
        self._processes = []
        for number in range(memory.workers):
            ours, theirs = _FORK.Pipe()
            self._ends.append(ours)
            work = (number, theirs, self._ends, (self._documents, self._forms), (folder, options, memory, known))
            process = _FORK.Process(target=_work, args=work, daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *failure: object) -> None:
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.terminate()
            process.join()

    @property
    def documents(self) -> int:
        """How many documents were read so far."""
        return sum(self._documents)

    @property
    def forms(self) -> int:
        """How many distinct word forms were read so far, at least: those of the worker that has the most."""
        most: int = max(self._forms)
        return most

    def take(self, number: int, piece: Piece) -> None:
        """Give a piece to the worker whose turn it is; waits until that one has read its last one.

        Raises what the worker failed with, and WorkerDied where it was killed.
        """
        end = self._ends[number % len(self._ends)]
        try:
            end.send((number, piece))
        except ConnectionError:
            _answer(end)
            raise

    def close(self) -> list[Taken]:
        """The shares of all workers. Raises as `take` does."""
        for end in self._ends:
            with suppress(ConnectionError):  # its answer says why
                end.send(None)
        return [_answer(end) for end in self._ends]


def _answer(end: Connection) -> Taken:
    try:
        answer = end.recv()
    except (EOFError, ConnectionError) as problem:
        raise WorkerDied from problem
    if isinstance(answer, BaseException):
        raise answer
    taken: Taken = answer
    return taken


def _work(
    number: int,
    pieces: Connection,
    not_ours: list[Connection],
    counts: tuple[Any, Any],
    of_intake: tuple[Path, ReadOptions, Memory, frozenset[int]],
) -> None:
    """What a worker does."""
    _be_ended_by_the_build()
    for end in not_ours:
        end.close()
    try:
        intake = Intake(*of_intake, number)
        documents, forms = counts
        while (item := pieces.recv()) is not None:
            documents[number] += intake.take(*item)
            forms[number] = intake.forms
        pieces.send(intake.close())
    except EOFError:
        pass  # the build is gone
    except BaseException as problem:
        pieces.send(problem)


@contextmanager
def spreading(workers: int) -> Iterator[Spread]:
    """Something like `map` that shares the work out among so many processes; `map` itself for one.

    Raises WorkerDied where one of them was killed.
    """
    if workers == 1:
        yield map
        return
    try:
        with ProcessPoolExecutor(workers, mp_context=_FORK, initializer=_end_with_parent) as pool:
            yield pool.map
    except BrokenProcessPool as problem:
        raise WorkerDied from problem


def _be_ended_by_the_build() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the build ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end_with_parent() -> None:
    """End this process when its parent does, however that ends: it would hold the lock of the index for ever."""
    _be_ended_by_the_build()
    if parent := parent_process():
        Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
