"""Documents out of their forms and what stands between them, whole or in pieces, with the place of every slot.

The places come first, by array operations, from the lengths of the forms and of what stands between them; letters are
fetched for the pieces that are asked for. So a snippet of a novel does not restore the novel. The documents of a page
are restored together: on short texts an array operation costs what it costs on ten of them. What is kept, and how,
stands in `between.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index import checksums
from search.index.arrays import Ragged, row_indices
from search.index.derive import distinct
from search.index.texts.between import END, GAP, INSIDE, SLOT, Between, begins_sign
from search.russian.codes import Mask, Offsets

_BLANK = ord(" ")
_SWAPPED = {b"": b" ", b" ": b""}
_SHORTENED = bytes.maketrans(bytes([SLOT, INSIDE, GAP]), b"aaa")


@dataclass(frozen=True, slots=True)
class Spelt:
    """The forms of a segment and how many signs each has, with an empty one behind them for gap slots.

    When a form is first asked for it is compared with its checksum, and its signs are counted: `_counted` is one more
    than these, and 0 before that.
    """

    forms: Ragged
    _sums: NDArray[np.uint32]
    _counted: NDArray[np.uint16]

    @classmethod
    def of(cls, forms: Ragged, sums: NDArray[np.uint32]) -> Spelt:
        """Those forms and their checksums; none is counted yet."""
        counted = np.zeros(len(forms) + 1, dtype=np.uint16)
        counted[-1] = 1
        return cls(forms, sums, counted)

    def lengths(self, numbers: NDArray[np.integer]) -> Offsets:
        """How many signs some forms have. Many threads may ask: they write the same counts.

        Raises ValueError for a form that is not the one that was written.
        """
        counted = self._counted[numbers]
        if not counted.all():
            new = distinct(numbers[counted == 0])
            if not np.array_equal(checksums.of_forms(self.forms, new), self._sums[new]):
                raise ValueError("a word is not spelt as it was written")
            self._counted[new] = self._signs(new) + 1
            counted = self._counted[numbers]
        lengths: Offsets = counted.astype(np.int64) - 1
        return lengths

    def _signs(self, numbers: NDArray[np.integer]) -> Offsets:
        offsets = self.forms.offsets
        starts, ends = offsets[numbers].astype(np.int64), offsets[numbers + 1].astype(np.int64)
        first = (ends - starts).cumsum() - (ends - starts)
        signs: Offsets = np.add.reduceat(begins_sign(self.forms.values[row_indices(starts, ends)]), first, dtype=int)
        return signs


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of one document: those of the title, a gap, those of the text, a gap.

    `numbers`: the form in each of them; `gap`: which one the first gap is; `kept`: what stands between them.
    """

    numbers: NDArray[np.integer]
    gap: int
    kept: Between


@dataclass(frozen=True, slots=True)
class RestoredDocument:
    """The title and the text of one document."""

    title: RestoredText
    text: RestoredText


def restore(spelt: Spelt, documents: Sequence[Slots]) -> list[RestoredDocument]:
    """Restore documents together. Raises ValueError where slots are not those that something stands between."""
    ends = np.cumsum([len(document.numbers) for document in documents]).tolist()
    firsts = [0, *ends[:-1]]
    gaps = [first + document.gap for first, document in zip(firsts, documents, strict=True)]
    placed = _Placed(spelt, documents, firsts, gaps)
    starts = placed.starts
    return [
        RestoredDocument(
            RestoredText(placed, range(first, gap), range(int(starts[first - 1]) if first else 0, int(starts[gap]))),
            RestoredText(placed, range(gap + 1, end - 1), range(int(starts[gap]), int(starts[end - 1]))),
        )
        for first, gap, end in zip(firsts, gaps, ends, strict=True)
    ]


class _Placed:
    """The slots of some documents, one document after the other, and where each stands in all their signs."""

    def __init__(self, spelt: Spelt, documents: Sequence[Slots], firsts: list[int], gaps: list[int]) -> None:
        numbers = np.concatenate([document.numbers for document in documents])
        self._marked = b"".join(document.kept.marked + _END_MARK for document in documents)
        otherwise = {
            first + slot: spelling
            for first, document in zip(firsts, documents, strict=True)
            for slot, spelling in document.kept.otherwise.items()
        }
        signs = np.frombuffer(self._marked, dtype=np.uint8)
        (marks,) = (signs >= END).nonzero()
        kinds = signs[marks]
        lasts = [*(first - 1 for first in firsts[1:]), len(numbers) - 1]
        if len(marks) != len(numbers) or not _fit(kinds, firsts, gaps, lasts):
            raise ValueError("what stands between the words does not fit them")
        self._before = np.concatenate(([0], marks[:-1] + 1)), marks
        before, parts = _lengths_between(signs, *self._before), spelt.lengths(numbers)
        for slot, spelling in otherwise.items():
            parts[slot] = len(spelling)
        written = self._place(before, parts, kinds == INSIDE, [*otherwise])
        begins = (self.starts - before)[written]
        self._written = _Written(
            spelt.forms,
            self._marked,
            begins,
            numbers[written].astype(np.int64),
            self._before[0][written],
            marks[written],
            {int(written.searchsorted(slot)): spelling.encode() for slot, spelling in otherwise.items()},
        )

    def _place(self, before: Offsets, parts: Offsets, inside: Mask, spelt_otherwise: list[int]) -> Offsets:
        """Where every slot stands, given the signs before each; returned are the slots that are written."""
        written = ~inside
        heads, lasts = _compounds(inside)
        sums = (inside * (before + parts)).cumsum()
        tails = sums[lasts] - sums[heads]
        otherwise = np.zeros(len(parts), dtype=bool)
        otherwise[spelt_otherwise] = True
        parts[heads] -= np.where(otherwise[heads], 0, tails)
        self.ends = (before + parts).cumsum()
        self.starts = self.ends - parts
        self.form_ends = self.ends.copy()
        self.form_ends[heads] += tails
        for head, last in zip(heads[otherwise[heads]].tolist(), lasts[otherwise[heads]].tolist(), strict=True):
            written[head + 1 : last + 1] = True
        return written.nonzero()[0]

    def piece(self, begin: int, end: int) -> str:
        """What stands from one place to another."""
        return self._written.piece(begin, end)

    def between(self, slots: range) -> str:
        """What stands before, between and behind some slots, with one letter for each."""
        starts, ends = self._before
        return self._marked[starts[slots.start] : ends[slots.stop]].translate(_SHORTENED).decode()


