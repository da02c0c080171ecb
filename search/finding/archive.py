"""One generation of an index, and all that can be asked of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache, cached_property

from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period, date_range
from search.engines.base import Engine, Ranked, Selection, Window
from search.engines.embedded import EmbeddedEngine
from search.errors import BadParameter, DocumentNotFound, IndexDamaged, SlovoformError
from search.finding.answering import Answer, answer
from search.finding.completion import completions
from search.finding.differences import differences
from search.finding.facets import facets
from search.finding.histogram import gaps, histogram
from search.finding.hits import hits, marked_document
from search.finding.interpretation import Asked, interpretation, with_forms
from search.finding.narrowing import looked_for_inside, narrowed, on_day, unknown_values
from search.finding.similar import similar
from search.finding.suggestions import Suggesting, suggestions
from search.finding.why import why
from search.index import manifest
from search.index.generations import Generation
from search.index.manifest import Damage
from search.query.expansion import Source, expand
from search.query.parse import Parsed
from search.query.plan import Plan, leaves, plan
from search.query.read import read
from search.query.tree import Everything, Leaf, Node, Word
from search.request import (
    COMPLETIONS_LIMIT,
    GROUPS,
    MATCHES,
    PER_PAGE_LIMIT,
    RECENCY_LIMIT,
    SORTS,
    Narrowed,
    SearchRequest,
)
from search.results import (
    Comparison,
    Completion,
    Histogram,
    Hit,
    MarkedDocument,
    Page,
    Similar,
    Stats,
    Suggestion,
    Total,
    Why,
    applied,
)

_WALKED = 500  # documents that are read together where a whole list is


class Archive:
    """A generation and the engine that searches it; many threads may share one.

    `sources`: what queries are expanded by.
    """

    def __init__(self, generation: Generation, limits: Limits, sources: Sequence[Source] = ()) -> None:
        self.generation = generation
        self._limits = limits
        self._sources = sources
        with self.blamed():
            self._engine: Engine = EmbeddedEngine(generation.segments, generation.zone, limits, generation.families)

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Over damaged arrays numpy raises whatever it comes to: raises IndexDamaged where one is to blame."""
        try:
            yield
        except SlovoformError:
            raise
        except Exception as problem:
            if self._damage:
                raise IndexDamaged(self._damage.path, f"{self._damage.reason} ({problem!r})") from problem
            raise

    @cached_property
    def _damage(self) -> Damage | None:
        """A file of the generation that is not as it was written; all are read, once."""
        return next(manifest.damages(self.generation.folder, self.generation.manifest), None)

    def search(self, request: SearchRequest) -> Page:
        """One page of what a request finds. Raises as `SearchService.search` does."""
        started = time.perf_counter()
        request, parsed, period = self._read(request)
        tree = self._expanded(parsed.tree, request.expand)
        planned = self._planned(tree, request)
        found = answer(self._engine, narrowed(planned, request.narrowed), request, period)
        suggested = self._suggestions(request, parsed, found, period)
        if instead := _instead(request, suggested):
            page = self.search(instead)
            return replace(
                page, request=request, problems=parsed.problems, suggestions=suggested, took_ms=_since(started)
            )
        asked = _asked(request, parsed, tree, planned, found, period)
        listed = self._listed(planned, request, period, found)
        readings = interpretation(self._engine, asked)
        if request.forms:
            readings = with_forms(self._engine, asked, readings, found.quorum, period)
        return Page(
            request=request,
            parsed=str(parsed.tree),
            interpretation=readings,
            problems=parsed.problems,
            total=Total(found.total, unit="families" if request.group else "documents"),
            relaxed=found.relaxed,
            complete=found.complete,
            dropped=found.dropped,
            broadened=found.broadened,
            suggestions=suggested,
            hits=self._explained(hits(self._engine, found.ranked, found.tree, request), request),
            took_ms=_since(started),
            generation=self.generation.name,
            zone=self.generation.zone.key,
            state=self.generation.current.state,
            facets=facets(request, listed),
            histogram=self._histogram(request, listed, found.total),
            unknown=tuple(unknown_values(self._engine, request.narrowed)),
        )

    def _suggestions(
        self, request: SearchRequest, parsed: Parsed, found: Answer, period: Period | None
    ) -> tuple[Suggestion, ...]:
        def ask(text: str) -> Answer:
            counted = replace(request, q=text, strict=False, page=1, per_page=0, skip=0)
            tree = self._expanded(self._parsed(text, counted).tree, request.expand)
            return answer(self._engine, narrowed(self._planned(tree, request), request.narrowed), counted, period)

        return suggestions(self._engine, Suggesting(request, parsed, found, self._limits.length, ask))

    def _explained(self, listed: tuple[Hit, ...], request: SearchRequest) -> tuple[Hit, ...]:
        if not request.explain:
            return listed
        return tuple(replace(hit, why=self.why(request, hit.id)) for hit in listed)

    def walk(self, request: SearchRequest) -> Iterator[Hit]:
        """The whole list of a request, a few hundred documents in memory at a time. Raises as `search` does."""
        request, parsed, period = self._read(request)
        tree = self._expanded(parsed.tree, request.expand)
        planned = narrowed(self._planned(tree, request), request.narrowed)
        while True:
            found = answer(self._engine, planned, replace(request, page=1, per_page=_WALKED), period)
            if not found.total and (instead := _instead(request, self._suggestions(request, parsed, found, period))):
                yield from self.walk(instead)
            yield from hits(self._engine, found.ranked, found.tree, request)
            if len(found.ranked) < _WALKED:
                return
            request = replace(request, skip=request.skip + _WALKED)

    def gaps(self) -> tuple[tuple[date, date], ...]:
        """The months without a document between the first and the last: each time the first and the last day."""
        everything = self._engine.find(Everything(), None, Window("newest", 0, 0))
        return gaps(everything.matching, self.generation.zone)

    def _histogram(self, request: SearchRequest, listed: Callable[[str], Selection], total: int) -> Histogram | None:
        if not request.histogram:
            return None
        return histogram(listed(""), total, request.histogram, self.generation.zone)

    def _listed(
        self, planned: Plan, request: SearchRequest, period: Period | None, found: Answer
    ) -> Callable[[str], Selection]:
        """All documents of a list that was found, or of that which there would be if a field were not narrowed."""

        @cache
        def listed(by: tuple[Narrowed, ...]) -> Selection:
            other = replace(request, page=1, per_page=0)
            came = found if by == request.narrowed else answer(self._engine, narrowed(planned, by), other, period)
            return came.matching

        return lambda field: listed(tuple(each for each in request.narrowed if each.field != field))

    def document(self, ident: str, query: str, expanding: bool) -> MarkedDocument:
        """A whole document, with what a query matched in it marked. Raises DocumentNotFound."""
        tree = self._expanded(read(query, self._limits).tree, expanding)
        return marked_document(self._engine, self._known(ident), plan(tree).tree())

    def complete(self, text: str, most: int) -> tuple[Completion, ...]:
        """What a query that was begun may be. Raises BadParameter and QueryLimit."""
        if not 1 <= most <= COMPLETIONS_LIMIT:
            raise BadParameter("limit", f"the limit is 1 to {COMPLETIONS_LIMIT} completions, not {most}")
        read(text, self._limits)
        return completions(self._engine.lexicon, text, most)

    def similar(self, ident: str, limit: int) -> Similar:
        """What else there is on the subject of a document. Raises DocumentNotFound, BadParameter."""
        if not 0 <= limit <= PER_PAGE_LIMIT:
            raise BadParameter("limit", f"limit is 0 to {PER_PAGE_LIMIT} documents, not {limit}")
        return similar(self._engine, self._known(ident), limit)

    def compare(self, ident: str, other: str) -> Comparison:
        """What of one document is another in a second one. Raises DocumentNotFound."""
        before, after = (self.document(each, "", False).document for each in (ident, other))
        title, text = differences(before.title, after.title), differences(before.text, after.text)
        return Comparison(before, after, title, text)

    def why(self, request: SearchRequest, ident: str) -> Why:
        """Why a request finds a document, or does not. Raises DocumentNotFound, and what `search` raises."""
        document = self._known(ident)
        request, parsed, period = self._read(request)
        tree = self._expanded(parsed.tree, request.expand)
        planned = narrowed(self._planned(tree, request), request.narrowed)
        found = answer(self._engine, planned, replace(request, page=1, per_page=0), period)
        return why(
            self._engine,
            _asked(request, parsed, tree, planned, found, period),
            found,
            period,
            self.generation.zone,
            document,
        )

    def _read(self, request: SearchRequest) -> tuple[SearchRequest, Parsed, Period | None]:
        """What a request asks for: checked, its query read, its dates as a stretch of time."""
        _check(request)
        period = self._period(request)
        parsed = self._parsed(request.q, request)
        if isinstance(parsed.tree, Everything) and request.sort == "relevance":
            request = replace(request, sort="newest")  # nothing was asked that could be more or less relevant
        return request, parsed, period

    def _parsed(self, text: str, request: SearchRequest) -> Parsed:
        """A query, read as the request wants it."""
        return looked_for_inside(read(text, self._limits, request.strict), request.inside)

    def _planned(self, tree: Node, request: SearchRequest) -> Plan:
        """What is to be found, before fields narrow it."""
        return on_day(plan(tree), request.day, self._years)

    @cached_property
    def _years(self) -> range:
        """All years that a document may be of, in any zone."""
        known = self.stats()
        ends = [date.year for date in (known.first, known.last) if date]
        return range(max(1, ends[0] - 1), min(9999, ends[1] + 1) + 1) if ends else range(0)

    def _expanded(self, tree: Node, expanding: bool) -> Node:
        return expand(tree, self._sources) if expanding else tree

    def _known(self, ident: str) -> Ranked:
        found = self._engine.lookup(ident)
        if found is None:
            raise DocumentNotFound(f"no document has the id {ident!r}")
        return found

    def stats(self) -> Stats:
        """What the generation holds."""
        segments = self.generation.segments
        by_date = {
            int(segment.arrays.instants[number]): segment.about(number).date
            for segment in segments
            for number in segment.dated or ()
        }
        return Stats(
            documents=self.generation.documents,
            undated=sum(segment.live_undated for segment in segments),
            first=by_date[min(by_date)] if by_date else None,
            last=by_date[max(by_date)] if by_date else None,
            forms=sum(len(segment.forms) for segment in segments),
            terms=sum(len(segment.terms) for segment in segments),
            tokens=sum(segment.standing(range(len(segment.forms))) for segment in segments),
            generation=self.generation.name,
            created=self.generation.manifest.created,
            zone=self.generation.zone.key,
            size=self.generation.manifest.size,
        )

    def count(self, word: str) -> int:
        """How many documents a word finds, in any of its forms."""
        return self._engine.count(Word(word))

    def _period(self, request: SearchRequest) -> Period | None:
        if not request.since and not request.until:
            return None
        return date_range(request.since, request.until, self.generation.zone)


