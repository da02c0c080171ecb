"""Other queries that find more: `Тоқаев` → `Токаев`.

Each kind of suggestion respells single words; the query around them stays as it was typed. A suggestion is made only
where it finds something more, and says how much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from search.config import Limits
from search.dates import Period
from search.engines.base import Engine
from search.finding.answering import Answer, answer
from search.finding.narrowing import looked_for_inside, narrowed
from search.query.parse import Parsed
from search.query.plan import leaves, plan
from search.query.read import read
from search.query.rewrite import rewritten
from search.query.tree import Word
from search.results import SearchRequest, Suggestion, SuggestionKind
from search.russian import kazakh

_RESPELLINGS: dict[SuggestionKind, Callable[[str], tuple[str, ...]]] = {"kazakh": kazakh.respelt}
"""For each kind how a word may be spelt instead, the likeliest first; () where it is in order as it is."""


def suggestions(
    engine: Engine, request: SearchRequest, parsed: Parsed, found: Answer, period: Period | None, limits: Limits
) -> tuple[Suggestion, ...]:
    """For each kind the best query that finds more than the one asked."""

    def hits(text: str) -> tuple[int, int]:
        """How many documents have all of a query, and how many its list holds."""
        counted = replace(request, q=text, page=1, per_page=0)
        other_parsed = looked_for_inside(read(text, limits), request.inside)
        other = answer(engine, narrowed(plan(other_parsed.tree), request.narrowed), counted, period)
        return other.complete, other.total

    suggested = []
    for kind, spellings in _RESPELLINGS.items():
        counts = {text: hits(text) for text in _respelt(request.q, parsed, spellings)}
        best = max(counts, key=lambda text: counts[text], default="")
        if best and counts[best] > (found.complete, found.total):
            suggested.append(Suggestion(kind, best, counts[best][1]))
    return tuple(suggested)


def _respelt(text: str, parsed: Parsed, spellings: Callable[[str], tuple[str, ...]]) -> Iterator[str]:
    """The query with all of its plain words respelt: once by the first spelling of each, once by the second…"""
    words = [leaf for leaf, wanted in leaves(parsed.tree) if wanted and isinstance(leaf, Word)]
    respelt = {word: found for word in words if (found := spellings(word.text))}
    for place in range(max(map(len, respelt.values()), default=0)):
        yield rewritten(text, parsed, {word: found[min(place, len(found) - 1)] for word, found in respelt.items()})
