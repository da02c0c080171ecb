"""Tokens with the lemmas that people gave them (Universal Dependencies), and how far an analysis agrees."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.paradigms import Terms
from search.russian.names import is_name_key
from search.russian.spelling import fold

_PARTS = frozenset(("NOUN", "PROPN", "ADJ", "VERB", "ADV", "NUM"))
"""What people search for: no pronouns, prepositions, conjunctions, particles, auxiliaries."""

_WORD = re.compile(r"[а-я]{2,}(?:-[а-я]+)*")
_STRESS = re.compile("[\u0300\u0301]")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How an analysis agrees with people, in token mass: of n tokens that ask and m that are found, n·m.

    `join`: of the tokens of the same word in another form, so many are reached. `precision`: of all that is
    reached, so much is the word. `others`: the same without the tokens that are spelt like the query. `by_key`: of
    all that is reached, so much is another word, reached by a name key only; `false_keys` are the pairs.
    """

    join: float
    precision: float
    others: float
    by_key: float
    false_keys: Counter[tuple[str, str]]


Pairs = Counter[tuple[str, str]]
"""How often a form, as it is spelt, stands for a lemma."""


def pairs(path: Path) -> Pairs:
    """The words of a CoNLL-U file by form and lemma. Mapped: lemmas are folded (UD keeps capitals and ё).

    UD lemmatises participles to the verb, as the dictionary does; those it calls adjectives stay what it calls them.
    """
    return Counter(_tokens(path))


def _tokens(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) == 10 and columns[3] in _PARTS:
            form, lemma = (_STRESS.sub("", unicodedata.normalize("NFC", text)) for text in columns[1:3])
            if _WORD.fullmatch(fold(form)) and _WORD.fullmatch(fold(lemma)):
                yield form, fold(lemma)


def agreement(tokens: Pairs, query: Terms, index: Terms) -> Agreement:
    """Ask for every form, typed in lower case, among all the tokens."""
    with_term: dict[str, set[tuple[str, str]]] = {}
    of_lemma: dict[str, set[tuple[str, str]]] = {}
    for form, lemma in tokens:
        of_lemma.setdefault(lemma, set()).add((form, lemma))
        for term in index(form):
            with_term.setdefault(term, set()).add((form, lemma))
    asked: Pairs = Counter()
    for (form, lemma), count in tokens.items():
        asked[form.lower(), lemma] += count
    mass: Counter[str] = Counter()
    false_keys: Counter[tuple[str, str]] = Counter()
    for (typed, lemma), count in asked.items():
        terms = query(typed)
        by_lemma = set().union(*(with_term.get(term, set()) for term in terms if not is_name_key(term)))
        reached = by_lemma.union(*(with_term.get(term, set()) for term in terms))
        for pair in reached | of_lemma[lemma]:
            form, meant = pair
            weight = count * tokens[pair]
            right, other, found = meant == lemma, form.lower() != typed, pair in reached
            mass["same word"] += weight * (right and other)
            mass["joined"] += weight * (right and other and found)
            mass["found"] += weight * found
            mass["right"] += weight * (found and right)
            mass["found others"] += weight * (found and other)
            if found and not right and other and pair not in by_lemma:
                false_keys[typed, form] += weight
    return Agreement(
        join=mass["joined"] / mass["same word"],
        precision=mass["right"] / mass["found"],
        others=mass["joined"] / mass["found others"],
        by_key=false_keys.total() / mass["found"],
        false_keys=false_keys,
    )
