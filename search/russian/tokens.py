"""Cut a text into tokens, by array operations instead of a regular expression.

    Вице-премьер Токаев|выделил|1 000 000|рублей
    ↳ five slots: «Вице-премьер», «премьер», «Токаев», «выделил», «1 000 000», «рублей»

A *part* is a run of letters and digits, or several that one sign joins: the blank inside «1 000 000», the
comma inside «3,5», the apostrophe inside «iPhone'ов». Every part takes one *slot* (one position).

A *compound* is several parts that are one thing: joined by hyphens («вице-премьер», «Су-35С»), numbers joined by
two full stops or more («05.01.2026», version «3.13.1», «192.168.0.1»), or an address of a page or a mailbox.
**The whole is the form in the first slot, each further part is the form in the next one.** So «премьер» finds
«вице-премьер», the phrase "премьер министр" finds «премьер-министр», and "сайт tass.ru" finds «на сайте
https://tass.ru/politika», whose slots are «https://tass.ru/politika», «ru», «politika»: what else a whole is found
by (its first part, an address by its host) says `compounds.py`. A scheme and «www.» belong to the first part.

Everything else stands apart, each letter of «А.С. Пушкин» and «т.е.» too. # and @ before a word, and the sign _
inside one, are punctuation: «#теги» and «теги» are one token.

Stress marks, soft hyphens and zero-width signs inside a word belong to the text but not to the form. A form is at
most 255 signs long: a longer run (a key, a picture in letters) is known by its first 255.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.russian.addresses import find_addresses
from search.russian.codes import DIGIT, LETTER, Classes, Codes, Mask, Offsets, decode, encode, visible

Hashes = NDArray[np.uint64]
Checks = NDArray[np.uint32]

_BLANKS = " \u00a0\u202f\u2009"
# What stands between two runs is one sign, or one of these, which no text holds: nothing that joins; the middle of
# an address; the middle of its scheme.
_NOTHING, _IN_ADDRESS, _IN_SCHEME = range(0x110000, 0x110003)
LONGEST_FORM = 255
_HASH_BASE, _CHECK_BASE = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F  # odd, so that they have inverses modulo 2⁶⁴
_BITS_64, _BITS_32 = np.dtype(np.uint64), np.dtype(np.uint32)
_Kind = TypeVar("_Kind", np.uint32, np.uint64)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The slots of one text, in order; all arrays have one entry a slot.

    `starts`, `ends`: the part, in code points of the text. `form_ends`: where the form ends; behind `ends` only
    in the first slot of a compound. `hashes`, `checks`: two independent hashes of the form, of 64 and 32 bits.
    `codes` and `code_starts`, `code_ends`: the visible text as code points, and where in it each form stands.
    """

    starts: Offsets
    ends: Offsets
    form_ends: Offsets
    hashes: Hashes
    checks: Checks
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
    codes, classes, where = visible(encode(text))
    runs = _runs(classes >= LETTER)
    signs = _signs_between(codes, *runs)
    if len(spans := find_addresses(codes, classes, *runs, signs)):
        _mark_addresses(signs, spans, runs[0])
    numbers = _numbers(classes, *runs)
    one_part = _one_part(signs, numbers, runs[1] - runs[0])
    starts, ends = _joined(*runs, one_part)
    form_ends = _compound_ends(ends, _one_compound(signs, numbers)[~one_part])
    code_ends = _capped(starts, form_ends, *runs)
    hashes, checks = hashes_of(codes, starts, code_ends)
    return Tokens(
        starts=starts if where is None else where.take(starts),
        ends=ends if where is None else where.take(ends),
        form_ends=form_ends if where is None else where.take(form_ends),
        hashes=hashes,
        checks=checks,
        codes=codes,
        code_starts=starts,
        code_ends=code_ends,
    )


def _runs(inside: Mask) -> tuple[Offsets, Offsets]:
    """Where the runs of True start and end."""
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.concatenate(([0], edges))
    if len(inside) and inside[-1]:
        edges = np.concatenate((edges, [len(inside)]))
    return edges[::2], edges[1::2]


def _signs_between(codes: Codes, starts: Offsets, ends: Offsets) -> Codes:
    """For each run but the last: the sign between it and the next; `_NOTHING` where there are several."""
    signs = codes.take(ends[:-1])
    signs[starts[1:] - ends[:-1] != 1] = _NOTHING
    return signs


def _mark_addresses(signs: Codes, spans: Offsets, starts: Offsets) -> None:
    """Note between runs that they are of one address; nothing joins one to what stands around it."""
    for first, host, end in np.searchsorted(starts, spans).tolist():
        signs[max(first - 1, 0) : end] = _NOTHING
        signs[first:host] = _IN_SCHEME
        signs[host : end - 1] = _IN_ADDRESS


def _is_one_of(signs: Codes, wanted: str) -> Mask:
    found: Mask = signs == ord(wanted[0])
    for sign in wanted[1:]:
        found |= signs == ord(sign)
    return found


