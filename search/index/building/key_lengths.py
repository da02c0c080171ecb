"""How many signs the key of each form has, and which keys are not their forms folded sign by sign.

A first look at a mistyped word would take twenty milliseconds to learn it: it takes a look at every letter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import KeyLengths, Ragged
from search.index.derive import add_runs, united
from search.index.reading.strings import several
from search.index.texts.between import begins_sign
from search.russian.spelling import fold, keys

Numbers = NDArray[np.int64]

_TOGETHER = 1 << 12  # forms that are looked at together: what is made of their letters stays in the cache
_JOINING = b", .:"  # what keys have in another way, or not at all, and all signs that are more than a byte


def key_lengths(forms: Ragged) -> KeyLengths:
    """What is told of the keys of packed forms."""
    parts = [_part(forms, first) for first in range(0, len(forms), _TOGETHER)]
    lengths = np.concatenate([np.zeros(0, dtype=np.int64), *(signs for signs, _ in parts)])
    doubtful = np.concatenate([np.zeros(0, dtype=np.int64), *(numbers for _, numbers in parts)])
    spelt = several(forms, doubtful)
    made = keys(spelt)
    odd = [not _sign_by_sign(form) or key != fold(form) for form, key in zip(spelt, made, strict=True)]
    lengths[doubtful] = list(map(len, made))
    kind = np.uint8 if lengths.max(initial=0) <= np.iinfo(np.uint8).max else np.uint16
    return KeyLengths(lengths.astype(kind), doubtful[np.array(odd, dtype=bool)].astype(np.uint32))


def _part(forms: Ragged, first: int) -> tuple[Numbers, Numbers]:
    """How many signs some forms that follow each other have, and which may be odd."""
    offsets = np.asarray(forms.offsets[first : first + _TOGETHER + 1], dtype=np.int64)
    letters = forms.values[offsets[0] : offsets[-1]]
    offsets = offsets - offsets[0]
    doubtful = (letters >= 0xC0) & (letters & 0xFC != 0xD0)
    for sign in _JOINING:
        doubtful |= letters == sign
    having = united(offsets.searchsorted(doubtful.nonzero()[0], side="right") - 1)
    return add_runs(begins_sign(letters).astype(np.int64), offsets[:-1]), having + first


def _sign_by_sign(form: str) -> bool:
    """Has a form signs of one byte and Cyrillic letters only? These are folded into one sign each."""
    return all(sign < "\x80" or "\u0400" <= sign < "\u0500" for sign in form)
