"""Which documents answer a query, and what of it was given up so that there are any."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

from search.dates import Period
from search.engines.base import Engine, Quorum, Ranked, Selection, Window
from search.query.plan import Plan, plain_words
from search.query.tree import Node, Word, any_of
from search.ranking import BROADENING_DOCUMENTS, LONG_QUERY, RELAXED_ENOUGH, RELAXED_SHARE
from search.request import SearchRequest


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request came to: what was asked of the engine, and what it took to answer it.

    `tree`: what the documents listed are marked by. `matching`: all documents of the list, to be counted. `standing`:
    how many of the period have each plain word. Together these are worth `whole`; those of a document in the list are
    worth at least `least`.
    """

    quorum: Quorum
    tree: Node
    total: int
    ranked: tuple[Ranked, ...]
    matching: Selection
    complete: int
    standing: tuple[int, ...]
    dropped: tuple[str, ...] = ()
    relaxed: bool = False
    broadened: tuple[str, ...] = ()
    whole: int = 0
    least: int = 0


def answer(engine: Engine, planned: Plan, request: SearchRequest, period: Period | None) -> Answer:
    """Find the documents of a page; with `match=auto` relaxed where no document, or few, have all of the words."""
    quorum = _quorum(planned, request)
    window = Window(request.sort, request.offset, request.per_page, request.recency, request.group == "reprints")
    found = engine.find_quorum(quorum, period, window)
    lacking = zip(planned.words, found.having, strict=True)
    dropped = tuple(str(word) for word, having in lacking if having < found.total)
    tree = planned.tree(planned.least if dropped else None)
    if request.match == "any":
        dropped = ()
    listed = Answer(
        quorum, tree, found.places, found.ranked, found.matching, found.complete, found.standing, dropped,
        bool(dropped), whole=found.whole, least=found.least,
    )  # fmt: skip
    if not request.broaden or request.sort != "relevance":
        return listed
    return _broadened(engine, listed, request, period)


def _broadened(engine: Engine, listed: Answer, request: SearchRequest, period: Period | None) -> Answer:
    """The answer, and behind its list the documents with the words that its best documents tell."""
    quorum, words = listed.quorum, plain_words(listed.quorum.tree)
    best = engine.find_quorum(quorum, period, Window("relevance", 0, BROADENING_DOCUMENTS, request.recency))
    lemmas = engine.telling(best.ranked, words) if words else ()
    if not lemmas:
        return listed
    offset = max(0, request.offset - listed.total)
    room = request.per_page - len(listed.ranked)
    beyond = engine.find_beyond(quorum, lemmas, period, Window("relevance", offset, room, request.recency))
    tree = any_of((listed.tree, *map(Word, lemmas)))
    ranked, matching = listed.ranked + beyond.ranked, listed.matching.followed_by(beyond.matching)
    total = listed.total + beyond.total
    return replace(listed, tree=tree, total=total, ranked=ranked, matching=matching, broadened=lemmas)


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
