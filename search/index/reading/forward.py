"""Which form stands in each slot, in two bytes a slot.

The commonest forms are known by their *rank*, the gap is the first of them. A rarer form does not fit: its slot says
RARE, and the form stands in a list of its own, one entry for twelve slots. Which of that list are those of some
slots is counted: from the start of their block, before which it is known how many there are.

    slots   Токаев прибыл в Астану ▢   →   ranks 812 1403 1 RARE 0,   rare: «Астану»
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import RARE, RARE_BLOCK_BITS, Forward, pieces
from search.index.derive import merged, run_starts, united
from search.index.reading.ascending import AscendingReader

Numbers = NDArray[np.integer]
Mask = NDArray[np.bool_]

Bits = NDArray[np.unsignedinteger]

_FEW_BITS, _MOST_BITS = 8, 16

_WITHIN_BLOCK = np.arange(1 << RARE_BLOCK_BITS)
_COUNTED = 1 << 12  # blocks that are looked through together
_DIGITS = 0xFFFF
_NO_PLACES = np.zeros(0, dtype=np.int64)


def ranks_of(common: NDArray[np.uint32], gap: int) -> NDArray[np.uint16]:
    """The rank of every form and of the gap, which is the number past the last form. `common`: by rank the form."""
    ranks = np.full(gap + 1, RARE, dtype=np.uint16)
    ranks[common] = np.arange(len(common), dtype=np.uint16)
    return ranks


class ForwardReader:
    """Reads a forward index. Many threads may share it."""

    def __init__(self, arrays: Forward, positions: AscendingReader, gap: int) -> None:
        self._arrays = arrays
        self._positions = positions
        self._gap = gap

    @cached_property
    def _rank_of(self) -> NDArray[np.uint16]:
        """The rank of every form and of the gap."""
        return ranks_of(self._arrays.common, self._gap)

    def ranks(self, forms: Numbers) -> NDArray[np.uint16]:
        """The ranks of forms; RARE for those that have none."""
        return self._rank_of[forms]

    def row(self, start: int, stop: int) -> NDArray[np.uint32]:
        """The forms in the slots from `start` to `stop`."""
        ranks = self._arrays.ranks[start:stop]
        forms = self._arrays.common.take(ranks, mode="clip")
        rare = np.flatnonzero(ranks == RARE)
        block = start >> RARE_BLOCK_BITS
        counted = np.count_nonzero(self._arrays.ranks[block << RARE_BLOCK_BITS : start] == RARE)
        first = int(self._arrays.rare_before[block]) + int(counted)
        forms[rare] = self._arrays.rare_forms[first : first + len(rare)]
        return forms

    def at(self, slots: NDArray[np.int64]) -> NDArray[np.uint32]:
        """The forms in some slots, in any order; past either end stands a gap."""
        ranks = self._ranks_at(slots)
        forms = self._arrays.common.take(ranks, mode="clip")
        rare = (ranks == RARE).nonzero()[0]
        forms[rare] = self._rare(slots[rare])
        return forms

    def has(self, slots: NDArray[np.int64], forms: Numbers) -> Mask:
        """In which of some slots does one of the forms stand? Past either end stands none."""
        ranks, wanted = self._ranks_at(slots), self._rank_of[forms]
        accepted = np.zeros(RARE + 1, dtype=bool)
        accepted[wanted] = True
        found: Mask = accepted[ranks]
        if accepted[RARE]:
            # The few places of rare forms are looked through, not the many where rare forms stand.
            rare, places = (ranks == RARE).nonzero()[0], merged(self._positions.numbers(forms[wanted == RARE]))
            here = slots[rare]
            found[rare] = places.searchsorted(here) < places.searchsorted(here, side="right")
        return found

    def rows(self, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> Rows:
        """What stands in some ascending stretches of slots, one after the other."""
        ranks = pieces(self._arrays.ranks, starts, stops)
        rare_places = (ranks == RARE).nonzero()[0]
        before = rare_places.searchsorted((stops - starts).cumsum())
        firsts = self._rare_before(starts)
        lasts = firsts + before
        lasts[1:] -= before[:-1]
        rare = pieces(self._arrays.rare_forms, firsts, lasts)
        return Rows(ranks, rare_places, rare, self._arrays.common, self._rank_of)

    def _ranks_at(self, slots: NDArray[np.int64]) -> NDArray[np.uint16]:
        return self._arrays.ranks.take(slots, mode="clip")

    def _rare(self, slots: NDArray[np.int64]) -> NDArray[np.uint32]:
        parts = (slots[first : first + _COUNTED] for first in range(0, len(slots), _COUNTED))
        places = np.concatenate([_NO_PLACES, *map(self._rare_before, parts)])
        forms: NDArray[np.uint32] = self._arrays.rare_forms[places]
        return forms

    def _rare_before(self, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many RARE stand before each of some slots."""
        blocks = slots >> RARE_BLOCK_BITS
        firsts = blocks << RARE_BLOCK_BITS
        rare = self._ranks_at(firsts[:, None] + _WITHIN_BLOCK) == RARE
        rare &= (slots - firsts)[:, None] > _WITHIN_BLOCK
        counted: NDArray[np.int64] = self._arrays.rare_before[blocks] + np.count_nonzero(rare, axis=1)
        return counted


