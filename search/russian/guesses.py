"""Guess how an unknown word is inflected: what pymorphy3's `parse` says, score for score, at half the price.

    «ковидом»  →  as «видом» is, or as words in -видом are       «бизнес-ланчем»  →  as «ланчем» is

The rules and their weights are those of its analyser units (pymorphy3/units: by_hyphen, by_analogy, unkn). The first
rule that says anything decides. tests/test_guesses.py holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

from search.russian.dictionary import (
    LONGEST_ENDING,
    PARTICLES,
    Tag,
    alike,
    chances,
    inflection,
    known_prefixes,
    paradigm_prefixes,
    spellings,
    tag_of,
)

Origin = int | tuple[str, int] | None
"""What else tells two parses apart: the paradigm, or which parse of the part behind a hyphen was taken."""

Parse = tuple[str, str, Tag, float, Origin]
"""Spelling (ё where the dictionary has it), lemma (with е for ё), tag, score, origin."""

_BEHIND_KNOWN_PREFIX = 0.75
_BEHIND_UNKNOWN_PREFIX = 0.5
_LIKE_ENDING = 0.5
_BEFORE_PARTICLE = 0.9
_ADVERB = 0.7
_HYPHENATED = 0.75
_SHORTEST_ADVERB = 5
_SHORTEST_REST = 3
_LONGEST_UNKNOWN_PREFIX = 5
_SHORTEST_LIKENED = 4
_TO_ADVERB = frozenset(("ADJF", "sing", "datv"))


def guess(word: str) -> list[Parse]:
    """The parses of a word in lower case that the dictionary has not, the likeliest first; scores make one whole."""
    if "-" in word:
        for rule in (_before_particle, _adverb, _hyphenated):
            if found := rule(word):
                return _weighed(word, found)
    found = _behind_known_prefix(word) or _behind_unknown_prefix(word)
    return _weighed(word, found or [(word, _folded(word), tag_of("UNKN"), 1.0, None)])


def looked_up(word: str) -> list[Parse]:
    """The parses of a word in lower case that the dictionary has, in its order, all with the score 1; else none."""
    found: list[Parse] = []
    for spelt, places in spellings(word):
        for paradigm, place in places:
            how = inflection(paradigm, place)
            found.append((spelt, how.lemma(spelt), how.tag, 1.0, paradigm))
    return found


@lru_cache(maxsize=1 << 12)  # «экс», «интернет» are the first parts of many words
def _parsed(part: str) -> tuple[Parse, ...]:
    """The parses of a part of a word, whether the dictionary has it or not."""
    found = looked_up(part)
    return tuple(_weighed(part, found) if found else guess(part))


def by_chance(word: str, parses: list[Parse]) -> list[Parse] | None:
    """With the chances of the tags for scores, the greatest first; None if none is known."""
    known = chances(word, (parse[2] for parse in parses))
    if known is None:
        return None
    scored = [(*parse[:3], chance, parse[4]) for parse, chance in zip(parses, known, strict=True)]
    return sorted(scored, key=_score, reverse=True)


def _weighed(word: str, parses: list[Parse]) -> list[Parse]:
    """By chance, if any is known; else with the scores that they have, in parts of one whole."""
    if found := by_chance(word, parses):
        return found
    factor = 1.0 / sum(map(_score, parses))
    return [(spelt, lemma, tag, score * factor, origin) for spelt, lemma, tag, score, origin in parses]


_score = itemgetter(3)


def _distinct(parses: Iterable[Parse]) -> list[Parse]:
    """The first of those that agree in spelling, tag and origin."""
    found: dict[tuple[str, str, Origin], Parse] = {}
    for parse in parses:
        found.setdefault((parse[0], parse[2].same, parse[4]), parse)
    return list(found.values())


def _before_particle(word: str) -> list[Parse]:
    """«смотри-ка» like «смотри»."""
    particle = next((end for end in PARTICLES if word.endswith(end) and word != end), None)
    if particle is None:
        return []
    return _distinct(
        (spelt + particle, lemma + particle, tag, score * _BEFORE_PARTICLE, origin)
        for spelt, lemma, tag, score, origin in _parsed(word[: -len(particle)])
    )


def _adverb(word: str) -> list[Parse]:
    """«по-западному», as «западному» may be the dative of an adjective."""
    if len(word) < _SHORTEST_ADVERB or not word.startswith("по-"):
        return []
    if not any(parse[2].features >= _TO_ADVERB for parse in _parsed(word[len("по-") :])):
        return []
    return [(word, _folded(word), tag_of("ADVB"), _ADVERB, None)]


def _hyphenated(word: str) -> list[Parse]:
    """«человек-гора»: both parts in the same case, or, like «интернет-магазин», the first as it stands."""
    left, _, right = word.partition("-")
    if not left or not right or "-" in right or known_prefixes(word):
        return []
    lefts = [parse for parse in _parsed(left) if parse[2].features]
    rights = [(parse, (right, place)) for place, parse in enumerate(_parsed(right)) if parse[2].features]
    found: list[Parse] = [
        (f"{first[0]}-{second[0]}", f"{first[1]}-{second[1]}", first[2], first[3] * _HYPHENATED, origin)
        for first in lefts
        for second, origin in rights
        if first[2].features == second[2].features
    ]
    stands = _folded(left)
    for (spelt, lemma, tag, score, _), origin in rights:
        found.append((f"{left}-{spelt}", f"{stands}-{lemma}", tag, score * _HYPHENATED, origin))
    return found


def _behind_known_prefix(word: str) -> list[Parse]:
    """«псевдокошка» like «кошка»."""
    found: list[Parse] = []
    for prefix in known_prefixes(word):
        if len(word) - len(prefix) >= _SHORTEST_REST:
            found += _prefixed(prefix, _parsed(word[len(prefix) :]), _BEHIND_KNOWN_PREFIX)
    return _distinct(found)


def _behind_unknown_prefix(word: str) -> list[Parse]:
    """«байткод» like «код», and, less, like all that ends in -ткод."""
    found: list[Parse] = []
    for size in range(1, min(_LONGEST_UNKNOWN_PREFIX, len(word) - _SHORTEST_REST) + 1):
        if parses := looked_up(word[size:]):
            found += _prefixed(word[:size], parses, _BEHIND_UNKNOWN_PREFIX)
    return _distinct(found + _likened(word)) if found else _likened(word)


def _prefixed(prefix: str, parses: Sequence[Parse], weight: float) -> list[Parse]:
    folded = _folded(prefix)
    return [
        (prefix + spelt, folded + lemma, tag, score * weight, origin)
        for spelt, lemma, tag, score, origin in parses
        if tag.productive
    ]


def _likened(word: str) -> list[Parse]:
    """«бутявкать» like all that ends in -вкать."""
    if len(word) < _SHORTEST_LIKENED:
        return []
    sources = [
        alike(number, word[-LONGEST_ENDING:]) for number, prefix in paradigm_prefixes() if word.startswith(prefix)
    ]
    found: list[Parse] = []
    for ending, likes in sources:
        stem = word[: -len(ending)]
        for spelt, share, how in likes:
            form = stem + spelt
            found.append((form, how.lemma(form), how.tag, share * _LIKE_ENDING, how.paradigm))
    return found if len(sources) == 1 else sorted(_distinct(found), key=_score, reverse=True)


def _folded(word: str) -> str:
    return word.replace("ё", "е")
