"""What the parts of a text add up to (CRC-32), so that no reader shows a text that is not the one that was written.

A segment keeps one sum for every form, over its letters, and two for every document: over the forms in its slots, and
over its id, since a record that tells another id is that of another. Records have their own. They are compared
whenever a text is restored, and cost next to nothing there: what a page shows are some thousand slots, and a form is
looked at once.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Ragged

_TOGETHER = 1 << 16  # forms, when all are added up


def of_forms(forms: Ragged, numbers: NDArray[np.integer]) -> NDArray[np.uint32]:
    """The sum of each of some forms.

    >>> of_forms(strings.pack(["сталь"]), np.array([0])) == zlib.crc32("сталь".encode())
    array([ True])
    """
    starts, ends = forms.offsets[numbers].tolist(), forms.offsets[numbers + 1].tolist()
    return _sums(memoryview(forms.values), zip(starts, ends, strict=True))  # type: ignore[arg-type]


def of_all(forms: Ragged) -> NDArray[np.uint32]:
    """The sums of all forms, by their numbers."""
    letters = memoryview(forms.values)  # type: ignore[arg-type]
    firsts = range(0, len(forms), _TOGETHER)
    parts = (_sums(letters, pairwise(forms.offsets[first : first + _TOGETHER + 1].tolist())) for first in firsts)
    return np.concatenate([np.zeros(0, dtype=np.uint32), *parts])


def of_slots(numbers: NDArray[np.integer], gap: int) -> int:
    """The sum of a document: of the forms in its slots, and of the place of the gap between title and text."""
    return zlib.crc32(numbers.astype("<u4", copy=False).data, gap)


def of_id(ident: str) -> int:
    """The sum of the id of a document."""
    return zlib.crc32(ident.encode("utf-8", "surrogatepass"))


def _sums(letters: memoryview, bounds: Iterable[tuple[int, int]]) -> NDArray[np.uint32]:
    return np.array([zlib.crc32(letters[start:end]) for start, end in bounds], dtype=np.uint32)
