"""The keys of all forms by how many signs they have, side by side: read from the letters of the forms, as they lie.

Nearly every form is of signs of one byte, and of Cyrillic letters, which have two: its key has as many signs, each
folded by itself. The others are *odd*: forms with other signs, numbers that are written in another way than their
keys («1 000», «3,5»), addresses with a scheme. Their keys are made of them as texts. How many signs each key has, and
which forms are odd, stands on the disk: to learn it takes a look at every letter.
"""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from search.index.arrays import KeyLengths, Ragged, row_indices
from search.index.reading.strings import several
from search.russian.codes import encode
from search.russian.spelling import fold, keys

Numbers = NDArray[np.int64]
Signs = NDArray[np.uint16] | NDArray[np.uint32]

_CYRILLIC, _END = 0x400, 0x500  # signs of two bytes


class Keys:
    """The keys of packed forms. Read-only; many threads may share it."""

    def __init__(self, forms: Ragged, lengths: KeyLengths) -> None:
        self._forms = forms
        self._letters: NDArray[np.uint8] = np.asarray(forms.values)
        self._lengths = lengths

    def of_length(self, length: int) -> list[tuple[Numbers, Signs]]:
        """The numbers of the forms whose keys have so many signs, in several lots.

        With each lot a row for each of these signs, a column for each key.
        """
        having = self._lengths.signs == length
        odd = self.odd[having[self.odd]]
        having[odd] = False
        numbers = having.nonzero()[0]
        starts, ends = self._bounds(numbers)
        single, double = ends - starts == length, ends - starts == 2 * length
        mixed = ~(single | double)
        codes = encode(self._letters[row_indices(starts[mixed], ends[mixed])].tobytes().decode())
        return [
            (numbers[double], _of_pairs().take(self._cut(starts[double], 2 * length).view("<u2")).T),
            (numbers[single], _folded().take(self._cut(starts[single], length)).T),
            (numbers[mixed], _folded().take(codes).reshape(-1, length).T),
            (odd, encode("".join(keys(several(self._forms, odd)))).reshape(-1, length).T),
        ]

    def _cut(self, starts: Numbers, width: int) -> NDArray[np.uint8]:
        """So many bytes from some places on, a row for each."""
        if not len(starts):
            return np.zeros((0, width), dtype=np.uint8)
        cut: NDArray[np.uint8] = sliding_window_view(self._letters, width)[starts]
        return cut

    @cached_property
    def odd(self) -> Numbers:
        """The odd forms, ascending."""
        return self._lengths.odd.astype(np.int64)

    @cached_property
    def of_odd(self) -> list[str]:
        """The keys of these."""
        return keys(several(self._forms, self.odd))

    @cached_property
    def lines(self) -> str:
        """The keys of all forms, a line each, also before the first and behind the last; what odd ones have is not
        their keys."""
        breaks = np.asarray(self._forms.offsets, dtype=np.int64) + np.arange(len(self._forms) + 1)
        lines = np.empty(len(self._letters) + len(breaks), dtype=np.uint8)
        of_letters = np.ones(len(lines), dtype=bool)
        of_letters[breaks] = False
        lines[breaks] = ord("\n")
        lines[of_letters] = self._letters
        return fold(lines.tobytes().decode("utf-8", "surrogatepass"))

    def _bounds(self, forms: Numbers) -> tuple[Numbers, Numbers]:
        offsets = self._forms.offsets
        return offsets[forms].astype(np.int64), offsets[forms + 1].astype(np.int64)


@cache
def _folded() -> NDArray[np.uint16]:
    """Each sign of one byte and each Cyrillic letter, folded; what lies between these is in odd forms only."""
    return np.array([ord(fold(chr(code))[0]) for code in range(_END)], dtype=np.uint16)


@cache
def _of_pairs() -> NDArray[np.uint16]:
    """The same of each Cyrillic letter, by the number that its two bytes are."""
    table = np.zeros(1 << 16, dtype=np.uint16)
    for letter in map(chr, range(_CYRILLIC, _END)):
        table[int.from_bytes(letter.encode(), "little")] = _folded()[ord(letter)]
    return table