def matching(generation: Generation, query: str) -> list[str]:
    """The ids of all documents that have all that a query asks for, and its synonyms do not count.

    Raises BadParameter where the query is not understood to the last sign, or asks for nothing.
    """
    tree = read(query, DEFAULT_LIMITS, strict=True).tree
    if isinstance(tree, Everything):
        raise BadParameter("query", "the query asks for nothing in particular: that would be all documents")
    engine = EmbeddedEngine(generation.segments, generation.zone)
    found = engine.find(plan(tree).tree(), None, Window("oldest", 0, generation.documents))
    return [engine.about(one).id for one in found.ranked]


def _instead(request: SearchRequest, suggested: Iterable[Suggestion]) -> SearchRequest | None:
    """What is answered instead of a request: a suggestion that is applied."""
    suggestion = applied(suggested)
    return replace(request, q=suggestion.query, autocorrect=False, strict=False) if suggestion else None


def _asked(
    request: SearchRequest, parsed: Parsed, tree: Node, planned: Plan, found: Answer, period: Period | None
) -> Asked:
    loose, clauses = found.relaxed or request.match == "any", list(leaves(tree))
    known: dict[Leaf, int] = {}
    if period is None:
        known |= zip(planned.words, found.standing, strict=True)
        if [wanted for _, wanted in clauses] == [True] and not request.narrowed and not request.day:
            known[clauses[0][0]] = found.complete
    return Asked(request.q, parsed, tree, planned, loose, found.dropped, known)


