"""The lemmas of a word, from the dictionary or guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from search.russian import junk
from search.russian.dictionary import Inflection, Place, Tag, inflection, spellings
from search.russian.guesses import Parse, by_chance, guess, looked_up
from search.russian.junk import Reading

LONGEST_WORD = 64
"""Longer runs of letters are no words (base64, hashes): they are indexed as they stand."""

NOMINAL_SHARE = 0.10
"""A word that is a noun or an adjective in less than this part of its uses is no name: «Стали» (0.02), «После»."""

_RUSSIAN = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
_ACRONYM = re.compile("Fixd,(?:Abbr|Orgn|Geox)")


class Lemma(NamedTuple):  # and no frozen dataclass: made for every word, and twice as fast
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
    """What a word is that has one lemma only: how the form becomes it, and what `Morphology` says of the word.

    It hangs on where the word stands in the paradigms, so that many words share it.
    """

    how: Inflection
    nominal: bool
    indeclinable: bool


_NOT_PARSED = Morphology((), (), known=False, nominal=False)


def is_russian(word: str) -> bool:
    """Is a word, in lower case, one that the dictionary can speak of? «г» no, «су-35с» no, «қала» no."""
    return 1 < len(word) <= LONGEST_WORD and _RUSSIAN.fullmatch(word) is not None


@lru_cache(maxsize=1 << 12)  # a form is often met again with a capital, or as a part of a compound
def morphology(word: str) -> Morphology:
    """Parse one word in lower case, ё as written: it disambiguates («все» and «всё»).

    One letter, other alphabets and mixtures have no lemmas.
    """
    if not is_russian(word):
        return _NOT_PARSED
    if only := only_lemma(word):
        lemma, sense = only
        return Morphology((Lemma(lemma, 1.0, sense.how.tag.text),), (), True, sense.nominal)
    if parses := looked_up(word):
        several = len({parse[1] for parse in parses}) > 1
        return _of_parses(word, (by_chance(word, parses) if several else None) or parses, known=True)
    return _of_parses(word, guess(word), known=False)


def only_lemma(word: str) -> tuple[str, Sense] | None:
    """The one lemma that the dictionary has for a Russian word in lower case; None if it has several, or none.

    So it is with 94 of 100 words that the dictionary has. `morphology` says the same of them, and takes longer.
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
    prefix («победнее», of «бедный» or of «победный») are not settled here.
    """
    ways = [inflection(paradigm, place) for paradigm, place in places]
    suffix = max((how.suffix for how in ways), key=len)
    if any(how.start or how.lemma_prefix for how in ways) or len({how.lemma(suffix) for how in ways}) > 1:
        return None
    nominal = _is_nominal([(how.tag, 1.0) for how in ways])
    return Sense(ways[0], nominal, _is_acronym(ways[0].tag.text))


def _of_parses(word: str, parses: list[Parse], known: bool) -> Morphology:
    meant, cut = junk.part(word, _readings(parses))
    whole = sum(reading.score for reading in meant)
    lemmas = tuple([Lemma(reading.lemma, reading.score / whole, reading.tag) for reading in meant])
    cut_lemmas = tuple([reading.lemma for reading in cut])
    tags = [(tag, score) for _, lemma, tag, score, _ in parses if lemma not in cut_lemmas]
    return Morphology(lemmas, cut_lemmas, known, _is_nominal(tags))


def _readings(parses: list[Parse]) -> list[Reading]:
    """Parses by lemma, the likeliest first."""
    tags: dict[str, list[Tag]] = {}
    scores: dict[str, float] = {}
    for _, lemma, tag, score, _ in parses:
        if lemma in tags:
            tags[lemma].append(tag)
            scores[lemma] += score
        else:
            tags[lemma] = [tag]
            scores[lemma] = score
    if len(tags) == 1:
        return [Reading(lemma, 1.0, tags[lemma][0].text, frozenset())]  # nothing to tell it from
    ranked = sorted(scores, key=lambda lemma: (-scores[lemma], lemma))
    kinds = {lemma: frozenset([tag.kind for tag in tags[lemma]]) for lemma in ranked}
    return [Reading(lemma, scores[lemma], tags[lemma][0].text, kinds[lemma]) for lemma in ranked]


def _is_nominal(tags: list[tuple[Tag, float]]) -> bool:
    whole = nominal = 0.0
    for tag, score in tags:
        if tag.name:
            return True
        whole += score
        nominal += score * tag.nominal
    return nominal >= NOMINAL_SHARE * whole


@cache
def _is_acronym(tag: str) -> bool:
    return _ACRONYM.search(tag) is not None
