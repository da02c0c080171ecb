"""Find forms by the shape of their keys (`*сталь`, `ст?ль`), by likeness (`сталь~`) or by how they are romanised
(`Stal`), over all keys of a segment.

Built from the vocabulary when first asked, and kept with the segment: one text of all keys, a line each, for shapes;
the same, romanised; for likeness the keys of each length side by side, sign by sign.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.caching import own_cache
from search.index.arrays import Ragged
from search.russian.codes import decode, encode
from search.russian.spelling import fold, key
from search.russian.transliteration import ROMAN, romanised

Numbers = NDArray[np.int64]

_NUMERIC = re.compile(r"^\d.*$", re.MULTILINE)  # all others are folded letter by letter
_WILD = re.compile(r"[*?]+")
_ANY = {"*": ".*", "?": "."}
_CACHED = 64  # answers: one query asks the same again for every document that it shows


class Spellings:
    """The keys of all forms of a segment, by number. Read-only; many threads may share it."""

    def __init__(self, forms: Ragged) -> None:
        self._lines = _lines(forms)
        codes = encode(self._lines)
        breaks = np.flatnonzero(codes == ord("\n"))
        self._starts, self._ends = breaks[:-1] + 1, breaks[1:]
        self._codes = codes
        self.shaped = own_cache(self._shaped, _CACHED)
        self.similar = own_cache(self._similar, _CACHED)
        self.romanised = own_cache(self._romanised, _CACHED)
        self._of_length = own_cache(self._signs_of_length, None)
        self._letters = own_cache(self._letters_of_length, None)

    def _shaped(self, shape: str, most: int) -> Numbers:
        """The numbers of the forms whose whole key has a shape: `*` any signs, also none; `?` one sign.

        Where there are more than `most`, only so many that this can be seen.
        """
        if "*" not in shape:
            return self._of_signs(shape)
        whole = re.compile("".join(_ANY.get(sign, re.escape(sign)) for sign in shape))
        fitting = np.flatnonzero(self._ends - self._starts >= len(shape.replace("*", "")))
        for piece in sorted(filter(None, _WILD.split(f"\n{shape}\n")), key=len, reverse=True):
            fitting = self._having(piece, fitting)
        lines = zip(fitting.tolist(), self._starts[fitting].tolist(), self._ends[fitting].tolist(), strict=True)
        found = (number for number, *line in lines if whole.fullmatch(self._lines, *line))
        return np.fromiter(islice(found, most + 1), dtype=np.int64)

    def _of_signs(self, shape: str) -> Numbers:
        numbers, signs = self._of_length(len(shape))
        fits = np.ones(len(numbers), dtype=bool)
        for wanted, row in zip(shape, signs, strict=True):
            if wanted != "?":
                fits &= row == ord(wanted)
        return numbers[fits]

    def _having(self, piece: str, among: Numbers) -> Numbers:
        """Those of some keys that have a piece; a line break at its edge is the edge of the key."""
        places = np.flatnonzero(self._codes == ord(piece[0]))
        for step, sign in enumerate(piece[1:], start=1):
            places = places[np.take(self._codes, places + step, mode="clip") == ord(sign)]
        having = np.zeros(len(self._starts), dtype=bool)
        having[np.searchsorted(self._starts, places + (piece[0] == "\n"), side="right") - 1] = True
        return among[having[among]]

    def _similar(self, wanted: str, slips: int) -> Numbers:
        """The numbers of the forms whose key becomes the wanted one by at most so many slips."""
        lengths = range(max(1, len(wanted) - slips), len(wanted) + slips + 1)
        found = [self._similar_of_length(wanted, slips, length) for length in lengths]
        return np.sort(np.concatenate(found))

    def _similar_of_length(self, wanted: str, slips: int, length: int) -> Numbers:
        numbers, signs = self._of_length(length)
        codes = encode(wanted)
        # A slip changes two letters at most: few keys are left whose signs have to be compared in their order.
        like = np.flatnonzero(np.bitwise_count(self._letters(length) ^ _letters(codes[:, None])[0]) <= 2 * slips)
        return numbers[like[_distances(codes, signs[:, like], slips) <= slips]]

    def _signs_of_length(self, length: int) -> tuple[Numbers, NDArray[np.uint32]]:
        """The numbers of the keys with so many signs; and a row for each of those signs, a column for each key."""
        numbers = np.flatnonzero(self._ends - self._starts == length)
        return numbers, self._codes[self._starts[numbers] + np.arange(length)[:, None]]

    def _letters_of_length(self, length: int) -> NDArray[np.uint64]:
        """Which signs the keys of a length have, a bit each."""
        return _letters(self._of_length(length)[1])

    def _romanised(self, spelling: str) -> Numbers:
        """The numbers of the forms whose key is romanised so (`search.russian.transliteration`), ascending."""
        checksums, numbers = self._roman
        wanted = np.uint32(crc32(spelling.encode("utf-8", "surrogatepass")))
        first, last = (np.searchsorted(checksums, wanted, side) for side in ("left", "right"))
        lines = ((number, self._starts[number], self._ends[number]) for number in numbers[first:last].tolist())
        found = [number for number, *line in lines if romanised(self._lines[slice(*line)]) == spelling]
        return np.array(sorted(found), dtype=np.int64)

    @cached_property
    def _roman(self) -> tuple[NDArray[np.uint32], Numbers]:
        """The checksums of all keys, romanised, ascending, and the number of each."""
        codes = encode(self._lines.translate(ROMAN))
        single = codes[np.append(True, (codes[1:] != codes[:-1]) | (codes[1:] == ord("\n")))]
        lines = decode(single).encode("utf-8", "surrogatepass").split(b"\n")[1:-1]
        checksums = np.fromiter(map(crc32, lines), dtype=np.uint32, count=len(lines))
        order = np.argsort(checksums)
        return checksums[order], order


def _lines(forms: Ragged) -> str:
    """All keys, a line each, also before the first and behind the last."""
    spelt = forms.values.tobytes()
    bounds = forms.offsets.tolist()
    lines = b"\n".join(spelt[start:end] for start, end in pairwise(bounds))
    folded = fold(lines.decode("utf-8", "surrogatepass"))
    return "\n" + _NUMERIC.sub(lambda line: key(line[0]), folded) + "\n"


def _letters(signs: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Which signs some columns have: of 64 sets of signs, a bit for each."""
    bits = np.uint64(1) << (signs & np.uint32(63)).astype(np.uint64)
    found: NDArray[np.uint64] = np.bitwise_or.reduce(bits, axis=0)
    return found


def _distances(wanted: NDArray[np.uint32], signs: NDArray[np.uint32], most: int) -> NDArray[np.uint8]:
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
