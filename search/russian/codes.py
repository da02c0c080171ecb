"""A text as an array of code points, each with a class, and without the signs that nobody sees.

«за́‑мок» → «за-мок»: the stress mark is gone, the hyphen is the plain one
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Classes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
Mask = NDArray[np.bool_]

SEPARATOR, SIGN, LETTER, DIGIT, _INVISIBLE, _HYPHEN, _APOSTROPHE = range(7)
"""Letters and digits come behind what stands between them: signs, which an address may hold, and all else."""

_ADDRESS_SIGNS = "_-.~:/?#@!$&'+,;=%"
_LAST = 0x1FFFF  # stands for all code points above it
_HYPHENS = "\u2010\u2011"  # ‐ and ‑ are read as -
_APOSTROPHES = "\u2019\u02bc"  # ’ and ʼ are read as '
_ALPHANUMERIC, _DECIMAL = re.compile(r"[^\W_]+"), re.compile(r"\d+")
_INVISIBLES = (0xAD, *range(0x200B, 0x200E), 0x2060, 0xFEFF, *range(0x300, 0x370))


def encode(text: str) -> Codes:
    """A string as code points; lone surrogates, which a command line can carry, pass."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def decode(codes: Codes) -> str:
    """Code points as a string."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def visible(codes: Codes) -> tuple[Codes, Classes, Offsets | None]:
    """Without invisible signs, hyphens and apostrophes of one kind; the classes; and where each sign stood.

    None in place of where: nothing was removed. Else the last entry is the end of the text, so that a form ends
    where the next visible sign stands: the stress mark of «вода́» is within.
    """
    classes = _classes().take(codes, mode="clip")  # a third of the time of indexing
    special = np.flatnonzero(classes >= _INVISIBLE)
    if not len(special):
        return codes, classes, None
    codes = codes.copy()
    kinds = classes[special]
    codes[special[kinds == _HYPHEN]] = ord("-")
    codes[special[kinds == _APOSTROPHE]] = ord("'")
    classes[special] = SIGN
    removed = special[kinds == _INVISIBLE]
    if not len(removed):
        return codes, classes, None
    where = np.delete(np.arange(len(codes) + 1), removed)
    return np.delete(codes, removed), np.delete(classes, removed), where


def replaced(codes: Codes) -> Offsets:
    """Where the hyphens and apostrophes stand that `visible` makes plain ones."""
    first, *others = (ord(sign) for sign in _HYPHENS + _APOSTROPHES)
    found = codes == first
    for sign in others:
        found |= codes == sign
    return np.flatnonzero(found)


@cache
def _classes() -> Classes:
    """The class of every code point below `_LAST`; that and all above it are separators.

    Beyond the four that `visible` returns: what it removes, and what it replaces.
    """
    table = np.zeros(_LAST + 1, dtype=np.uint8)
    every = decode(np.arange(_LAST, dtype=np.uint32))
    for kind, run in ((LETTER, _ALPHANUMERIC), (DIGIT, _DECIMAL)):
        for found in run.finditer(every):
            table[slice(*found.span())] = kind
    table[[ord(sign) for sign in _ADDRESS_SIGNS]] = SIGN
    table[list(_INVISIBLES)] = _INVISIBLE
    table[[ord(sign) for sign in _HYPHENS]] = _HYPHEN
    table[[ord(sign) for sign in _APOSTROPHES]] = _APOSTROPHE
    return table
