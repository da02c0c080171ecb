"""Which documents answer a query, and what of it was given up so that there are any."""

from __future__ import annotations

from dataclasses import dataclass

from search.dates import Period
from search.engines.base import Engine, Found, Ranked
from search.query.plan import Plan
from search.query.tree import And, Node
from search.ranking import LONG_QUERY, RELAXED_ENOUGH, RELAXED_SLACK
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
    tree = planned.tree(1 if request.match == "any" else None)
    found = _find(engine, tree, request, period)
    if request.match != "auto" or found.total >= _enough(planned):
        return Answer(tree, found.total, found.ranked, found.total)
    need = _relaxed_need(engine, planned, period)
    if need is None:
        return Answer(tree, found.total, found.ranked, found.total)
    complete = found.total
    tree = planned.tree(need)
    found = _find(engine, tree, request, period)
    dropped = _dropped(engine, planned, tree, found.total, period)
    return Answer(tree, found.total, found.ranked, complete, dropped, relaxed=True)


def _find(engine: Engine, tree: Node, request: SearchRequest, period: Period | None) -> Found:
    offset = (request.page - 1) * request.per_page
    return engine.find(tree, period, request.sort, offset, request.per_page)


def _relaxed_need(engine: Engine, planned: Plan, period: Period | None) -> int | None:
    """How many words a relaxed list asks for; None where no document has enough for any list."""
    if not planned.words:
        return None
    tally = engine.tally(planned.words, Plan((), planned.explicit, ()).tree(), period)
    most = max((matched for matched, documents in enumerate(tally) if documents), default=-1)
    if most < planned.least:
        return None
    need = most
    slack = most // RELAXED_SLACK if _is_long(planned) else 0
    while need > max(planned.least, most - slack) and sum(tally[need:]) < RELAXED_ENOUGH:
        need -= 1
    return need if need < len(planned.words) else None


def _dropped(engine: Engine, planned: Plan, tree: Node, total: int, period: Period | None) -> tuple[str, ...]:
    """The words that some listed document lacks."""
    having = (engine.find(And((tree, word)), period, "newest", 0, 0).total for word in planned.words)
    return tuple(word.text for word, count in zip(planned.words, having, strict=True) if count < total)


def _enough(planned: Plan) -> int:
    """How many documents with every word are enough not to relax: any, but a page's top for a long query."""
    return RELAXED_ENOUGH if _is_long(planned) else 1


def _is_long(planned: Plan) -> bool:
    return len(planned.words) >= LONG_QUERY
