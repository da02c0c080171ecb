"""Other queries that find more: `призедент` → `президент`, `Тоқаев` → `Токаев`.

A suggestion respells single words; the query around them stays as it was typed. It is made only where it finds
something more, and says how much. One is applied, if that is wanted, where nothing was found and it is the words that
nobody has: neither a document nor the dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from search.engines.base import Engine
from search.finding.answering import Answer
from search.finding.corrections import Correction, correction, in_same_layout
from search.query.parse import Parsed, Typed
from search.query.plan import leaves
from search.query.rewrite import rewritten
from search.query.tree import Phrase, Word
from search.request import SearchRequest
from search.results import Suggestion
from search.russian import kazakh

Ask = Callable[[str], Answer]
"""Answers another query under the same conditions, and lists nothing."""

_MOST_WORDS = 4
"""So many words of a query are put right."""

_MOST_ASKED = 4
"""So many ways to put several words right are tried."""


@dataclass(frozen=True, slots=True)
class Suggesting:
    """A query as typed and as read, what it found, the length that another may have, and how to ask that."""

    request: SearchRequest
    parsed: Parsed
    found: Answer
    longest: int
    ask: Ask

    @property
    def plain(self) -> list[Typed]:
        """The words that are wanted and have no operator, where they stand; one with a sign inside is a phrase."""
        wanted = {str(leaf).lower() for leaf, wanted in leaves(self.parsed.tree) if wanted}
        return [typed for typed in self.parsed.typed if str(typed.word).lower() in wanted]

    def respelt(self, words: Mapping[Word | Phrase, str]) -> str:
        """The query with other words in it."""
        return rewritten(self.request.q, self.parsed, words)

    def best(self, texts: Iterator[str]) -> tuple[str, int] | None:
        """The query that most documents answer in full, and how many its list holds; None if none finds more."""
        found = [(text, self.ask(text)) for text in dict.fromkeys(texts) if len(text) <= self.longest]
        text, answered = max(found, key=lambda pair: _hits(pair[1]), default=("", self.found))
        return (text, answered.total) if _hits(answered) > _hits(self.found) else None


def suggestions(engine: Engine, asked: Suggesting) -> tuple[Suggestion, ...]:
    """Queries that find more than the one asked: with its words put right, and without Kazakh letters."""
    found = (_corrected(engine, asked), _without_kazakh_letters(asked))
    return tuple(suggestion for suggestion in found if suggestion)


def _corrected(engine: Engine, asked: Suggesting) -> Suggestion | None:
    words = _corrections(engine, asked)
    best = asked.best(asked.respelt(each) for each in _ways(asked, words)) if words else None
    if best is None:
        return None
    apply = asked.request.autocorrect and not asked.found.total and all(each.sure for each in words.values())
    return Suggestion(next(iter(words.values())).kind, *best, applied=apply)


def _corrections(engine: Engine, asked: Suggesting) -> dict[Word | Phrase, Correction]:
    """The words that are probably not right, in the order of the query, each with what was meant.

    Where nothing is found, those are to blame that no document has: if all are there, it is what else was asked for.
    """
    found: dict[Word | Phrase, Correction] = {}
    for typed in asked.plain:
        text = asked.request.q[typed.start : typed.end]
        if not typed.word.field and len(found) < _MOST_WORDS:
            meant = correction(engine, text, typed.word, present=asked.found.total > 0)
            found |= {typed.word: meant} if meant else {}
    if any(meant.kind == "layout" for meant in found.values()):
        found |= _in_same_layout(engine, asked, found)
    return found


def _in_same_layout(
    engine: Engine, asked: Suggesting, found: Mapping[Word | Phrase, Correction]
) -> dict[Word | Phrase, Correction]:
    """What else was typed in the wrong layout, where one word was: `d` in `d vjcrdt`, which some documents have."""
    others = {
        typed.word: asked.request.q[typed.start : typed.end] for typed in asked.plain if typed.word not in found
    }
    meant = {word: in_same_layout(engine, text, word) for word, text in others.items() if not word.field}
    return {word: correction for word, correction in meant.items() if correction}


def _ways(asked: Suggesting, words: Mapping[Word | Phrase, Correction]) -> Iterator[dict[Word | Phrase, str]]:
    """Ways to spell the words, the likeliest first; others only if there are words beside them, which may tell."""
    likeliest = {word: _cased(meant.spellings[0], word) for word, meant in words.items()}
    yield likeliest
    if len(asked.plain) == 1:
        return
    others = ((word, other) for word, meant in words.items() for other in meant.spellings[1:])
    for (word, other), _ in zip(others, range(_MOST_ASKED - 1), strict=False):
        yield likeliest | {word: _cased(other, word)}


def _cased(spelling: str, word: Word | Phrase) -> str:
    """A spelling with capitals where the word has them: «Tokayev» → «Токаев»."""
    typed = word.text if isinstance(word, Word) else word.words[0]
    return spelling.title() if typed.istitle() else spelling


def _without_kazakh_letters(asked: Suggesting) -> Suggestion | None:
    """All words with Kazakh letters respelt: once by the first spelling of each, once by the second…"""
    words = [typed.word for typed in asked.plain if isinstance(typed.word, Word)]
    respelt = {word: found for word in words if (found := kazakh.respelt(word.text))}
    best = asked.best(
        asked.respelt({word: found[min(place, len(found) - 1)] for word, found in respelt.items()})
        for place in range(max(map(len, respelt.values()), default=0))
    )
    return Suggestion("kazakh", *best) if best else None


def _hits(answered: Answer) -> tuple[int, int]:
    """How many documents have all of a query, and how many its list holds."""
    return answered.complete, answered.total
