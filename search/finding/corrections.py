"""How a word of a query is probably spelt, by the archive's own spellings.

    призедент → президент    ghbdtn → привет    Tokayev → Токаев

A word that is right stays: one that the dictionary has and some document too, or that documents write as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2
from operator import itemgetter

from search.engines.base import Engine, Lexicon, Spelling
from search.query.tree import Phrase, Word
from search.results import SuggestionKind
from search.russian.declension import declined
from search.russian.keyboard import in_other_layout
from search.russian.lemmas import morphology
from search.russian.names import MARK, name_keys
from search.russian.slips import EXPLAINED, SOUND, WHOLE, cost
from search.russian.spelling import fold, key
from search.russian.transliteration import agrees, ends_alike, readings, single

_COMMON = 5
"""What it is worth to stand twice as often, where `slips.WHOLE` is what a slip costs."""

_CLOSE = 6
"""Spellings that are so nearly as likely as the best one: the other words of the query decide."""

_MORE, _MORE_BY_FAR = 50, 300
"""A word that documents have is a slip only if what was meant stands so many times as often; if it may be a name, by
far."""

_SEVERAL = 3
"""What stands so often was not struck by chance: it is a slip only if something explains it."""

_OFTEN = 30
"""A name that stands so often is right, whatever stands oftener."""

_MORE_IN_RUSSIAN = 4
"""A name that stands in Latin letters as well has to stand so many times as often in Russian ones."""

_DEAREST = 170
"""What the slips of a word may cost together. Of one that documents have there is one slip at most."""

_SHORTEST, _TWO_SLIPS = 3, 6
"""Shorter words are not put right; from so many letters on two slips are looked for."""

_SHORTEST_LATIN = 4
"""Three Russian letters are mistyped more often than three Latin ones are typed in the wrong layout."""

_LESS_LIKELY = 2
"""Bits: a reading of Latin letters is taken to be four times as likely as the next one, and as one in which a letter
is double instead of single."""

_HARDLY = 6
"""Bits: of a reading that no way of writing has."""

_MOST_LOOKED_AT, _MOST_GIVEN = 200, 3
_RUSSIAN = re.compile("[а-я]+(?:-[а-я]+)*")
_LATIN = re.compile("[a-z]+(?:[-'][a-z]+)*")


@dataclass(frozen=True, slots=True)
class Correction:
    """How a word may be spelt instead, the likeliest first; `sure`: it is no word of dictionary or archive itself."""

    kind: SuggestionKind
    spellings: tuple[str, ...]
    sure: bool


def correction(engine: Engine, typed: str, leaf: Word | Phrase, present: bool) -> Correction | None:
    """How a word is probably spelt, or what was typed with a sign in it; None where it is right.

    `typed`: as it stands in the query, punctuation included, which is letters in the other layout. `present`: may it
    be a word that some documents have?
    """
    documents, folded = engine.count(leaf), fold(str(leaf))
    if documents and (not present or _is_known(folded)):
        return None
    sure = not documents and not _is_known(folded)
    if meant := _of_other_alphabet(engine, typed, leaf, documents):
        return Correction(meant[0], (meant[1],), sure)
    if isinstance(leaf, Word) and (spellings := _spelt_right(engine.lexicon, folded, documents)):
        return Correction("spelling", spellings, sure)
    return None


def in_same_layout(engine: Engine, typed: str, leaf: Word | Phrase) -> Correction | None:
    """What a word is in the other layout, where another word of the query was typed in the wrong one; None if that is
    rarer than the word as it is."""
    found = [
        (_times(engine, meant), meant) for meant in _in_other_layout(typed, leaf) if _RUSSIAN.fullmatch(fold(meant))
    ]
    times, meant = max(found, default=(0, ""))
    return Correction("layout", (meant,), True) if times > engine.count(leaf) else None


def _of_other_alphabet(
    engine: Engine, typed: str, leaf: Word | Phrase, documents: int
) -> tuple[SuggestionKind, str] | None:
    """What stands in the archive by far oftener, written by the same keys, or with Russian letters."""
    found: list[tuple[int, SuggestionKind, str]] = []
    for meant in _in_other_layout(typed, leaf):
        short = len(meant) < _SHORTEST_LATIN and (meant.isascii() or documents)
        if not short and (times := _times(engine, meant)) > documents * _MORE:
            found.append((times, "layout", meant))
            break  # where that is a word with its punctuation, it is not by chance: `cdjb[` is «своих», not «свои»
    if isinstance(leaf, Word) and _LATIN.fullmatch(latin := fold(leaf.text)):
        russian = _of_latin(engine.lexicon, latin)
        found += [(russian.times, "transliteration", russian.text)] if russian else []
    return max(found)[1:] if found else None


def _of_latin(lexicon: Lexicon, latin: str) -> Spelling | None:
    """The commonest Russian word that is so written in Latin letters, where that is not a word of the archive itself.

    «Astana» of texts in English is one as well: a name that stands in Russian by far oftener is meant.
    """
    own = lexicon.of(latin)
    found = (
        (one.times >> _doubt(latin, one.text, reading) + _LESS_LIKELY * place, one)
        for place, reading in enumerate(readings(latin))
        for one in lexicon.romanised(single(reading))
    )
    best = max(found, key=itemgetter(0), default=(0, own))[1]
    if own.times and (len(latin) < _SHORTEST_LATIN or (_is_name(own) and not _is_name(best))):
        return None
    return best if best.times > own.times * (_MORE_IN_RUSSIAN if _is_name(best) else _MORE_BY_FAR) else None


def _doubt(latin: str, russian: str, reading: str) -> int:
    """By how many bits a word that is romanised like a reading is the less likely to be meant."""
    return _LESS_LIKELY * (not agrees(russian, reading)) + _HARDLY * (not ends_alike(russian, latin))


def _in_other_layout(typed: str, leaf: Word | Phrase) -> Iterator[str]:
    """What the keys write in the other layout, if that may be a word: `,jkmijq` → «большой», `ghbdtn,` → «привет»."""
    for text in dict.fromkeys((typed.lower(), leaf.text.lower() if isinstance(leaf, Word) else "")):
        meant = in_other_layout(text)
        if meant != text and (meant.isascii() or _RUSSIAN.fullmatch(fold(meant))):
            yield meant


def _times(engine: Engine, word: str) -> int:
    """How often a word stands in the archive; of one that the dictionary has, in any form."""
    times = engine.lexicon.of(key(word)).times
    return times or (engine.count(Word(word)) if _is_known(fold(word)) else 0)


def _spelt_right(lexicon: Lexicon, folded: str, documents: int) -> tuple[str, ...]:
    """The likeliest spellings of a word that is not right as it is."""
    alphabet = _RUSSIAN if _RUSSIAN.fullmatch(folded) else _LATIN
    own = lexicon.of(folded)
    if len(folded) < _SHORTEST or not alphabet.fullmatch(folded) or (own.times >= _OFTEN and _is_name(own)):
        return ()
    slips = 1 if documents or len(folded) < _TWO_SLIPS else 2
    found = [one for one in lexicon.like(folded, slips) if alphabet.fullmatch(one.text) and one.text != folded]
    if not documents:
        return _likeliest(folded, found, slips, _DEAREST)
    least, dearest = _bounds(lexicon, own)
    commoner = [one for one in found if one.times >= least and (_is_known(one.text) or not least)]
    return _likeliest(folded, commoner, slips, dearest)


def _bounds(lexicon: Lexicon, own: Spelling) -> tuple[int, int]:
    """How often a spelling must stand in the archive to be preferred to one that some documents have in some form,
    and what its slips may cost.

    What vouches for a word that no dictionary has are other cases of it that no dictionary has: «Тлепова» for
    `тлеповым`. All forms of «оружие» are in the dictionary, and of «НВО» there are no cases: that documents are found
    by what they share with `оружее` and `нвоые` says nothing.
    """
    keys = name_keys(own.text, known=False)
    bases = [own.text, *(key.removeprefix(MARK) for key in keys)]
    sharing = [one for one in lexicon.sharing(keys) if _parts(one.text) == _parts(own.text)]
    if not own.times:  # what stands there itself may be the plural of something too
        sharing = [one for one in sharing if _is_case(own.text, one.text, bases)]
    vouching = {one for one in (own, *sharing) if not _is_known(one.text)}
    together = Spelling(own.text, sum(one.times for one in vouching), sum(one.small for one in vouching))
    if not _is_name(together):
        return together.times * _MORE, EXPLAINED if own.times >= _SEVERAL else WHOLE
    return together.times * _MORE_BY_FAR, SOUND if own.times else WHOLE


def _likeliest(folded: str, found: list[Spelling], slips: int, dearest: int) -> tuple[str, ...]:
    """Some spellings, the likeliest first, as far as they are nearly as likely as it."""
    commonest = sorted(found, key=lambda one: -one.times)[:_MOST_LOOKED_AT]
    costs = [(cost(folded, one.text, slips), one) for one in commonest]
    ranked = sorted((worth - _COMMON * log2(one.times), one.text) for worth, one in costs if worth <= dearest)
    return tuple(text for doubt, text in ranked[:_MOST_GIVEN] if doubt <= ranked[0][0] + _CLOSE)


def _is_name(one: Spelling) -> bool:
    """Is it mostly written with a capital?"""
    return 2 * one.small < one.times


def _parts(folded: str) -> int:
    return folded.count("-")


def _is_case(folded: str, other: str, bases: Sequence[str]) -> bool:
    """Are two spellings cases of one name: of one of them, or of what they begin with?"""
    cases = ({base, *map(fold, declined(base))} for base in (other, *bases))
    return any(folded in each and other in each for each in cases)


def _is_known(folded: str) -> bool:
    """Does the dictionary have a word, or each part of a compound?"""
    return all(len(part) == 1 or morphology(part).known for part in folded.split("-"))
