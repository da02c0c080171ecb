"""Ask every engine the same queries, in turns, and keep the times."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from benchmarks.engines.base import Answer, Engine, Query
from benchmarks.engines.clock import CLOCKS
from benchmarks.engines.ours import Ours

How = Literal["first", "again", "whole"]
"""Asked for the first time; at once for the second time; as a whole answer with snippets."""

_ASKED_AGAIN = ("ours", "tantivy")


@dataclass(frozen=True, slots=True)
class Asked:
    """One class of queries in one variant."""

    query_class: str
    variant: str
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """How long the queries of a class took one engine: milliseconds a query, the median of its rounds."""

    query_class: str
    variant: str
    engine: str
    how: How
    milliseconds: list[float]
    counts: list[int | None]


_Key = tuple[str, str, str, How]


class Rounds:
    """Times of all rounds. The engines answer a query one after the other, each time another one first."""

    def __init__(self, engines: dict[str, Engine], clock: str) -> None:
        self._engines = engines
        self._now = CLOCKS[clock]
        self._times: dict[_Key, list[list[float]]] = {}
        self._counts: dict[_Key, list[int | None]] = {}

    def ask(self, asked: Asked) -> None:
        """One round of one class."""
        gc.collect()
        gc.disable()
        names = list(self._engines)
        times: dict[_Key, list[float]] = {}
        counts: dict[_Key, list[int | None]] = {}
        for number, query in enumerate(asked.queries):
            first = number % len(names)
            for name in names[first:] + names[:first]:
                for how, seconds, count in self._answers(name, self._engines[name], query):
                    key = asked.query_class, asked.variant, name, how
                    times.setdefault(key, []).append(seconds * 1000)
                    counts.setdefault(key, []).append(count)
        gc.enable()
        for key, measured in times.items():
            self._times.setdefault(key, []).append(measured)
        self._counts |= counts

    def series(self) -> list[Series]:
        """What was measured."""
        return [
            Series(*key, [statistics.median(query) for query in zip(*rounds, strict=True)], self._counts[key])
            for key, rounds in self._times.items()
        ]

    def _answers(self, name: str, engine: Engine, query: Query) -> list[tuple[How, float, int | None]]:
        if not engine.supports(query):
            return []
        engine.forget()
        found: list[tuple[How, float, int | None]] = [("first", *self._timed(engine.run, query))]
        if name in _ASKED_AGAIN:
            found.append(("again", *self._timed(engine.run, query)))
        if isinstance(engine, Ours):
            engine.forget()
            found.append(("whole", *self._timed(engine.whole_answer, query)))
        return found

    def _timed(self, run: Callable[[Query], Answer], query: Query) -> tuple[float, int | None]:
        started = self._now()
        count, _ = run(query)
        return self._now() - started, count


def ask(
    engines: dict[str, Engine], asked: Sequence[Asked], rounds: int, clock: str, show: Callable[[str], None]
) -> list[Series]:
    """Every class in every round."""
    measured = Rounds(engines, clock)
    for number, each in product(range(rounds), asked):
        show(f"round {number + 1}: {each.query_class}, {each.variant}")
        measured.ask(each)
    return measured.series()