@dataclass(frozen=True, slots=True)
class _Written:
    """The slots that are written by themselves: the others' letters are part of the form of their compound.

    `begins`: where in all signs begins what stands before each; `starts`, `ends`: where in `marked` that stands;
    `numbers`: the forms; `otherwise`: the spellings that stand instead of forms.
    """

    forms: Ragged
    marked: bytes
    begins: Offsets
    numbers: Offsets
    starts: Offsets
    ends: Offsets
    otherwise: dict[int, bytes]

    def piece(self, begin: int, end: int) -> str:
        """What stands from one place to another."""
        if begin >= end:
            return ""
        first = int(self.begins.searchsorted(begin, side="right")) - 1
        last = int(self.begins.searchsorted(end))
        start = int(self.begins[first])
        return self.letters(first, last)[begin - start : end - start]

    def letters(self, first: int, last: int) -> str:
        """What stands before some of them, and their forms or else their spellings."""
        marked, forms = self.marked, memoryview(self.forms.values)  # type: ignore[arg-type]
        numbers = self.numbers[first:last]
        befores = zip(self.starts[first:last].tolist(), self.ends[first:last].tolist(), strict=True)
        bounds = zip(self._form_bounds(numbers), self._form_bounds(numbers + 1), strict=True)
        pieces: list[bytes | memoryview] = [b""] * (2 * len(numbers))
        pieces[::2] = [_SWAPPED.get(signs := marked[start:end], signs) for start, end in befores]
        pieces[1::2] = [forms[start:end] for start, end in bounds]
        for place, spelling in self.otherwise.items():
            if first <= place < last:
                pieces[2 * (place - first) + 1] = spelling
        return b"".join(pieces).decode()

    def _form_bounds(self, numbers: Offsets) -> list[int]:
        bounds: list[int] = self.forms.offsets.take(numbers, mode="clip").tolist()
        return bounds


@dataclass(frozen=True, slots=True)
class RestoredText:
    """The title or the text of a restored document: where its slots stand in it, and its pieces."""

    _placed: _Placed
    _slots: range
    _signs: range

    def __len__(self) -> int:
        return len(self._signs)

    def __str__(self) -> str:
        return self.piece(0, len(self))

    @property
    def starts(self) -> Offsets:
        """Where the part of each slot starts, in code points."""
        return self._placed.starts[self._slots.start : self._slots.stop] - self._signs.start

    @property
    def ends(self) -> Offsets:
        """Where the part of each slot ends."""
        return self._placed.ends[self._slots.start : self._slots.stop] - self._signs.start

    @property
    def form_ends(self) -> Offsets:
        """Where the form of each slot ends: of a compound's first slot, where the compound does."""
        return self._placed.form_ends[self._slots.start : self._slots.stop] - self._signs.start

    def piece(self, begin: int, end: int) -> str:
        """The text from one place to another, as a slice gives it."""
        start = self._signs.start
        return self._placed.piece(start + begin, min(start + end, self._signs.stop))

    def between(self) -> str:
        """The text with its words shortened to one letter: its blanks are all there."""
        return self._placed.between(self._slots)


_END_MARK = bytes([END])


def _fit(kinds: NDArray[np.uint8], firsts: list[int], gaps: list[int], lasts: list[int]) -> bool:
    """Do the marks part documents, titles and texts where their slots do?"""
    return bool((kinds[gaps] == GAP).all() and (kinds[lasts] == END).all() and (kinds[firsts] != INSIDE).all())


def _compounds(inside: Mask) -> tuple[Offsets, Offsets]:
    """The first and the last slot of every compound."""
    edges = (inside[1:] != inside[:-1]).nonzero()[0]
    return edges[::2], edges[1::2]


def _lengths_between(signs: NDArray[np.uint8], starts: Offsets, ends: Offsets) -> Offsets:
    """How many signs stand before each slot; a lone blank was left out."""
    counts = np.zeros(len(signs) + 1, dtype=np.int64)
    begins_sign(signs).cumsum(out=counts[1:])
    lengths: Offsets = counts[ends] - counts[starts]
    sizes = ends - starts
    (lone,) = (sizes == 1).nonzero()
    nothing = lone[signs[starts[lone]] == _BLANK]
    lengths[sizes == 0] = 1
    lengths[nothing] = 0
    return lengths
