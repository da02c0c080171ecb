"""Which documents answer a query, and what of it was given up so that there are any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.dates import Period
from search.engines.base import Engine, Quorum, Ranked
from search.query.plan import Plan
from search.query.tree import Node
from search.ranking import LONG_QUERY, RELAXED_ENOUGH
from search.results import SearchRequest


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request came to: the tree that was answered, and what it took to answer it."""

    tree: Node
    total: int
    ranked: tuple[Ranked, ...]
    complete: int
    dropped: tuple[str, ...] = ()
    relaxed: bool = False


def answer(engine: Engine, planned: Plan, request: SearchRequest, period: Period | None) -> Answer:
    """Find the documents of a page; with `match=auto` relaxed where no document, or few, have all of the words."""
    explicit = Plan((), planned.explicit, ()).tree()
    quorum = Quorum(planned.words, explicit, _need(planned, request))
    offset = (request.page - 1) * request.per_page
    found = engine.find_quorum(quorum, period, request.sort, offset, request.per_page, request.recency)
    relaxed = request.match == "auto" and found.need < len(planned.words)
    words = zip(planned.words, found.having, strict=True)
    dropped = tuple(str(word) for word, having in words if having < found.total) if relaxed else ()
    return Answer(planned.tree(found.need), found.total, found.ranked, found.tally[-1], dropped, relaxed)


def _need(planned: Plan, request: SearchRequest) -> Callable[[Sequence[int]], int]:
    """How many words a document must have, chosen when it is known how many documents have how many."""
    words = len(planned.words)
    if request.match != "auto":
        return lambda tally: min(1, words) if request.match == "any" else words
    by_score = request.sort == "relevance" and words >= LONG_QUERY
    return lambda tally: _relaxed(tally, planned.least, RELAXED_ENOUGH if by_score else 1)


def _relaxed(tally: Sequence[int], least: int, enough: int) -> int:
    """The most words that `enough` documents have; the fewest that may be asked for, where too few have these.

    Where no document has even those, every word stays.
    """
    words = len(tally) - 1
    if not sum(tally[least:]):
        return words
    return next((need for need in range(words, least, -1) if sum(tally[need:]) >= enough), min(least, words))
