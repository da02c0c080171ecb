"""Slovoform itself: built by its command, searched in process."""

from __future__ import annotations

import functools
import gc
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import search.finding.answering as answering
from benchmarks.engines.base import TOP, Answer, Query
from benchmarks.engines.rows import day
from search.config import Limits
from search.dates import date_range
from search.engines.base import Window
from search.engines.embedded import EmbeddedEngine
from search.index import generations
from search.index.generations import Generation
from search.query.plan import plan
from search.query.read import read
from search.request import SearchRequest
from search.service import SearchService

LIMITS = Limits(expansions=999_999_999)
"""The product refuses a beginning with too many forms; the peers do not, so that here it does the work."""

_TABLES = {"_powers", "_sense", "alike"}  # hold nothing of a query, but what the dictionary says of endings


class Ours:
    """Slovoform: `run` finds and counts; `whole_answer` also reads, marks and explains, as the page does."""

    def __init__(self) -> None:
        self._generation: Generation
        self._engine: EmbeddedEngine
        self._service: SearchService

    def version(self) -> str:
        return metadata.version("slovoform")

    def supports(self, query: Query) -> bool:
        return True

    def build(self, paths: Sequence[Path], folder: Path) -> int:
        program = str(Path(sys.executable).with_name("slovoform"))
        command = [program, "build", *map(str, paths), "--index", str(folder)]
        report = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        indexed = next(line for line in report.splitlines() if line.startswith("indexed"))
        return int(indexed.split()[1].replace(",", ""))

    def open(self, folder: Path) -> None:
        self._generation = generations.open_current(folder)
        self._engine = EmbeddedEngine(self._generation.segments, self._generation.zone, LIMITS)
        self._service = SearchService(folder, LIMITS)

    def forget(self) -> None:
        """Empty every cache of queries and words: those of functions, and whatever an engine keeps of its own."""
        for cached in self._caches:
            cached.cache_clear()
        self._engine = EmbeddedEngine(self._generation.segments, self._generation.zone, LIMITS)

    @functools.cached_property
    def _caches(self) -> list[functools._lru_cache_wrapper[object]]:
        """The caches that may hold something of a query. One without a size holds what is loaded once, and stays.

        Those of an index come when it is first asked, so that it is. They are looked for once: that touches all
        objects that there are, and what is asked next would find none of its own near the processor.
        """
        self._service.search(SearchRequest("архив"))
        return [
            thing
            for thing in gc.get_objects()
            if isinstance(thing, functools._lru_cache_wrapper)
            and thing.__module__.startswith("search.")
            and thing.cache_parameters()["maxsize"]
            and thing.__name__ not in _TABLES
        ]

    def run(self, query: Query) -> Answer:
        request = _request(query)
        planned = plan(read(request.q, LIMITS).tree)
        period = date_range(request.since, request.until, self._generation.zone) if query.period else None
        if query.kind == "auto":
            found = answering.answer(self._engine, planned, request, period)
            return found.total, found.ranked
        tree = planned.tree(1 if query.kind == "any" else None)
        listed = self._engine.find(tree, period, Window(request.sort, 0, TOP))
        return listed.total, listed.ranked

    def whole_answer(self, query: Query) -> Answer:
        """The same through the service: snippets, marks and the reading of the query as well."""
        page = self._service.search(_request(query))
        return page.total.value, page.hits


def _request(query: Query) -> SearchRequest:
    since, until = map(day, query.period) if query.period else ("", "")
    return SearchRequest(
        typed(query),
        since=since,
        until=until,
        sort="newest" if query.newest else "relevance",
        match="any" if query.kind == "any" else "auto" if query.kind == "auto" else "all",
        per_page=TOP,
    )


def typed(query: Query) -> str:
    """A query as a reader would type it."""
    text = " ".join(query.words)
    match query.kind:
        case "phrase":
            return f'"{text}"'
        case "prefix":
            return f"{text}*"
        case "exact":
            return f"!{text}"
        case _:
            return text


ENGINE = Ours()
