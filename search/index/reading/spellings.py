"""Find forms by the shape of their keys (`*сталь`, `ст?ль`), by likeness (`сталь~`) or by how they are romanised
(`Stal`), over all keys of a segment.

Shapes are found in one text of all keys, a line each, which is made when a shape with a `*` is first asked for;
likenesses among the keys of each length, side by side (`keys.py`), made when that one first is; what is romanised so
by letting a beginning of its keys grow.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain, islice
from typing import cast

import numpy as np
from numpy.typing import NDArray

from search.caching import own_cache
from search.index.arrays import KeyLengths, Ragged
from search.index.reading.keys import Keys, Numbers, Signs
from search.index.reading.strings import Sorted
from search.russian.codes import Codes, encode
from search.russian.spelling import key
from search.russian.transliteration import grown, romanised

_WILD = re.compile(r"[*?]+")
_ANY = {"*": ".*", "?": "."}
_BITS = np.uint64(1) << np.arange(64, dtype=np.uint64)
_FEW = 32  # forms: so many are romanised sooner than told apart by their next letter
_BEHIND = "\0"  # appended to a key it sorts right behind it
_BEGUN = 1024  # ranges of forms: readings of one word begin alike
_CACHED = 64  # answers: one query asks the same again for every document that it shows


class Spellings:
    """The keys of all forms of a segment, by number. Read-only; many threads may share it."""

    def __init__(self, packed: Ragged, lengths: KeyLengths, forms: Sorted) -> None:
        self._forms = forms
        self._keys = Keys(packed, lengths)
        self._starting = own_cache(forms.starting, _BEGUN)
        self.shaped = own_cache(self._shaped, _CACHED)
        self.similar = own_cache(self._similar, _CACHED)
        self.romanised = own_cache(self._romanised, _CACHED)
        self._of_length = own_cache(self._keys.of_length, None)
        self._letters = own_cache(self._letters_of_length, None)

    def _shaped(self, shape: str, most: int) -> Numbers:
        """The numbers of the forms whose whole key has a shape: `*` any signs, also none; `?` one sign.

        Where there are more than `most`, only so many that this can be seen.
        """
        if "*" not in shape:
            return self._of_signs(shape)
        whole = re.compile("".join(_ANY.get(sign, re.escape(sign)) for sign in shape))
        starts, ends = self._bounds
        fits = ends - starts >= len(shape.replace("*", ""))
        fits[self._keys.odd] = False
        fitting = fits.nonzero()[0]
        for piece in sorted(filter(None, _WILD.split(f"\n{shape}\n")), key=len, reverse=True):
            fitting = self._having(piece, fitting)
        lines = zip(fitting.tolist(), starts[fitting].tolist(), ends[fitting].tolist(), strict=True)
        of_odd = zip(self._keys.odd.tolist(), self._keys.of_odd, strict=True)
        found = chain(
            (number for number, *line in lines if whole.fullmatch(self._keys.lines, *line)),
            (number for number, text in of_odd if whole.fullmatch(text)),
        )
        return np.sort(np.fromiter(islice(found, most + 1), dtype=np.int64))

    def _of_signs(self, shape: str) -> Numbers:
        found = []
        for numbers, signs in self._of_length(len(shape)):
            fits = np.ones(len(numbers), dtype=bool)
            for wanted, row in zip(shape, signs, strict=True):
                if wanted != "?":
                    fits &= row == ord(wanted)
            found.append(numbers[fits])
        return np.sort(np.concatenate(found))

    def _having(self, piece: str, among: Numbers) -> Numbers:
        """Those of some keys that have a piece; a line break at its edge is the edge of the key."""
        places = np.flatnonzero(self._codes == ord(piece[0]))
        for step, sign in enumerate(piece[1:], start=1):
            places = places[np.take(self._codes, places + step, mode="clip") == ord(sign)]
        starts, _ = self._bounds
        having = np.zeros(len(starts), dtype=bool)
        having[np.searchsorted(starts, places + (piece[0] == "\n"), side="right") - 1] = True
        return among[having[among]]

    def _similar(self, wanted: str, slips: int) -> Numbers:
        """The numbers of the forms whose key becomes the wanted one by at most so many slips."""
        lengths = range(max(1, len(wanted) - slips), len(wanted) + slips + 1)
        found = [self._similar_of_length(wanted, slips, length) for length in lengths]
        return np.sort(np.concatenate(found))

    def _similar_of_length(self, wanted: str, slips: int, length: int) -> Numbers:
        codes = encode(wanted)
        letters = _letters(codes[:, None])[0]
        numbers: list[Numbers] = []
        columns: list[Signs] = []
        for (lot, signs), having in zip(self._of_length(length), self._letters(length), strict=True):
            # A slip changes two letters at most: few keys are left whose signs have to be compared in their order.
            like = (np.bitwise_count(having ^ letters) <= 2 * slips).nonzero()[0]
            numbers.append(lot[like])
            columns.append(signs[:, like])
        together = cast(Signs, np.concatenate(columns, axis=1))
        close = _distances(codes, together, slips) <= slips
        return np.concatenate(numbers)[close]

    def _letters_of_length(self, length: int) -> list[NDArray[np.uint64]]:
        """Which signs the keys of a length have, a bit each."""
        return [_letters(signs) for _, signs in self._of_length(length)]

    def _romanised(self, spelling: str) -> Numbers:
        """The numbers of the forms whose key is romanised so (`search.russian.transliteration`), ascending."""
        found: list[int] = []
        growing = [""]
        while growing:
            beginning = growing.pop()
            forms = self._starting(beginning)
            if len(forms) > _FEW:
                growing += grown(beginning, spelling)
                forms = range(forms.start, self._forms.place(beginning + _BEHIND))
            found += (number for number in forms if romanised(key(self._forms[number])) == spelling)
        return np.array(sorted(found), dtype=np.int64)

    @cached_property
    def _codes(self) -> Codes:
        return encode(self._keys.lines)

    @cached_property
    def _bounds(self) -> tuple[Numbers, Numbers]:
        """Where each line starts and ends."""
        breaks = np.flatnonzero(self._codes == ord("\n"))
        return breaks[:-1] + 1, breaks[1:]


def _letters(signs: Signs) -> NDArray[np.uint64]:
    """Which signs some columns have: of 64 sets of signs, a bit for each."""
    found = np.zeros(signs.shape[1], dtype=np.uint64)
    for row in signs:
        found |= _BITS.take(row & 63)
    return found


def _distances(wanted: Signs, signs: Signs, most: int) -> NDArray[np.uint8]:
    """The slips between one key and each of many keys of one length; above `most` only that it is more.

    The table of edit distances, row by row, each cell for all keys at once; only the cells near its diagonal.
    """
    length, count = signs.shape
    far = np.full(count, most + 1, dtype=np.uint8)
    before: dict[int, NDArray[np.uint8]] = {}
    last = {column: np.full(count, column, dtype=np.uint8) for column in range(min(most, length) + 1)}
    for row, sign in enumerate(wanted, start=1):
        this = {0: np.full(count, min(row, most + 1), dtype=np.uint8)}
        for column in range(max(1, row - most), min(length, row + most) + 1):
            cell = np.minimum(last.get(column, far), this.get(column - 1, far)) + np.uint8(1)
            np.minimum(cell, last.get(column - 1, far) + (signs[column - 1] != sign), out=cell)
            if row > 1 and column > 1:
                swapped = (signs[column - 2] == sign) & (signs[column - 1] == wanted[row - 2])
                np.minimum(cell, np.where(swapped, before.get(column - 2, far) + np.uint8(1), cell), out=cell)
            this[column] = cell
        before, last = last, this
    return last.get(length, far)
