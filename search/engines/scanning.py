"""Matching by reading: which forms a slot accepts, and where a pattern stands in a text. Plain loops, no arrays.

The memory engine reads every document so; the embedded one the few values of a document field («РИА Новости»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.caching import own_cache
from search.engines.base import check_expansion
from search.query.patterns import (
    AnyForm,
    Capitalised,
    Days,
    Pattern,
    Shaped,
    Similar,
    Slot,
    Spelt,
    Starting,
    Together,
)
from search.russian.analysis import index_terms
from search.russian.compounds import JOINTS, begins
from search.russian.mentions import Mentioned
from search.russian.names import is_name_key
from search.russian.spelling import has_typed_yo, key
from search.russian.words import forms as forms_of

_CACHED = 1000  # slots: one is asked about for every text

Text = tuple[int, ...]
"""A text as the numbers of its forms, in order."""


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a pattern: where it starts, wherever it takes part in a match, and how many slots it takes.

    A pattern without slop is one part; one with slop has a part for each slot, `/3` one for each side.
    """

    starts: Sequence[int]
    length: int


class Vocabulary:
    """Texts as numbers of forms, and which of the forms a slot accepts. Many threads may share it."""

    def __init__(self, texts: Iterable[str], most: int) -> None:
        numbers: dict[str, int] = {}
        self.texts: list[Text] = [
            tuple(numbers.setdefault(form, len(numbers)) for form in forms_of(text)) for text in texts
        ]
        self._most = most
        self._spellings = [(form, key(form)) for form in numbers]
        self._with_term: dict[str, list[int]] = {}
        for form, number in numbers.items():
            for term in index_terms(form):
                self._with_term.setdefault(term, []).append(number)
        self._accepted = own_cache(self._accepting, _CACHED)

    def accepted(self, slot: Slot) -> frozenset[int]:
        """The forms that a slot accepts. Raises QueryLimit where a shape or a likeness accepts too many."""
        forms = self._accepted(slot)
        if isinstance(slot, Shaped | Similar):
            check_expansion(len(forms), self._most)
        return forms

    def lemmas_beginning(self, beginnings: tuple[str, ...]) -> tuple[str, ...]:
        """All lemmas that begin so."""
        return tuple(term for term in self._with_term if not is_name_key(term) and term.startswith(beginnings))

    def _accepting(self, slot: Slot) -> frozenset[int]:
        if isinstance(slot, AnyForm):
            return frozenset(number for term in slot.terms for number in self._with_term.get(term, ()))
        accepts = _acceptance(slot)
        return frozenset(number for number, spelling in enumerate(self._spellings) if accepts(*spelling))


def members(text: Text, field: str, asked: Pattern | Together, vocabulary: Vocabulary) -> list[Member]:
    """Where each part of a pattern takes part in a match in a text, which is the field named; [] without a match."""
    if isinstance(asked, Together):
        return _together(text, field, asked, vocabulary)
    if asked.field not in ("", field):
        return []
    groups = [vocabulary.accepted(slot) for slot in asked.slots]
    if asked.slop:
        chains = list(_in_order(text, groups, len(groups) + asked.slop))
        return [Member(sorted(set(starts)), 1) for starts in zip(*chains, strict=True)]
    starts = _side_by_side(text, groups)
    return [Member(starts, len(groups))] if starts else []


def places(found: list[Member]) -> Iterator[tuple[int, int]]:
    """Every place that takes part: its first slot, and how many it has."""
    return ((start, member.length) for member in found for start in member.starts)


def times(found: list[Member]) -> int:
    """How often a pattern counts as matched: as often as its rarest part takes part."""
    return min((len(member.starts) for member in found), default=0)


def spelling(forms: Sequence[str]) -> str:
    """Forms side by side as one folded text: «Чемпионами», «мира» → «чемпионами мира».

    A compound says its further parts itself: «премьер-министр», «министр» → «премьер-министр».
    """
    whole: list[str] = []
    said = 0  # slots that a compound before has taken
    for form in forms:
        if not said:
            whole.append(key(form))
            said = len(forms_of(form)) if any(joint in form for joint in JOINTS) else 1
        said -= 1
    return " ".join(whole)


