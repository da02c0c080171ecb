"""Which documents answer a query, and what of it was given up so that there are any."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from search.dates import Period
from search.engines.base import Engine, Quorum, Ranked
from search.query.plan import Plan
from search.query.tree import Node
from search.ranking import LONG_QUERY, RELAXED_ENOUGH, RELAXED_SHARE
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
    offset = (request.page - 1) * request.per_page
    quorum = _quorum(planned, request)
    found = engine.find_quorum(quorum, period, request.sort, offset, request.per_page, request.recency)
    lacking = zip(planned.words, found.having, strict=True)
    dropped = tuple(str(word) for word, having in lacking if having < found.total)
    tree = planned.tree(planned.least if dropped else None)
    if request.match == "any":
        return Answer(tree, found.total, found.ranked, found.complete)
    return Answer(tree, found.total, found.ranked, found.complete, dropped, relaxed=bool(dropped))


def _quorum(planned: Plan, request: SearchRequest) -> Quorum:
    """Which documents a request wants besides those with every word, and when."""
    explicit = Plan((), planned.explicit, ()).tree()
    if request.match == "all" or not planned.words:
        return Quorum(planned.words, explicit, enough=0)
    if request.match == "any":
        return Quorum(planned.words, explicit, enough=sys.maxsize)
    needless = planned.least == 0
    if len(planned.words) < LONG_QUERY:
        return Quorum(planned.words, explicit, enough=1, needless=needless)
    return Quorum(planned.words, explicit, RELAXED_ENOUGH, RELAXED_SHARE[request.sort], needless)
