"""The keys of all forms by how many signs they have, side by side: read from the letters of the forms, as they lie.

Nearly every form is of signs of one byte, and of Cyrillic letters, which have two: its key has as many signs, each
folded by itself. The others are *odd*: forms with other signs, and numbers that may be written in another way than
their keys («1 000», «3,5»). They are folded as texts.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Ragged, row_indices
from search.index.derive import distinct
from search.index.texts.between import begins_sign
from search.russian.codes import encode
from search.russian.spelling import fold, key, plain_numbers

Numbers = NDArray[np.int64]
Signs = NDArray[np.uint16] | NDArray[np.uint32]
Bytes = NDArray[np.uint8]

_CYRILLIC, _END = 0x400, 0x500  # the code points that begin with one of four bytes, 0xD0 to 0xD3
_TOGETHER = 1 << 12  # forms that are looked at together: what is made of their letters stays in the cache


class Keys:
    """The keys of packed forms. Read-only; many threads may share it."""

    def __init__(self, forms: Ragged) -> None:
        self._letters: Bytes = np.asarray(forms.values)
        self._offsets = forms.offsets

    def of_length(self, length: int) -> list[tuple[Numbers, Signs]]:
        """The numbers of the forms whose keys have so many signs, in several lots.

        With each lot a row for each of these signs, a column for each key.
        """
        numbers = np.flatnonzero(self._parted.lengths == length)
        starts, ends = self._bounds(numbers)
        cyrillic = ends - starts == 2 * length
        mixed = ~cyrillic
        codes = encode(self._letters[row_indices(starts[mixed], ends[mixed])].tobytes().decode())
        odd, lengths, keys = self._odd
        its = np.flatnonzero(lengths == length)
        return [
            (numbers[cyrillic], self._of_cyrillic(starts[cyrillic], length)),
            (numbers[mixed], _folded().take(codes).reshape(-1, length).T),
            (odd[its], encode("".join(keys[place] for place in its.tolist())).reshape(-1, length).T),
        ]

    @cached_property
    def _parted(self) -> _Parted:
        forms = range(0, len(self._offsets) - 1, _TOGETHER)
        parts = [self._part(slice(first, first + _TOGETHER)) for first in forms]
        return _Parted(*map(np.concatenate, zip(_NO_FORMS, *parts, strict=True)))

    def _part(self, forms: slice) -> _Parted:
        """The same of some forms that follow each other."""
        offsets = self._offsets[forms.start : forms.stop + 1].astype(np.int64)
        letters = self._letters[offsets[0] : offsets[-1]]
        offsets -= offsets[0]
        foreign = _having(offsets, (letters >= 0xC0) & (letters & 0xFC != 0xD0))
        parted = _having(offsets, (letters == ord(",")) | (letters == ord(" ")))
        numeric = parted[letters[offsets[parted]] - np.uint8(ord("0")) < 10]
        numeric = np.setdiff1d(numeric, foreign, assume_unique=True)
        lengths = np.add.reduceat(begins_sign(letters).view(np.uint8), offsets[:-1], dtype=np.uint8)
        lengths[foreign], lengths[numeric] = 0, 0
        return _Parted(lengths, foreign + forms.start, numeric + forms.start)

    @cached_property
    def _odd(self) -> tuple[Numbers, Numbers, list[str]]:
        """The odd forms, the lengths of their keys, and these."""
        foreign, numeric = self._parted.foreign, self._parted.numeric
        keys = [key(form) if form[0].isdecimal() else fold(form) for form in self._lines(foreign).split("\n")[:-1]]
        keys += plain_numbers(fold(self._lines(numeric))).split("\n")[:-1]
        return np.concatenate((foreign, numeric)), np.array(list(map(len, keys)), dtype=np.int64), keys

    def _lines(self, forms: Numbers) -> str:
        """Forms as one text, a line break behind each."""
        starts, ends = self._bounds(forms)
        lines = self._letters.take(row_indices(starts, ends + 1), mode="clip")
        lines[(ends - starts + 1).cumsum() - 1] = ord("\n")
        return lines.tobytes().decode("utf-8", "surrogatepass")

    def _bounds(self, forms: Numbers) -> tuple[Numbers, Numbers]:
        return self._offsets[forms].astype(np.int64), self._offsets[forms + 1].astype(np.int64)

    def _of_cyrillic(self, starts: Numbers, length: int) -> NDArray[np.uint16]:
        """The folded letters of forms that have nothing but Cyrillic ones, so many each."""
        table = _folded()[_CYRILLIC:]
        signs = np.empty((length, len(starts)), dtype=table.dtype)
        for row, places in enumerate(starts + 2 * step for step in range(length)):
            letters = (self._letters[places] & 3).astype(np.uint16) << 6 | self._letters[places + 1] & 0x3F
            table.take(letters, out=signs[row], mode="clip")
        return signs


class _Parted(NamedTuple):
    """How many signs each form has, and so its key: a form has 255 at most. 0 for the odd ones.

    `foreign`: those with a sign that is neither of one byte nor Cyrillic; `numeric`: others that begin with a digit
    and have a comma or a blank.
    """

    lengths: Bytes
    foreign: Numbers
    numeric: Numbers


_NO_FORMS = _Parted(np.zeros(0, dtype=np.uint8), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def _having(offsets: Numbers, signs: NDArray[np.bool_]) -> Numbers:
    """The forms that have one of some bytes, ascending."""
    return distinct(offsets.searchsorted(signs.nonzero()[0], side="right") - 1)


@cache
def _folded() -> NDArray[np.uint16]:
    """Each sign of one byte and each Cyrillic letter, folded; what lies between these is in odd forms only."""
    return np.array([ord(fold(chr(code))[0]) for code in range(_END)], dtype=np.uint16)
