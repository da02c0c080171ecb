"""The one thing that command line and web both call: a request in, a page out."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period, date_range
from search.engines.base import Engine, Found, Ranked
from search.engines.embedded import EmbeddedEngine
from search.errors import BadParameter, DocumentNotFound
from search.index import generations
from search.index.generations import Generation
from search.query.patterns import AnyForm, pattern
from search.query.plan import Plan, leaves, plan
from search.query.read import read
from search.query.tree import (
    And,
    Dated,
    Everything,
    Exact,
    Filter,
    Fuzzy,
    Leaf,
    Lemma,
    Near,
    Node,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)
from search.ranking import LONG_QUERY, RELAXED_ENOUGH, RELAXED_SLACK
from search.results import (
    MATCHES,
    PER_PAGE_LIMIT,
    SORTS,
    Hit,
    Kind,
    MarkedDocument,
    Page,
    Reading,
    Role,
    SearchRequest,
    Sort,
    Stats,
    Total,
)
from search.russian.analysis import is_lemma
from search.snippets import Match, mark, snippets


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a request came to: the tree that was answered, and what it took to answer it."""

    tree: Node
    total: int
    ranked: tuple[Ranked, ...]
    complete: int
    dropped: tuple[str, ...] = ()
    relaxed: bool = False


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
        answer = self._answer(planned, request, period)
        return Page(
            request=request,
            parsed=str(parsed.tree),
            interpretation=self._interpretation(parsed.tree, planned, request, answer),
            problems=parsed.problems,
            total=Total(answer.total),
            relaxed=answer.relaxed,
            complete=answer.complete,
            dropped=answer.dropped,
            hits=tuple(self._hit(found, answer.tree, request.sort) for found in answer.ranked),
            took_ms=round((time.perf_counter() - started) * 1000, 2),
        )

    def document(self, ident: str, query: str) -> MarkedDocument:
        found = self._engine.lookup(ident)
        if found is None:
            raise DocumentNotFound(f"no document has the id {ident!r}")
        document = self._engine.document(found)
        in_title, in_text = self._matches(found, plan(read(query, self._limits).tree).tree())
        return MarkedDocument(document, mark(document.title, in_title), mark(document.text, in_text))

    def stats(self) -> Stats:
        segments = self.generation.segments
        dated = [segment for segment in segments if segment.undated < segment.documents]
        by_date = {
            int(segment.arrays.instants[number]): segment.document(number).date
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

    # Finding.

    def _answer(self, planned: Plan, request: SearchRequest, period: Period | None) -> _Answer:
        tree = planned.tree(1 if request.match == "any" else None)
        found = self._find(tree, request, period)
        if request.match != "auto" or found.total >= _enough(planned):
            return _Answer(tree, found.total, found.ranked, found.total)
        need = self._relaxed_need(planned, period)
        if need is None:
            return _Answer(tree, found.total, found.ranked, found.total)
        complete = found.total
        tree = planned.tree(need)
        found = self._find(tree, request, period)
        dropped = self._dropped(planned, tree, found.total, period)
        return _Answer(tree, found.total, found.ranked, complete, dropped, relaxed=True)

    def _find(self, tree: Node, request: SearchRequest, period: Period | None) -> Found:
        offset = (request.page - 1) * request.per_page
        return self._engine.find(tree, period, request.sort, offset, request.per_page)

    def _relaxed_need(self, planned: Plan, period: Period | None) -> int | None:
        """How many words a relaxed list asks for; None where no document has enough for any list."""
        if not planned.words:
            return None
        tally = self._engine.tally(planned.words, Plan((), planned.explicit, ()).tree(), period)
        most = max((matched for matched, documents in enumerate(tally) if documents), default=-1)
        if most < planned.least:
            return None
        need = most
        slack = most // RELAXED_SLACK if _is_long(planned) else 0
        while need > max(planned.least, most - slack) and sum(tally[need:]) < RELAXED_ENOUGH:
            need -= 1
        return need if need < len(planned.words) else None

    def _dropped(self, planned: Plan, tree: Node, total: int, period: Period | None) -> tuple[str, ...]:
        """The words that some listed document lacks."""
        having = (self._engine.find(And((tree, word)), period, "newest", 0, 0).total for word in planned.words)
        return tuple(word.text for word, count in zip(planned.words, having, strict=True) if count < total)

    # Showing.

    def _interpretation(
        self, tree: Node, planned: Plan, request: SearchRequest, answer: _Answer
    ) -> tuple[Reading, ...]:
        joined = {leaf for child in planned.explicit if isinstance(child, Or) for leaf, _ in leaves(child)}
        loose = answer.relaxed or request.match == "any"

        def role(leaf: Leaf, wanted: bool) -> Role:
            if not wanted:
                return "excluded"
            if leaf in planned.ignored:
                return "ignored"
            return "optional" if leaf in joined or (loose and leaf in planned.words) else "required"

        return tuple(
            Reading(str(leaf), _KINDS[type(leaf)], _lemmas(leaf), role(leaf, wanted), self._engine.count(leaf))
            for leaf, wanted in dict.fromkeys(leaves(tree))
        )

    def _hit(self, found: Ranked, tree: Node, sort: Sort) -> Hit:
        document = self._engine.document(found)
        in_title, in_text = self._matches(found, tree)
        return Hit(
            id=document.id,
            title=mark(document.title, in_title),
            date=document.date,
            source=document.source,
            url=document.url,
            place=document.place,
            agency=document.agency,
            score=found.score if sort == "relevance" else None,
            snippets=snippets(document.text, in_text),
        )

    def _matches(self, found: Ranked, tree: Node) -> tuple[list[Match], list[Match]]:
        """Where the wanted leaves of a tree match a document: in its title, and in its text."""
        in_title: list[Match] = []
        in_text: list[Match] = []
        for clause, (leaf, wanted) in enumerate(leaves(tree)):
            if wanted and not isinstance(leaf, Filter | Dated):
                for occurrence in self._engine.occurrences(found, pattern(leaf)):
                    matches = in_title if occurrence.in_title else in_text
                    matches.append((occurrence.slot, occurrence.length, clause))
        return in_title, in_text


def _enough(planned: Plan) -> int:
    """How many documents with every word are enough not to relax: any, but a page's top for a long query."""
    return RELAXED_ENOUGH if _is_long(planned) else 1


def _is_long(planned: Plan) -> bool:
    return len(planned.words) >= LONG_QUERY


_KINDS: dict[type[Leaf], Kind] = {
    Word: "word",
    Phrase: "phrase",
    Exact: "exact",
    Lemma: "lemma",
    Prefix: "prefix",
    Wildcard: "wildcard",
    Fuzzy: "fuzzy",
    Near: "near",
    Filter: "filter",
    Dated: "date",
}


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


def _lemmas(leaf: Leaf) -> tuple[str, ...]:
    """The lemmas that a word or the words of a phrase were read as; name keys and rare lemmas are not shown."""
    asked = () if isinstance(leaf, Filter | Dated) else pattern(leaf).slots
    terms = (term for slot in asked if isinstance(slot, AnyForm) for term in slot.terms)
    return tuple(dict.fromkeys(filter(is_lemma, terms)))
