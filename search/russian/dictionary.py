"""The dictionary: where in its paradigms a spelling stands, and what that makes of it. The one door to pymorphy3.

    «стали»  →  place 4 of paradigm 945 (-ли), cut -ли and add -ть: «стать», VERB,perf,intr plur,past,indc
                place 1 of paradigm 13 (-и), cut -и and add -ь: «сталь», NOUN,inan,femn sing,gent

A *paradigm* is a way to inflect that many words share; a *place* is one form in it. The two together say how a form
becomes its lemma and which tag it has, whatever the stem is (an `Inflection`): that is worked out once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

import pymorphy3
from pymorphy3.dawg import PrefixMatcher
from pymorphy3.lang.ru.config import KNOWN_PREFIXES, PARTICLES_AFTER_HYPHEN

from search.russian import junk

PARTICLES = tuple(PARTICLES_AFTER_HYPHEN)
"""What may follow any word: «-то», «-ка», «-таки»."""

LONGEST_ENDING = 5
"""So many letters of an ending the dictionary compares."""

Place = tuple[int, int]
"""The number of a paradigm, and of a form in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """An OpenCorpora tag: «NOUN,inan,femn sing,gent».

    `same`: equal for tags that differ only in what belongs to the word and what to the form. `productive`: new words
    can have it. `features`: part of speech, number, case, person and tense; empty for «UNKN», no part of speech.
    `kind`: what junk is told by. `name`: it marks one. `nominal`: a noun, or an adjective that is no pronoun («мой»).
    """

    text: str
    same: str
    productive: bool
    features: frozenset[str]
    kind: str
    name: bool
    nominal: bool


@dataclass(frozen=True, slots=True, eq=False)
class Inflection:
    """One place in a paradigm: what to cut from a form, and what to add, to have its lemma.

    `suffix`: what the form ends in, as far as it is cut; `end`: where the stem ends, counted from the end.
    """

    paradigm: int
    tag: Tag
    start: int
    end: int | None
    suffix: str
    lemma_prefix: str
    lemma_suffix: str

    def lemma(self, form: str) -> str:
        """The lemma of a form that stands here, with е for ё: «покрасивее» → «красивый»."""
        return (self.lemma_prefix + form[self.start : self.end] + self.lemma_suffix).replace("ё", "е")


def spellings(word: str) -> list[tuple[str, list[Place]]]:
    """The dictionary's spellings of a word in lower case, ё as written or left out, each with its places."""
    files = _files()
    found: list[tuple[str, list[Place]]] = files.words.similar_items(word, files.substitutes)
    return found


@cache  # as many as the dictionary has: 141,658
def inflection(paradigm: int, place: int) -> Inflection:
    """What stands at a place of a paradigm."""
    dictionary = _analyser().dictionary
    numbers = dictionary.paradigms[paradigm]
    size = len(numbers) // 3
    tag = tag_of(str(dictionary.gramtab[numbers[size + place]]))
    if place == 0:
        return Inflection(paradigm, tag, 0, None, "", "", "")
    suffix = dictionary.suffixes[numbers[place]]
    prefix, lemma_prefix = (dictionary.paradigm_prefixes[numbers[2 * size + at]] for at in (place, 0))
    lemma_suffix = dictionary.suffixes[numbers[0]]
    return Inflection(paradigm, tag, len(prefix), -len(suffix) or None, suffix, lemma_prefix, lemma_suffix)


@cache
def tag_of(text: str) -> Tag:
    """A tag by its text: «ADVB»."""
    tag = _analyser().TagClass(text)
    compared = tag.PARTS_OF_SPEECH | tag.NUMBERS | tag.CASES | tag.PERSONS | tag.TENSES
    features = {_LIKE.get(grammeme, grammeme) for grammeme in tag.grammemes & compared}
    is_speech = not features.isdisjoint(tag.PARTS_OF_SPEECH)
    return Tag(
        text,
        same=text.replace(" ", ",", 1),
        productive=tag.is_productive(),
        features=frozenset(features if is_speech else ()),
        kind=junk.kind(text),
        name=_NAMES.search(text) is not None,
        nominal=text.startswith("NOUN") or (text.startswith(("ADJF", "ADJS")) and "Apro" not in text),
    )


_NAMES = re.compile("Name|Surn|Patr|Geox|Orgn")
_LIKE = {"gen1": "gent", "loc1": "loct"}


def chances(word: str, tags: Iterable[Tag]) -> list[float] | None:
    """How often a word has each tag in the corpus that was tagged by hand, 0…1; None if it has none of them there."""
    counted = _files().counted
    if not counted.has_keys_with_prefix(word + ":"):
        return None
    found = [counted.prob(word, tag.text) for tag in tags]
    return found if any(found) else None


def known_prefixes(word: str) -> list[str]:
    """The prefixes of a word that change nothing behind them, the longest first: «контр-», «контр»."""
    found: list[str] = _files().prefixes.prefixes(word)
    found.reverse()  # they come the shortest first
    return found


@cache
def paradigm_prefixes() -> tuple[tuple[int, str], ...]:
    """The prefixes that paradigms know, with their numbers, in the order of guessing: «наи», «по», none."""
    return tuple(enumerate(_analyser().dictionary.paradigm_prefixes))[::-1]


Like = tuple[str, float, Inflection]
"""How an ending is spelt (ё where words have it), its share among those that end alike, how these are inflected."""


@lru_cache(maxsize=1 << 14)
def alike(prefix: int, ending: str) -> tuple[str, list[Like]]:
    """How words that end alike are inflected: as much of the ending as any has, and the ways, commonest first.

    `prefix`: the number of the paradigms' prefix.
    """
    files = _files()
    found = [
        (spelt, count, how)
        for spelt, likes in files.endings[prefix].similar_items(ending, files.substitutes)
        for count, paradigm, place in likes
        if (how := inflection(paradigm, place)).tag.productive
    ]
    if not found:
        return alike(prefix, ending[1:]) if len(ending) > 1 else (ending, [])
    whole = 1 + sum(count for _, count, _ in found)
    distinct: dict[tuple[str, str, int], Like] = {}
    for spelt, count, how in found:
        distinct.setdefault((spelt, how.tag.same, how.paradigm), (spelt, count / whole, how))
    return ending, sorted(distinct.values(), key=itemgetter(1), reverse=True)


@cache
def _analyser() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru", result_type=None)


@dataclass(frozen=True, slots=True)
class _Files:
    """What is asked for every word, at one step."""

    words: Any
    substitutes: Any
    endings: Any
    counted: Any
    prefixes: Any


@cache
def _files() -> _Files:
    analyser = _analyser()
    return _Files(
        words=analyser.dictionary.words,
        substitutes=analyser.char_substitutes,
        endings=analyser.dictionary.prediction_suffixes_dawgs,
        counted=analyser.prob_estimator.p_t_given_w,
        prefixes=PrefixMatcher(KNOWN_PREFIXES),
    )