def _numbers(classes: Classes, starts: Offsets, ends: Offsets) -> Mask:
    """For each run: is it digits alone?"""
    alone: Mask = classes.take(starts) == DIGIT
    begun = np.flatnonzero(alone)  # few: only there is anything to count
    digits = np.flatnonzero(classes == DIGIT)
    first, last = starts.take(begun), ends.take(begun)
    alone[begun] = np.searchsorted(digits, last) - np.searchsorted(digits, first) == last - first
    return alone


def _one_part(signs: Codes, numbers: Mask, lengths: Offsets) -> Mask:
    """For each run but the last: is it one part with the next?"""
    both = numbers[:-1] & numbers[1:]
    point = both & _is_one_of(signs, ",.")
    # 1 000 000: at most three digits, a blank, exactly three; but not in 12.05.25 100 or 2,5 000
    thousands = both & (lengths[:-1] <= 3) & (lengths[1:] == 3) & _is_one_of(signs, _BLANKS)
    thousands[1:] &= ~point[:-1]
    # 3,5 and 3.5, but not the points of 1,2,3 and 3.13.1
    joined: Mask = thousands | (point & ~_beside(point))
    # iPhone'ов
    joined |= (signs == ord("'")) & ~numbers[:-1] & ~numbers[1:]
    # https://www.tass
    joined |= signs == _IN_SCHEME
    return joined


def _one_compound(signs: Codes, numbers: Mask) -> Mask:
    """For each run but the last: is it one compound with the next, if not one part?"""
    stop = numbers[:-1] & numbers[1:] & (signs == ord("."))
    compound: Mask = (signs == ord("-")) | (stop & _beside(stop)) | (signs == _IN_ADDRESS)
    return compound


def _beside(pairs: Mask) -> Mask:
    """Which pairs have a neighbour of their kind?"""
    found = np.zeros(len(pairs), dtype=bool)
    found[1:] |= pairs[:-1]
    found[:-1] |= pairs[1:]
    return found


def _joined(starts: Offsets, ends: Offsets, with_next: Mask) -> tuple[Offsets, Offsets]:
    """Where what runs make together starts and ends; the same where nothing is joined."""
    if not with_next.any():
        return starts, ends
    return starts[np.append(True, ~with_next)], ends[np.append(~with_next, True)]


def _compound_ends(ends: Offsets, with_next: Mask) -> Offsets:
    """Where the form of each slot ends: at the end of the compound for its first part, else at its own."""
    if not with_next.any():
        return ends
    form_ends = ends.copy()
    form_ends[np.append(True, ~with_next)] = ends[np.append(~with_next, True)]
    return form_ends


def _capped(starts: Offsets, form_ends: Offsets, run_starts: Offsets, run_ends: Offsets) -> Offsets:
    """Where what counts of each form ends: with a letter or digit, so that the form alone is cut in the same way."""
    ends = np.minimum(form_ends, starts + LONGEST_FORM)
    capped = np.flatnonzero(ends < form_ends)
    last_runs = np.searchsorted(run_starts, ends[capped]) - 1
    ends[capped] = np.minimum(ends[capped], run_ends[last_runs])
    return ends


def hashes_of(codes: Codes, starts: Offsets, ends: Offsets) -> tuple[Hashes, Checks]:
    """Two independent hashes of every form in a text: those of `Tokens`.

    Each is Σ cᵢ·Bⁱ modulo 2⁶⁴ or 2³², from one cumulative sum: the difference of two sums, times B⁻ˢᵗᵃʳᵗ.
    """
    hashes = _hashes(codes, starts, ends, _HASH_BASE, _BITS_64)
    return hashes, _hashes(codes, starts, ends, _CHECK_BASE, _BITS_32)


def _hashes(codes: Codes, starts: Offsets, ends: Offsets, base: int, kind: np.dtype[_Kind]) -> NDArray[_Kind]:
    size = 1 << len(codes).bit_length()  # few distinct sizes, so few tables of powers
    powers, inverse = (_powers(factor, size, kind) for factor in (base, pow(base, -1, 1 << 64)))
    sums: NDArray[_Kind] = np.empty(len(codes) + 1, dtype=kind)
    sums[0] = 0
    np.multiply(codes, powers[: len(codes)], out=sums[1:])
    np.cumsum(sums[1:], out=sums[1:])
    found: NDArray[_Kind] = (sums.take(ends) - sums.take(starts)) * inverse.take(starts)
    return found


@lru_cache(maxsize=64)
def _powers(base: int, size: int, kind: np.dtype[_Kind]) -> NDArray[_Kind]:
    """B⁰ … Bˢⁱᶻᵉ⁻¹, modulo 2⁶⁴ or 2³²."""
    table = np.full(size, base & np.iinfo(kind).max, dtype=kind)
    table[0] = 1
    return np.cumprod(table, dtype=kind)