def within(dates: Iterable[Mentioned], days: Days) -> list[tuple[int, int]]:
    """Every place of a text whose date lies within some days: its first slot, and how many it has."""
    found = (date for date in dates if days.first <= date.first and date.last <= days.last)
    return sorted({(date.slot, date.length) for date in found})


def _acceptance(slot: Spelt | Capitalised | Starting | Shaped | Similar) -> Callable[[str, str], bool]:
    """Does a slot accept a form with this key?"""
    match slot:
        case Spelt(typed):
            same = slot.key
            return lambda form, its_key: (its_key == same or begins(its_key, same)) and has_typed_yo(form, typed)
        case Capitalised():
            return lambda form, _: slot.accepts(form)
        case Starting(prefix):
            return lambda _, its_key: its_key.startswith(prefix)
        case Shaped(shape):
            signs = {"*": ".*", "?": "."}
            shaped = re.compile("".join(signs.get(sign, re.escape(sign)) for sign in shape), re.DOTALL)
            return lambda _, its_key: shaped.fullmatch(its_key) is not None
        case Similar(typed, slips):
            return lambda _, its_key: abs(len(its_key) - len(typed)) <= slips and distance(typed, its_key) <= slips


def distance(one: str, other: str) -> int:
    """The fewest slips between two spellings: signs too many, too few, wrong, or swapped with their neighbour.

    >>> distance("сталь", "стаьл"), distance("токаев", "такаева")
    (1, 2)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, sign in enumerate(one, start=1):
        this = [row]
        for column, its in enumerate(other, start=1):
            this.append(min(last[column] + 1, this[-1] + 1, last[column - 1] + (sign != its)))
            if row > 1 and column > 1 and sign == other[column - 2] and one[row - 2] == its:
                this[-1] = min(this[-1], before[column - 2] + 1)
        before, last = last, this
    return last[-1]


def _side_by_side(text: Text, groups: list[frozenset[int]]) -> list[int]:
    first, *others = groups
    if first.isdisjoint(text):
        return []
    starts = [slot for slot, form in enumerate(text) if form in first]
    for step, group in enumerate(others, start=1):
        starts = [slot for slot in starts if slot + step < len(text) and text[slot + step] in group]
    return starts


def _in_order(text: Text, groups: list[frozenset[int]], longest: int) -> Iterator[tuple[int, ...]]:
    """Every way to take a slot for each group, ascending, within so many slots."""
    if any(group.isdisjoint(text) for group in groups):
        return
    chains: list[tuple[int, ...]] = [(slot,) for slot, form in enumerate(text) if form in groups[0]]
    for group in groups[1:]:
        chains = [
            (*chain, slot)
            for chain in chains
            for slot in range(chain[-1] + 1, min(chain[0] + longest, len(text)))
            if text[slot] in group
        ]
    yield from chains


def _together(text: Text, field: str, asked: Together, vocabulary: Vocabulary) -> list[Member]:
    sides = [members(text, field, pattern, vocabulary) for pattern in asked.patterns]
    if not all(sides):
        return []
    lengths = [side[0].length for side in sides]
    chains: list[tuple[int, ...]] = [(start,) for start in sides[0][0].starts]
    for place, reach in enumerate(asked.reaches):
        chains = [
            (*chain, start)
            for chain in chains
            for start in sides[place + 1][0].starts
            if 1 <= _apart(chain[-1], lengths[place], start, lengths[place + 1]) <= reach
        ]
    taking_part = (sorted(set(starts)) for starts in zip(*chains, strict=True))
    return [Member(starts, length) for starts, length in zip(taking_part, lengths, strict=False)]


def _apart(one: int, its_length: int, other: int, other_length: int) -> int:
    """From the last slot of the earlier to the first of the later; less than one where they overlap."""
    return other - one - its_length + 1 if one < other else one - other - other_length + 1
