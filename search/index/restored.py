"""A document out of its forms and what stands between them, whole or in pieces, with the place of every slot.

The places come first, by array operations, from the lengths of the forms and of what stands between them; letters are
fetched for the pieces that are asked for. So a snippet of a novel does not restore the novel. What is kept, and how,
stands in `between.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Ragged
from search.index.between import GAP, INSIDE, SLOT, Between, begins_sign
from search.russian.codes import Mask, Offsets

_BLANK = ord(" ")
_SWAPPED = {b"": b" ", b" ": b""}
_SHORTENED = bytes.maketrans(bytes([SLOT, INSIDE, GAP]), b"aaa")


@dataclass(frozen=True, slots=True)
class Spelt:
    """The forms of a segment and how many signs each has, with an empty one behind them for gap slots."""

    forms: Ragged
    lengths: NDArray[np.uint8]

    @classmethod
    def of(cls, forms: Ragged) -> Spelt:
        """Count the signs of all forms."""
        lengths = np.zeros(len(forms) + 1, dtype=np.uint8)
        if len(forms):
            lengths[:-1] = np.add.reduceat(begins_sign(forms.values), forms.offsets[:-1], dtype=np.uint8)
        return cls(forms, lengths)


class RestoredDocument:
    """The slots of one document: those of the title, the gap, those of the text.

    `numbers`: the form in each of them; `gap`: which one the gap is. Raises ValueError where these are not the slots
    that something stands between.
    """

    def __init__(self, spelt: Spelt, numbers: NDArray[np.integer], gap: int, kept: Between) -> None:
        self._forms = spelt.forms
        self._numbers = numbers
        self._kept = kept
        signs = np.frombuffer(kept.marked, dtype=np.uint8)
        (marks,) = (signs >= GAP).nonzero()
        if len(marks) != len(numbers) or signs[marks[gap]] != GAP or signs[marks[0]] == INSIDE:
            raise ValueError("what stands between the words does not fit them")
        self._between = _bounds(marks, len(signs))
        parts = spelt.lengths[numbers].astype(np.int64)
        for slot, spelling in kept.otherwise.items():
            parts[slot] = len(spelling)
        self._place(_lengths_between(signs, *self._between), parts, signs[marks] == INSIDE)
        border = int(self.starts[gap])
        self.title = RestoredText(self, range(gap), range(border))
        self.text = RestoredText(self, range(gap + 1, len(numbers)), range(border, self._length))

    def _place(self, before: Offsets, parts: Offsets, inside: Mask) -> None:
        """Where every slot stands. `before`: the signs before each slot, and behind the last."""
        heads, lasts = _compounds(inside)
        sums = (inside * (before[:-1] + parts)).cumsum()
        tails = sums[lasts] - sums[heads]
        otherwise = np.zeros(len(parts), dtype=bool)
        otherwise[np.fromiter(self._kept.otherwise, dtype=np.int64)] = True
        parts[heads] -= np.where(otherwise[heads], 0, tails)
        self.ends = (before[:-1] + parts).cumsum()
        self.starts = self.ends - parts
        self.form_ends = self.ends.copy()
        self.form_ends[heads] += tails
        self._length = int(self.ends[-1] + before[-1])
        written = ~inside  # the letters of the others are part of the form of their compound
        for head, last in zip(heads[otherwise[heads]].tolist(), lasts[otherwise[heads]].tolist(), strict=True):
            written[head + 1 : last + 1] = True
        (self._written,) = written.nonzero()
        self._begins = (self.starts - before[:-1])[self._written]

    def piece(self, begin: int, end: int) -> str:
        """What stands from one place of title and text together to another."""
        if begin >= end:
            return ""
        first = int(np.searchsorted(self._begins, begin, side="right")) - 1
        last = int(np.searchsorted(self._begins, end))
        letters = self._letters(self._written[first:last], last == len(self._written))
        start = int(self._begins[first])
        return letters[begin - start : end - start]

    def between(self, slots: range) -> str:
        """What stands before, between and behind some slots, with one letter for each."""
        starts, ends = self._between
        return self._kept.marked[starts[slots.start] : ends[slots.stop]].translate(_SHORTENED).decode()

    def _letters(self, slots: NDArray[np.int64], to_the_end: bool) -> str:
        """What stands before each slot, and its form or else its spelling; at the end also what stands behind."""
        between, forms = self._kept.marked, memoryview(self._forms.values)  # type: ignore[arg-type]
        numbers = self._numbers[slots].astype(np.int64)
        befores = np.append(slots, len(self._numbers)) if to_the_end else slots
        starts, ends = self._between
        places = zip(starts[befores].tolist(), ends[befores].tolist(), strict=True)
        bounds = zip(self._form_bounds(numbers), self._form_bounds(numbers + 1), strict=True)
        pieces: list[bytes | memoryview] = [b""] * (2 * len(befores))
        pieces[::2] = [_SWAPPED.get(signs := between[start:end], signs) for start, end in places]
        pieces[1 : 2 * len(slots) : 2] = [forms[start:end] for start, end in bounds]
        if self._kept.otherwise:
            for place, slot in enumerate(slots.tolist()):
                if slot in self._kept.otherwise:
                    pieces[2 * place + 1] = self._kept.otherwise[slot].encode()
        return b"".join(pieces).decode()

    def _form_bounds(self, numbers: NDArray[np.int64]) -> list[int]:
        bounds: list[int] = self._forms.offsets.take(numbers, mode="clip").tolist()
        return bounds


@dataclass(frozen=True, slots=True)
class RestoredText:
    """The title or the text of a restored document: where its slots stand in it, and its pieces."""

    _document: RestoredDocument
    _slots: range
    _signs: range

    def __len__(self) -> int:
        return len(self._signs)

    def __str__(self) -> str:
        return self.piece(0, len(self))

    @property
    def starts(self) -> Offsets:
        """Where the part of each slot starts, in code points."""
        return self._document.starts[self._slots.start : self._slots.stop] - self._signs.start

    @property
    def ends(self) -> Offsets:
        """Where the part of each slot ends."""
        return self._document.ends[self._slots.start : self._slots.stop] - self._signs.start

    @property
    def form_ends(self) -> Offsets:
        """Where the form of each slot ends: of a compound's first slot, where the compound does."""
        return self._document.form_ends[self._slots.start : self._slots.stop] - self._signs.start

    def piece(self, begin: int, end: int) -> str:
        """The text from one place to another, as a slice gives it."""
        start = self._signs.start
        return self._document.piece(start + begin, min(start + end, self._signs.stop))

    def between(self) -> str:
        """The text with its words shortened to one letter: its blanks are all there."""
        return self._document.between(self._slots)