@dataclass(frozen=True, slots=True)
class Rows:
    """What stands in some slots.

    `ranks`: one entry a slot; `rare_places`: which of them are RARE; `rare`: the forms there.
    """

    ranks: NDArray[np.uint16]
    rare_places: NDArray[np.int64]
    rare: NDArray[np.uint32]
    common: NDArray[np.uint32]
    rank_of: NDArray[np.uint16]

    def forms(self) -> NDArray[np.uint32]:
        """The form in each slot."""
        forms = self.common.take(self.ranks, mode="clip")
        forms[self.rare_places] = self.rare
        return forms

    def places(self, forms: Numbers) -> NDArray[np.int64]:
        """In which of the slots one of some forms stands, ascending."""
        return self._marked(forms, np.ones(len(forms), dtype=np.uint8))[0]

    def standing(self, groups: Sequence[Numbers]) -> Standing:
        """In which of the slots a form of any group stands.

        A bit for each group: one look at the slots tells of all, instead of one for each.
        """
        found = [self._standing(groups[first : first + _MOST_BITS]) for first in range(0, len(groups), _MOST_BITS)]
        return found[0] if len(found) == 1 else _one_below_the_other(found)

    def _standing(self, groups: Sequence[Numbers]) -> Standing:
        bits = _bits(len(groups))
        places, marks = self._marked(np.concatenate(groups), bits.repeat([len(forms) for forms in groups]))
        return Standing(places, (marks & bits[:, None]).astype(bool))

    def _marked(self, forms: Numbers, bits: Bits) -> tuple[NDArray[np.int64], Bits]:
        """Where any of the forms stands, and the bits of those that do."""
        ranks = self.rank_of[forms]
        table = np.zeros(RARE + 1, dtype=bits.dtype)
        np.bitwise_or.at(table, ranks, bits)
        marks = table.take(self.ranks)
        if table[RARE]:
            rare = (ranks == RARE).nonzero()[0]
            marks[self.rare_places] = _marks(self.rare, forms[rare], bits[rare])
        marked = (marks != 0).nonzero()[0]
        return marked, marks[marked]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where forms of some groups stand: `places`, ascending; `there`: for each group, at which of them it does."""

    places: NDArray[np.int64]
    there: Mask

    def with_more(self, more: Mapping[int, NDArray[np.int64]]) -> Standing:
        """The same, where some groups stand at more places."""
        places = united(np.concatenate([self.places, *more.values()]))
        there = self.at(places)
        for row, its in more.items():
            there[row, places.searchsorted(its)] = True
        return Standing(places, there)

    def at(self, places: NDArray[np.int64]) -> Mask:
        """For each group at which of other places it stands, among which are all of these."""
        there = np.zeros((len(self.there), len(places)), dtype=bool)
        there[:, places.searchsorted(self.places)] = self.there
        return there


def _one_below_the_other(parts: Sequence[Standing]) -> Standing:
    """All groups of several parts, as one table."""
    places = united(np.concatenate([part.places for part in parts]))
    return Standing(places, np.concatenate([part.at(places) for part in parts]))


def _bits(count: int) -> Bits:
    """A bit for each of so many groups, in as few bytes as will do: a table of all ranks has to stay in the cache."""
    if count <= _FEW_BITS:
        return np.uint8(1) << np.arange(count, dtype=np.uint8)
    return np.uint16(1) << np.arange(count, dtype=np.uint16)


def _marks(among: NDArray[np.uint32], forms: Numbers, bits: Bits) -> Bits:
    """For each form among others its bits, if it has any.

    Most have none: a table of their last digits, small enough for the cache, tells so of nearly all.
    """
    table = np.zeros(_DIGITS + 1, dtype=bool)
    table[forms & _DIGITS] = True
    marks = np.zeros(len(among), dtype=bits.dtype)
    maybe = table.take(among & _DIGITS).nonzero()[0]
    if not len(maybe):
        return marks
    pairs = merged(forms.astype(np.uint64) << _MOST_BITS | bits)  # one number is sorted faster than two
    known = pairs >> _MOST_BITS
    first = run_starts(known)
    known, known_bits = known[first], np.bitwise_or.reduceat(pairs.astype(bits.dtype), first)
    asked = among[maybe]
    places = known.searchsorted(asked.astype(np.uint64))
    there = known.take(places, mode="clip") == asked
    marks[maybe[there]] = known_bits[places[there]]
    return marks
