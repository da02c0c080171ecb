"""Cut a text into tokens, by array operations instead of a regular expression.

    Вице-премьер Токаев|выделил|1 000 000|рублей
    ↳ four slots: «Вице-премьер», «премьер», «Токаев», «выделил», «1 000 000», «рублей»

A *part* is a run of letters and digits, or several that one sign joins: the blank inside «1 000 000», the
comma inside «3,5», the apostrophe inside «iPhone'ов». Every part takes one *slot* (one position). Parts joined
by hyphens are a *compound*: the whole compound is the form in the first slot, each further part is the form in
the next one. So «премьер» finds «вице-премьер», and "премьер министр" the phrase finds «премьер-министр».

Stress marks, soft hyphens and zero-width signs inside a word belong to the text but not to the form. A form is at
most 255 signs long: a longer run (a key, a picture in letters) is known by its first 255.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]
Mask = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

_SEPARATOR, _LETTER, _DIGIT, _INVISIBLE = range(4)
_TABLE_SIZE = 0x20000
_HYPHENS = "\u2010\u2011"  # ‐ and ‑ are read as -
_APOSTROPHES = "\u2019\u02bc"  # ’ and ʼ are read as '
_BLANKS = " \u00a0\u202f\u2009"
_INVISIBLES = (0xAD, *range(0x200B, 0x200E), 0x2060, 0xFEFF, *range(0x300, 0x370))
_LONGEST_FORM = 255
_BASES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)  # odd, so that they have inverses modulo 2⁶⁴


@dataclass(frozen=True, slots=True)
class Tokens:
    """The slots of one text, in order; all arrays have one entry a slot.

    `starts`, `ends`: the part, in code points of the text. `form_ends`: where the form ends; behind `ends` only
    in the first slot of a compound. `hashes`, `checks`: two independent 64-bit hashes of the form. `codes` and
    `code_starts`, `code_ends`: the visible text as code points, and where in it each form stands.
    """

    starts: Offsets
    ends: Offsets
    form_ends: Offsets
    hashes: Hashes
    checks: Hashes
    codes: Codes
    code_starts: Offsets
    code_ends: Offsets

    def __len__(self) -> int:
        return len(self.starts)

    def form(self, slot: int) -> str:
        """The form in a slot, as it is spelt: letter case and ё are kept."""
        return decode(self.codes[self.code_starts[slot] : self.code_ends[slot]])

    def forms(self) -> list[str]:
        """All forms, in order: «Вице-премьер», «премьер», «Токаев»."""
        return [self.form(slot) for slot in range(len(self))]


def cut(text: str) -> Tokens:
    """Cut a text into slots.

    >>> cut("Вице-премьер Токаев").forms()
    ['Вице-премьер', 'премьер', 'Токаев']
    """
    codes, where = _visible(encode(text))
    classes = _classes()[np.minimum(codes, _TABLE_SIZE - 1)]
    starts, ends = _runs(classes != _SEPARATOR)
    starts, ends = _join(starts, ends, _inside_part(codes, classes, starts, ends))
    form_ends = _compound_ends(starts, ends, _between(codes, starts, ends, "-"))
    code_ends = np.minimum(form_ends, starts + _LONGEST_FORM)
    return Tokens(
        starts=starts if where is None else where[starts],
        ends=ends if where is None else where[ends],
        form_ends=form_ends if where is None else where[form_ends],
        hashes=_hashes(codes, starts, code_ends, _BASES[0]),
        checks=_hashes(codes, starts, code_ends, _BASES[1]),
        codes=codes,
        code_starts=starts,
        code_ends=code_ends,
    )


def encode(text: str) -> Codes:
    """A string as code points; lone surrogates, which a command line can carry, pass."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def decode(codes: Codes) -> str:
    """Code points as a string."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _classes() -> NDArray[np.uint8]:
    """The class of every code point below `_TABLE_SIZE`; the last one stands for all above it (separators)."""
    table = np.zeros(_TABLE_SIZE, dtype=np.uint8)
    for code in range(_TABLE_SIZE - 1):
        character = chr(code)
        if character.isalnum():
            table[code] = _DIGIT if character.isdecimal() else _LETTER
    table[list(_INVISIBLES)] = _INVISIBLE
    return table


@cache
def _needs_care() -> Mask:
    """The code points that `_visible` removes or replaces."""
    table: Mask = _classes() == _INVISIBLE
    table[[ord(sign) for sign in _HYPHENS + _APOSTROPHES]] = True
    return table


def _visible(codes: Codes) -> tuple[Codes, Offsets | None]:
    """Without invisible signs, hyphens and apostrophes of one kind; and where each sign stood (None: in place).

    The last entry is the end of the text, so that a form ends where the next visible sign stands: the stress mark
    of «вода́» is within.
    """
    clipped = np.minimum(codes, _TABLE_SIZE - 1)
    if not _needs_care()[clipped].any():
        return codes, None
    codes = codes.copy()
    codes[np.isin(codes, [ord(sign) for sign in _HYPHENS])] = ord("-")
    codes[np.isin(codes, [ord(sign) for sign in _APOSTROPHES])] = ord("'")
    where = np.flatnonzero(_classes()[clipped] != _INVISIBLE)
    return codes[where], np.append(where, len(codes))


def _runs(inside: Mask) -> tuple[Offsets, Offsets]:
    """Where the runs of True start and end."""
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.concatenate(([0], edges))
    if len(inside) and inside[-1]:
        edges = np.concatenate((edges, [len(inside)]))
    return edges[::2], edges[1::2]


def _between(codes: Codes, starts: Offsets, ends: Offsets, signs: str) -> Mask:
    """For each run but the last: does exactly one sign, one of these, stand between it and the next?"""
    touching = starts[1:] - ends[:-1] == 1
    sign = codes[ends[:-1]]
    found = np.zeros(len(sign), dtype=bool)
    for candidate in signs:
        found |= sign == ord(candidate)
    found &= touching
    return found


def _inside_part(codes: Codes, classes: NDArray[np.uint8], starts: Offsets, ends: Offsets) -> Mask:
    """For each run but the last: is it one part together with the next?"""
    if len(starts) < 2:
        return np.zeros(0, dtype=bool)
    digits = np.concatenate(([0], np.cumsum(classes == _DIGIT)))
    lengths = ends - starts
    number = digits[ends] - digits[starts] == lengths
    both = number[:-1] & number[1:]
    # 1 000 000: at most three digits, a blank, exactly three
    thousands = both & (lengths[:-1] <= 3) & (lengths[1:] == 3) & _between(codes, starts, ends, _BLANKS)
    # 3,5 and 3.5, but not the points of 05.01.2026 or 3.13.1
    point = both & _between(codes, starts, ends, ",.")
    alone = point.copy()
    alone[1:] &= ~point[:-1]
    alone[:-1] &= ~point[1:]
    # iPhone'ов
    apostrophe = _between(codes, starts, ends, "'") & ~number[:-1] & ~number[1:]
    joined: Mask = thousands | alone | apostrophe
    return joined


def _join(starts: Offsets, ends: Offsets, with_next: Mask) -> tuple[Offsets, Offsets]:
    if not with_next.any():
        return starts, ends
    first = np.concatenate(([True], ~with_next))
    last = np.concatenate((~with_next, [True]))
    return starts[first], ends[last]


def _compound_ends(starts: Offsets, ends: Offsets, hyphen: Mask) -> Offsets:
    """Where the form of each slot ends: at the end of the compound for its first part, else at its own."""
    if not hyphen.any():
        return ends
    first = np.concatenate(([True], ~hyphen))
    last = np.concatenate((~hyphen, [True]))
    form_ends = ends.copy()
    form_ends[first] = ends[last]
    return form_ends


def _hashes(codes: Codes, starts: Offsets, ends: Offsets, base: int) -> Hashes:
    """Σ cᵢ·Bⁱ modulo 2⁶⁴ of every form from one cumulative sum: the difference of two sums, times B⁻ˢᵗᵃʳᵗ."""
    size = 1 << len(codes).bit_length()  # few distinct sizes, so few tables of powers
    powers, inverse = _powers(base, size), _powers(pow(base, -1, 1 << 64), size)
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes * powers[: len(codes)], out=sums[1:])
    return (sums[ends] - sums[starts]) * inverse[starts]


@lru_cache(maxsize=64)
def _powers(base: int, size: int) -> Hashes:
    """B⁰ … Bˢⁱᶻᵉ⁻¹ modulo 2⁶⁴."""
    table = np.full(size, base, dtype=np.uint64)
    table[0] = 1
    return np.cumprod(table)
