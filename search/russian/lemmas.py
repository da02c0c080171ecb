"""The lemmas of a word, from the dictionary or guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from search.russian import junk
from search.russian.dictionary import Inflection, Place, chances, inflection, spellings
from search.russian.guesses import guess
from search.russian.junk import Reading

LONGEST_WORD = 64
"""Longer runs of letters are no words (base64, hashes): they are indexed as they stand."""

NOMINAL_SHARE = 0.10
"""A word that is a noun or an adjective in less than this part of its uses is no name: «Стали» (0.02), «После»."""

_RUSSIAN = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
_ACRONYM = re.compile("Fixd,(?:Abbr|Orgn|Geox)")
_NAMES = re.compile("Name|Surn|Patr|Geox|Orgn")


class Lemma(NamedTuple):  # made for every word: three times as fast as a frozen dataclass
    """One lemma that a word may belong to: «стали» → «стать» (VERB, 0.97…), «сталь» (NOUN, 0.02…).

    `text` has е for ё. `share`: the part of the parse scores that fall to this lemma, 0…1. `tag`: the
    OpenCorpora tag of its likeliest parse, or, where the word has no other lemma, of its first.
    """

    text: str
    share: float
    tag: str


class Morphology(NamedTuple):
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
        return self.known and _is_acronym(self.lemmas[0].tag)


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word is that the dictionary knows for one lemma only: how the form becomes it, and what `Morphology` says.

    It hangs on where the word stands in the paradigms, so that many words share it.
    """

    how: Inflection
    nominal: bool
    indeclinable: bool


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
    if only := only_lemma(word):
        lemma, sense = only
        return Morphology((Lemma(lemma, 1.0, sense.how.tag.text),), (), True, sense.nominal)
    if found := spellings(word):
        return _of_parses(word, _looked_up(word, found), known=True)
    return _of_parses(word, [(parse[1], parse[2].text, parse[3]) for parse in guess(word)], known=False)


def only_lemma(word: str) -> tuple[str, Sense] | None:
    """The one lemma that the dictionary has for a Russian word in lower case; None if it has several, or none.

    So it is for 94 of 100 words of the dictionary: `morphology` says the same of them, at twice the price.
    """
    found = spellings(word)
    if len(found) != 1 or junk.is_listed(word):
        return None
    spelt, places = found[0]
    sense = _sense(tuple(places))
    return (sense.how.lemma(spelt), sense) if sense else None


@lru_cache(maxsize=1 << 15)
def _sense(places: tuple[Place, ...]) -> Sense | None:
    """What a form is that stands at these places; None if they make several lemmas of it.

    Whatever the stem: if the lemmas are equal from the longest suffix on, they are equal. Forms that may have a
    prefix («покрасивее», «наилучший») are not settled here.
    """
    ways = [inflection(paradigm, place) for paradigm, place in places]
    suffix = max((how.suffix for how in ways), key=len)
    if any(how.start or how.lemma_prefix for how in ways) or len({how.lemma(suffix) for how in ways}) > 1:
        return None
    nominal = _is_nominal(("", how.tag.text, 1.0) for how in ways)
    return Sense(ways[0], nominal, _is_acronym(ways[0].tag.text))


def _of_parses(word: str, parses: list[_Parse], known: bool) -> Morphology:
    meant, cut = junk.part(word, _readings(parses))
    whole = sum(reading.score for reading in meant)
    lemmas = tuple(Lemma(reading.lemma, reading.score / whole, reading.tag) for reading in meant)
    cut_lemmas = tuple(reading.lemma for reading in cut)
    return Morphology(lemmas, cut_lemmas, known, _is_nominal(parse for parse in parses if parse[0] not in cut_lemmas))


_Parse = tuple[str, str, float]
"""Folded lemma, tag, score."""


def _looked_up(word: str, found: list[tuple[str, list[Place]]]) -> list[_Parse]:
    """What `parse` of pymorphy3 says of a word that the dictionary has; equal scores where it knows no chances."""
    ways = [(spelt, inflection(paradigm, place)) for spelt, places in found for paradigm, place in places]
    lemmas = [how.lemma(spelt) for spelt, how in ways]
    tags = [how.tag for _, how in ways]
    known = chances(word, tags) if len(set(lemmas)) > 1 else None
    scores = known or [1.0] * len(lemmas)
    parses = [(lemma, tag.text, score) for lemma, tag, score in zip(lemmas, tags, scores, strict=True)]
    return sorted(parses, key=lambda parse: -parse[2])


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
def _is_acronym(tag: str) -> bool:
    return _ACRONYM.search(tag) is not None
