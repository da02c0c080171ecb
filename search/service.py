"""The one thing that command line and web both call: a request in, a page out."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period, date_range
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.errors import BadParameter, DocumentNotFound
from search.finding.answering import answer
from search.finding.hits import hit, marked_document
from search.finding.interpretation import interpretation
from search.index import generations
from search.index.generations import Generation
from search.query.plan import plan
from search.query.read import read
from search.query.tree import Everything, Word
from search.results import (
    MATCHES,
    PER_PAGE_LIMIT,
    SORTS,
    MarkedDocument,
    Page,
    SearchRequest,
    Stats,
    Total,
)


class SearchService:
    """Answers requests from the live generation of an index, and moves to a new one by itself.

    Raises IndexUnavailable at the first request where there is no index. Many threads may share one service.
    """

    def __init__(self, index: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self._index = index
        self._lock = threading.Lock()
        self._archive: _Archive | None = None

    def search(self, request: SearchRequest) -> Page:
        """One page of what a request finds.

        Raises BadParameter for a value that cannot be understood, QueryLimit for a query that is too large.
        """
        return self._live().search(request)

    def document(self, ident: str, query: str = "") -> MarkedDocument:
        """A whole document, with what a query matched in it marked. Raises DocumentNotFound."""
        return self._live().document(ident, query)

    def stats(self) -> Stats:
        """What the index holds."""
        return self._live().stats()

    def count(self, word: str) -> int:
        """How many documents a word finds, in any of its forms."""
        return self._live().count(word)

    def _live(self) -> _Archive:
        name = generations.current(self._index)
        archive = self._archive
        if archive is None or archive.generation.name != name:
            with self._lock:
                if self._archive is None or self._archive.generation.name != name:
                    self._archive = _Archive(generations.open_current(self._index), self.limits)
                archive = self._archive
        return archive


class _Archive:
    """One generation and the engine that searches it: a request sees one of them from start to end."""

    def __init__(self, generation: Generation, limits: Limits) -> None:
        self.generation = generation
        self._limits = limits
        self._engine: Engine = EmbeddedEngine(generation.segments, generation.zone, limits)

    def search(self, request: SearchRequest) -> Page:
        started = time.perf_counter()
        _check(request)
        period = self._period(request)
        parsed = read(request.q, self._limits, request.strict)
        planned = plan(parsed.tree)
        if isinstance(parsed.tree, Everything) and request.sort == "relevance":
            request = replace(request, sort="newest")  # nothing was asked that could be more or less relevant
        found = answer(self._engine, planned, request, period)
        loose = found.relaxed or request.match == "any"
        return Page(
            request=request,
            parsed=str(parsed.tree),
            interpretation=interpretation(self._engine, parsed.tree, planned, loose),
            problems=parsed.problems,
            total=Total(found.total),
            relaxed=found.relaxed,
            complete=found.complete,
            dropped=found.dropped,
            hits=tuple(hit(self._engine, ranked, found.tree, request.sort) for ranked in found.ranked),
            took_ms=round((time.perf_counter() - started) * 1000, 2),
        )

    def document(self, ident: str, query: str) -> MarkedDocument:
        found = self._engine.lookup(ident)
        if found is None:
            raise DocumentNotFound(f"no document has the id {ident!r}")
        return marked_document(self._engine, found, plan(read(query, self._limits).tree).tree())

    def stats(self) -> Stats:
        segments = self.generation.segments
        dated = [segment for segment in segments if segment.undated < segment.documents]
        by_date = {
            int(segment.arrays.instants[number]): segment.about(number).date
            for segment in dated
            for number in (segment.undated, segment.documents - 1)
        }
        return Stats(
            documents=sum(segment.documents for segment in segments),
            undated=sum(segment.undated for segment in segments),
            first=by_date[min(by_date)] if by_date else None,
            last=by_date[max(by_date)] if by_date else None,
            forms=sum(len(segment.forms) for segment in segments),
            terms=sum(len(segment.terms) for segment in segments),
            tokens=sum(len(segment.arrays.positions.values) for segment in segments),
            generation=self.generation.name,
            created=self.generation.created,
            zone=self.generation.zone.key,
            size=self.generation.size,
        )

    def count(self, word: str) -> int:
        return self._engine.count(Word(word))

    def _period(self, request: SearchRequest) -> Period | None:
        if not request.since and not request.until:
            return None
        return date_range(request.since, request.until, self.generation.zone)


def _check(request: SearchRequest) -> None:
    """Raises BadParameter for what no index could answer."""
    if request.sort not in SORTS:
        raise BadParameter("sort", f"there is no order {request.sort!r}: use one of {', '.join(SORTS)}")
    if request.match not in MATCHES:
        raise BadParameter("match", f"there is no match {request.match!r}: use one of {', '.join(MATCHES)}")
    if request.page < 1:
        raise BadParameter("page", f"pages are counted from 1, not {request.page}")
    if not 1 <= request.per_page <= PER_PAGE_LIMIT:
        raise BadParameter("per_page", f"a page holds 1 to {PER_PAGE_LIMIT} documents, not {request.per_page}")
