"""Numbers for forms while an index is built: the same spelling always gets the same number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Ragged, row_indices
from search.russian.codes import Codes, Mask, decode, encode
from search.russian.tokens import Checks, Hashes, Tokens, hashes_of

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]

_NONE = np.uint32(0xFFFFFFFF)
_LEAST_BITS = 12
_WORD_BITS = 64
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2⁶⁴ over the golden ratio: Knuth's multiplicative hashing
_END = "\n"  # stands behind every spelling, and in none
_HASHED_TOGETHER = 20_000  # spellings: few enough for the cache


@dataclass(frozen=True, slots=True)
class Spelt:
    """Distinct forms with both of their hashes, in one order; `text` holds the spellings, a line each."""

    text: str
    hashes: Hashes
    checks: Checks

    @classmethod
    def of(cls, packed: Ragged) -> Spelt:
        """Forms that are known by their spelling only, in UTF-8."""
        utf8 = np.insert(packed.values, packed.offsets[1:].astype(np.int64), ord(_END))
        codes = encode(text := utf8.tobytes().decode("utf-8", "surrogatepass"))
        ends = _ends(codes)
        starts = np.insert(ends[:-1] + 1, 0, 0) if len(ends) else ends
        pieces = [
            _hashed(codes, starts[first : first + _HASHED_TOGETHER], ends[first : first + _HASHED_TOGETHER])
            for first in range(0, len(ends), _HASHED_TOGETHER)
        ]
        hashes = np.concatenate([np.zeros(0, dtype=np.uint64), *(piece[0] for piece in pieces)])
        checks = np.concatenate([np.zeros(0, dtype=np.uint32), *(piece[1] for piece in pieces)])
        return cls(text, hashes, checks)


class FormNumbers:
    """Gives every distinct spelling a number, in order of first appearance.

    A form is known again by both of its hashes, in an open-addressing table with linear probing, at most half full:
    the first hash says where its number may be, and what is kept by number, where the common forms lie together, if
    it is. A second, independent hash tells two spellings apart that share the first: they are not mixed.
    """

    def __init__(self) -> None:
        self._count = 0
        self._letters: list[Codes] = []
        self._hashes = np.zeros(1 << _LEAST_BITS, dtype=np.uint64)  # by number
        self._checks = np.zeros(1 << _LEAST_BITS, dtype=np.uint32)  # by number
        self._bits = _LEAST_BITS
        self._held = np.full(1 << _LEAST_BITS, _NONE)  # the number in each place of the table

    def __len__(self) -> int:
        return self._count

    @property
    def spelt(self) -> Spelt:
        """All forms, in the order of their numbers."""
        text = decode(self._all_letters())
        return Spelt(text, self._hashes[: self._count].copy(), self._checks[: self._count].copy())

    def spellings(self, first: int = 0) -> list[str]:
        """The forms from a number on."""
        letters = self._all_letters()
        start = int(_ends(letters)[first - 1]) + 1 if first else 0
        return decode(letters[start:]).split(_END)[:-1]

    def of(self, tokens: Tokens) -> Numbers:
        """The number of the form in every slot; forms never seen get the next ones."""

        def letters(slots: Places) -> Codes:
            starts, ends = tokens.code_starts[slots], tokens.code_ends[slots]
            found = np.full(int((ends - starts + 1).sum()), ord(_END), dtype=np.uint32)
            places = np.cumsum(ends - starts + 1) - (ends - starts + 1)
            found[row_indices(places, places + ends - starts)] = tokens.codes[row_indices(starts, ends)]
            return found

        return self._numbered(tokens.hashes, tokens.checks, letters)

    def of_forms(self, forms: Spelt) -> Numbers:
        """The number of each of some distinct forms."""
        codes = encode(forms.text)
        after = _ends(codes) + 1
        starts = np.insert(after[:-1], 0, 0) if len(after) else after

        def letters(places: Places) -> Codes:
            return codes[row_indices(starts[places], after[places])]

        return self._numbered(forms.hashes, forms.checks, letters)

    def _numbered(self, hashes: Hashes, checks: Checks, letters: Callable[[Places], Codes]) -> Numbers:
        numbers = self._found(hashes, checks)
        missing = np.flatnonzero(numbers == _NONE)
        while len(missing):  # again only where two new spellings share a hash
            new = missing[np.sort(np.unique(hashes[missing], return_index=True)[1])]
            self._insert(hashes[new], checks[new], letters(new))
            numbers[missing] = self._found(hashes[missing], checks[missing])
            missing = missing[numbers[missing] == _NONE]
        return numbers

    def _found(self, hashes: Hashes, checks: Checks) -> Numbers:
        """The number under each pair of hashes, `_NONE` for one that is new."""
        place = self._first_places(hashes)
        numbers = self._held.take(place)
        left = np.flatnonzero(self._others(numbers, hashes, checks))
        place = place[left]
        while len(left):
            place = self._next_places(place)
            numbers[left] = there = self._held.take(place)
            on = self._others(there, hashes[left], checks[left])
            left, place = left[on], place[on]
        return numbers

    def _others(self, numbers: Numbers, hashes: Hashes, checks: Checks) -> Mask:
        """Where the number in a place is that of another form."""
        differs: Mask = self._hashes.take(numbers, mode="clip") != hashes
        differs |= self._checks.take(numbers, mode="clip") != checks
        differs &= numbers != _NONE
        return differs

    def _insert(self, hashes: Hashes, checks: Checks, letters: Codes) -> None:
        first = self._append(hashes, checks, letters)
        if 2 * self._count > len(self._held):
            self._bits = (2 * self._count).bit_length()
            self._held = np.full(1 << self._bits, _NONE)
            first = 0
        self._put(self._hashes[first : self._count], np.arange(first, self._count, dtype=np.uint32))

    def _put(self, hashes: Hashes, numbers: Numbers) -> None:
        """Give each number, which is not in the table, the first free place from its own on."""
        place = self._first_places(hashes)
        while len(numbers):
            free = self._held.take(place) == _NONE
            self._held[place[free]] = numbers[free]  # of several that want a place the last one has it
            left = np.flatnonzero(self._held.take(place) != numbers)
            numbers, place = numbers[left], self._next_places(place[left])

    def _append(self, hashes: Hashes, checks: Checks, letters: Codes) -> int:
        first, self._count = self._count, self._count + len(hashes)
        if self._count > len(self._hashes):
            room = 2 * self._count - len(self._hashes)
            self._hashes = np.concatenate((self._hashes, np.zeros(room, dtype=np.uint64)))
            self._checks = np.concatenate((self._checks, np.zeros(room, dtype=np.uint32)))
        self._hashes[first : self._count] = hashes
        self._checks[first : self._count] = checks
        self._letters.append(letters)
        return first

    def _all_letters(self) -> Codes:
        return np.concatenate(self._letters) if self._letters else np.zeros(0, dtype=np.uint32)

    def _first_places(self, hashes: Hashes) -> Places:
        return (hashes * _SPREAD >> np.uint64(_WORD_BITS - self._bits)).astype(np.int64)

    def _next_places(self, places: Places) -> Places:
        return (places + 1) & (len(self._held) - 1)


def _ends(letters: Codes) -> Places:
    """Where each spelling ends."""
    return np.flatnonzero(letters == ord(_END))


def _hashed(codes: Codes, starts: Places, ends: Places) -> tuple[Hashes, Checks]:
    first = starts[0]
    return hashes_of(codes[first : ends[-1]], starts - first, ends - first)
