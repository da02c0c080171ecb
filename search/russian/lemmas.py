"""The lemmas of a word: the one door to pymorphy3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pymorphy3

from search.russian.spelling import fold

LONGEST_WORD = 64
"""Longer runs of letters are no words (base64, hashes): they are indexed as they stand."""

_RUSSIAN = re.compile(r"[а-яё]+(?:-[а-яё]+)*")


@dataclass(frozen=True, slots=True)
class Lemma:
    """One lemma that a word may belong to: «стали» → «стать» (VERB, 0.98…), «сталь» (NOUN, 0.02…).

    `text` has е for ё. `share`: the part of the parse scores that fall to this lemma, 0…1. `tag`: the
    OpenCorpora tag of its likeliest parse.
    """

    text: str
    share: float
    tag: str


@dataclass(frozen=True, slots=True)
class Morphology:
    """What the dictionary says of a word: lemmas with the greatest share first.

    `known`: the dictionary has this very form. `nominal`: some parse is a noun or an adjective proper, so that
    the capitalised word may be a name («Стали» beside «Сталь»).
    """

    lemmas: tuple[Lemma, ...]
    known: bool
    nominal: bool


_NOT_PARSED = Morphology((), known=False, nominal=False)


def is_russian(word: str) -> bool:
    """Is a word, in lower case, one that the dictionary can speak of? «г» no, «су-35с» no, «қала» no."""
    return 1 < len(word) <= LONGEST_WORD and _RUSSIAN.fullmatch(word) is not None


def morphology(word: str) -> Morphology:
    """Parse one word in lower case, ё as written: it disambiguates («все» and «всё»).

    One letter, other alphabets and mixtures have no lemmas.
    """
    if not is_russian(word):
        return _NOT_PARSED
    analyser = _analyser()
    scores: dict[str, float] = {}
    tags: dict[str, str] = {}
    nominal = False
    for parse in analyser.parse(word):
        lemma = fold(parse.normal_form)
        scores[lemma] = scores.get(lemma, 0.0) + parse.score
        tags.setdefault(lemma, str(parse.tag))
        nominal = nominal or _is_nominal(str(parse.tag))
    whole = sum(scores.values())
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    lemmas = tuple(Lemma(lemma, score / whole, tags[lemma]) for lemma, score in ranked)
    return Morphology(lemmas, bool(analyser.word_is_known(word)), nominal)


def _is_nominal(tag: str) -> bool:
    """A noun, or an adjective that is no pronoun («мой», «этот» are ADJF,Apro)."""
    return tag.startswith("NOUN") or (tag.startswith(("ADJF", "ADJS")) and "Apro" not in tag)


@cache
def _analyser() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru")
