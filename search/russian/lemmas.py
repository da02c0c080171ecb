"""The lemmas of a word: the one door to pymorphy3."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import pymorphy3

from search.russian import junk
from search.russian.junk import Reading
from search.russian.spelling import fold

LONGEST_WORD = 64
"""Longer runs of letters are no words (base64, hashes): they are indexed as they stand."""

NOMINAL_SHARE = 0.10
"""A word that is a noun or an adjective in less than this part of its uses is no name: «Стали» (0.02), «После»."""

_RUSSIAN = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
_ACRONYM = re.compile("Fixd,(?:Abbr|Orgn|Geox)")
_NAMES = re.compile("Name|Surn|Patr|Geox|Orgn")


@dataclass(frozen=True, slots=True)
class Lemma:
    """One lemma that a word may belong to: «стали» → «стать» (VERB, 0.97…), «сталь» (NOUN, 0.02…).

    `text` has е for ё. `share`: the part of the parse scores that fall to this lemma, 0…1. `tag`: the
    OpenCorpora tag of its likeliest parse, or, where the word has no other lemma, of its first.
    """

    text: str
    share: float
    tag: str


@dataclass(frozen=True, slots=True)
class Morphology:
    """What the dictionary says of a word: lemmas with the greatest share first.

    `junk`: lemmas that it allows and nobody means («нашли» → «наслать»). `known`: the dictionary has this very
    form. `nominal`: it is a noun, an adjective proper or a name often enough to be a name where it is capitalised.
    """

    lemmas: tuple[Lemma, ...]
    junk: tuple[str, ...]
    known: bool
    nominal: bool

    @property
    def indeclinable(self) -> bool:
        """Is the word, most likely, an acronym without endings? «нато», «сша»."""
        return self.known and _ACRONYM.search(self.lemmas[0].tag) is not None


_NOT_PARSED = Morphology((), (), known=False, nominal=False)


def is_russian(word: str) -> bool:
    """Is a word, in lower case, one that the dictionary can speak of? «г» no, «су-35с» no, «қала» no."""
    return 1 < len(word) <= LONGEST_WORD and _RUSSIAN.fullmatch(word) is not None


@lru_cache(maxsize=1 << 16)  # a form is often met again with a capital, or as a part of a compound
def morphology(word: str) -> Morphology:
    """Parse one word in lower case, ё as written: it disambiguates («все» and «всё»).

    One letter, other alphabets and mixtures have no lemmas.
    """
    if not is_russian(word):
        return _NOT_PARSED
    parses = _looked_up(word)
    known = bool(parses)
    if not known:
        parses = [(fold(parse[2]), str(parse[1]), parse[3]) for parse in _analyser().parse(word)]
    meant, cut = junk.part(word, _readings(parses))
    whole = sum(reading.score for reading in meant)
    lemmas = tuple(Lemma(reading.lemma, reading.score / whole, reading.tag) for reading in meant)
    cut_lemmas = tuple(reading.lemma for reading in cut)
    return Morphology(lemmas, cut_lemmas, known, _is_nominal(parse for parse in parses if parse[0] not in cut_lemmas))


_Parse = tuple[str, str, float]
"""Folded lemma, tag, score."""


def _looked_up(word: str) -> list[_Parse]:
    """What `parse` says of a word that the dictionary has, at a third of the price; empty where it has not.

    How likely each parse is, is read only where there is something to choose between.
    """
    dictionary = _analyser().dictionary
    parses = [
        (fold(dictionary.build_normal_form(paradigm, place, spelt)), str(dictionary.build_tag_info(paradigm, place)))
        for spelt, found in dictionary.words.similar_items(word, _analyser().char_substitutes)
        for paradigm, place in found
    ]
    if len({lemma for lemma, _ in parses}) < 2:
        return [(lemma, tag, 1.0) for lemma, tag in parses]
    chance = _analyser().prob_estimator.p_t_given_w.prob
    scored = [(lemma, tag, chance(word, tag)) for lemma, tag in parses]
    if not any(score for _, _, score in scored):
        return [(lemma, tag, 1.0) for lemma, tag in parses]
    return sorted(scored, key=lambda parse: -parse[2])


def _readings(parses: list[_Parse]) -> list[Reading]:
    """Parses by lemma, the likeliest first."""
    lemma, tag, _ = parses[0]
    if all(parse[0] == lemma for parse in parses):
        return [Reading(lemma, 1.0, tag, frozenset())]  # nothing to tell it from
    scores: dict[str, float] = {}
    tags: dict[str, list[str]] = {}
    for lemma, tag, score in parses:
        scores[lemma] = scores.get(lemma, 0.0) + score
        tags.setdefault(lemma, []).append(tag)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Reading(lemma, score, tags[lemma][0], frozenset(map(junk.kind, tags[lemma]))) for lemma, score in ranked]


def _is_nominal(parses: Iterable[_Parse]) -> bool:
    whole = nominal = 0.0
    for _, tag, score in parses:
        is_name, is_nominal = _names(tag)
        if is_name:
            return True
        whole += score
        nominal += score * is_nominal
    return nominal >= NOMINAL_SHARE * whole


@cache
def _names(tag: str) -> tuple[bool, bool]:
    """Does a tag mark a name, and does it mark a noun or an adjective that is no pronoun («мой», «этот»)?"""
    nominal = tag.startswith("NOUN") or (tag.startswith(("ADJF", "ADJS")) and "Apro" not in tag)
    return _NAMES.search(tag) is not None, nominal


@cache
def _analyser() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru", result_type=None)