def _since(started: float) -> float:
    """Milliseconds since then."""
    return round((time.perf_counter() - started) * 1000, 2)


def _check(request: SearchRequest) -> None:
    """Raises BadParameter for what no index could answer."""
    if request.sort not in SORTS:
        raise BadParameter("sort", f"there is no order {request.sort!r}: use one of {', '.join(SORTS)}")
    if request.match not in MATCHES:
        raise BadParameter("match", f"there is no match {request.match!r}: use one of {', '.join(MATCHES)}")
    if request.group not in GROUPS:
        raise BadParameter("group", f"there is no group {request.group!r}: use {' or '.join(filter(None, GROUPS))}")
    if request.group and request.broaden:
        raise BadParameter("group", "a list that is broadened cannot be grouped: leave group or broaden away")
    if not 0 <= request.recency <= RECENCY_LIMIT:
        known = f"1 to {RECENCY_LIMIT:,}, or 0 where age does not count"
        raise BadParameter("recency", f"recency is a half-life in days, {known}; not {request.recency}")
    if request.page < 1:
        raise BadParameter("page", f"pages are counted from 1, not {request.page}")
    if not 1 <= request.per_page <= PER_PAGE_LIMIT:
        raise BadParameter("per_page", f"a page holds 1 to {PER_PAGE_LIMIT} documents, not {request.per_page}")
