"""Groups of expressions that mean the same, and where they stand among the words of a query.

    ООН = Организация Объединённых Наций

An *acronym* is a word with two capitals, each part of a compound for itself. It is typed in any letter case, and
declined («в мид», «МИДом»), but a document has it only in capitals: «ВОЗ» is no load of hay. Any other word is typed,
and found, in any form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from search.query.expansion import Run
from search.query.tree import Alternative, Cased, Phrase, Word
from search.russian.analysis import is_lemma, query_terms
from search.russian.lemmas import morphology
from search.russian.spelling import key
from search.russian.words import wholes

Expression = tuple[str, ...]
"""One or several words: («Организация», «Объединённых», «Наций»)."""

_VOWELS = "АЕЁИОУЫЭЮЯ"
_CASE_ENDINGS = ("", "а", "у", "ом", "е")
_SPELLING = "="  # first sign of a reading that is a spelling and no lemma

Readings = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An expression, and the others of its group."""

    words: Expression
    others: tuple[Alternative, ...]


class Thesaurus:
    """Finds the expressions of its groups among the words of a query. Many threads may share it.

    >>> [*Thesaurus([(("ООН",), ("Организация", "Наций"))]).runs(["доклад", "оон"])]
    [Run(start=1, end=2, others=(Phrase(words=('Организация', 'Наций'), field='', slop=0),))]
    """

    def __init__(self, groups: Sequence[Sequence[Expression]]) -> None:
        self.groups = tuple(map(tuple, groups))

    def runs(self, words: Sequence[str]) -> Iterator[Run]:
        """The expressions among words; of such that overlap the longest, then the first."""
        found = [run for start in range(len(words)) for run in self._from(start, words)]
        taken: dict[int, tuple[int, int]] = {}
        for run in sorted(found, key=lambda run: (run.start - run.end, run.start)):
            bounds = run.start, run.end
            if all(taken.get(place, bounds) == bounds for place in range(*bounds)):
                taken |= dict.fromkeys(range(*bounds), bounds)
                yield run

    def _from(self, start: int, words: Sequence[str]) -> Iterator[Run]:
        """The expressions that begin with a word."""
        entries = (entry for reading in _typed(words[start]) for entry in self._entries.get(reading, ()))
        for entry in dict.fromkeys(entries):
            following = words[start : start + len(entry.words)]
            if len(following) == len(entry.words) and not any(map(_differ, following, entry.words)):
                yield Run(start, start + len(following), entry.others)

    @cached_property
    def _entries(self) -> dict[str, list[_Entry]]:
        """The expressions by the readings of their first word. Made when first asked for: it takes the dictionary.

        What their other words are recognised by is not asked before the first one was.
        """
        entries: dict[str, list[_Entry]] = {}
        for group in self.groups:
            for expression in group:
                others = tuple(_alternative(other) for other in group if other != expression)
                entry = _Entry(expression, others)
                for reading in _written(expression[0]):
                    entries.setdefault(reading, []).append(entry)
        return entries


def is_acronym(word: str) -> bool:
    """Does a part of a word have two capitals? «ООН», «СПбГУ»; not «Алма-Ата»."""
    return any(sum(sign.isupper() for sign in part) > 1 for part in word.split("-"))


def _alternative(expression: Expression) -> Alternative:
    if len(expression) > 1:
        return Phrase(expression)
    (word,) = expression
    return Cased(_spellings(word)) if is_acronym(word) else Word(word)


def _spellings(acronym: str) -> tuple[str, ...]:
    """The cases of an acronym that may have some: «МИД», «МИДа», «МИДу»…; «ООН» is as good as any other."""
    if acronym[-1] in _VOWELS or not acronym[-1].isupper():
        return (acronym,)
    return tuple(acronym + ending for ending in _CASE_ENDINGS)


@lru_cache(maxsize=4096)
def _written(word: str) -> Readings:
    """What a word of an expression is recognised by.

    An acronym by its spellings, any other word by its lemmas; one that no dictionary has by its name keys, too.
    """
    if is_acronym(word):
        return frozenset(_SPELLING + key(spelling) for spelling in _spellings(word))
    terms = query_terms(word)
    return frozenset(filter(is_lemma, terms) if morphology(word.lower()).known else terms)


@lru_cache(maxsize=4096)
def _typed(word: str) -> Readings:
    """What a word of a query may be recognised as."""
    form = wholes(word)[0]
    return frozenset((*query_terms(form), _SPELLING + key(form)))


def _differ(typed: str, written: str) -> bool:
    return _typed(typed).isdisjoint(_written(written))