def _compounds(inside: Mask) -> tuple[Offsets, Offsets]:
    """The first and the last slot of every compound."""
    edges = (inside[1:] != inside[:-1]).nonzero()[0]
    if len(edges) % 2:
        edges = np.append(edges, len(inside) - 1)
    return edges[::2], edges[1::2]


def _bounds(marks: Offsets, end: int) -> tuple[Offsets, Offsets]:
    """Where what stands before each mark starts and ends, and what stands behind the last."""
    starts, ends = np.empty((2, len(marks) + 1), dtype=np.int64)
    starts[0], ends[-1] = 0, end
    starts[1:], ends[:-1] = marks + 1, marks
    return starts, ends


def _lengths_between(signs: NDArray[np.uint8], starts: Offsets, ends: Offsets) -> Offsets:
    """How many signs stand before each slot and behind the last; a lone blank was left out."""
    counts = np.zeros(len(signs) + 1, dtype=np.int64)
    begins_sign(signs).cumsum(out=counts[1:])
    lengths: Offsets = counts[ends] - counts[starts]
    sizes = ends - starts
    (lone,) = (sizes == 1).nonzero()
    nothing = lone[signs[starts[lone]] == _BLANK]
    lengths[sizes == 0] = 1
    lengths[nothing] = 0
    return lengths
