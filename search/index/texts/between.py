"""What stands between the words of a document: all that is kept of its text, since the words are forms.

The forward index holds the form in every slot as it is spelt, so that a text is its forms and what stands between
them. *A mark stands for every slot*, and before it what stands between this slot and the one before:

    title «Вице-премьер прибыл», text «Токаев выделил 1 000 ₽.»

    slots   «Вице-премьер» «премьер» «прибыл» ▢ «Токаев» «выделил» «1 000»
    kept    _·-◇·_|_··· ₽.

    ·  (byte FF)  a slot
    ◇  (byte FE)  a slot inside a compound, whose whole is the form of a slot before it
    |  (byte FD)  the gap slot between title and text
    _             a blank: a title or text begins or ends with a word

A blank alone is by far the commonest: **it is left out, and a blank is written where nothing stands**. All else is
UTF-8, in which the bytes of the marks never occur.

*Spelt otherwise* is a slot whose place in the text does not read as its form: «вода́» with a stress mark, «за‑мок»
with another hyphen, a run of more than 255 signs. Its part is kept beside, as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import row_indices
from search.russian.codes import Codes, Mask, Offsets, decode, encode, replaced
from search.russian.tokens import Tokens

SLOT, INSIDE, GAP, END = 0xFF, 0xFE, 0xFD, 0xFC
"""The marks; documents that were cut together part at the last one."""


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between the slots of one document, and the parts of its slots that are spelt otherwise, by slot.

    Slots are counted from the first of the title; the gap before the text is one of them.
    """

    marked: bytes
    otherwise: dict[int, str]


def between(tokens: Tokens, text: str, lengths: Sequence[int]) -> list[Between]:
    """Take the words out of documents that were cut together: title, text, title, text…, one sign behind each.

    `lengths`: of each of these in code points, without that sign. Raises ValueError for half a surrogate pair.
    """
    codes = encode(text)
    ends = np.cumsum(np.array(lengths, dtype=np.int64) + 1) - 1
    slots = np.searchsorted(tokens.starts, ends)  # how many there are before the end of each title and text
    inside = _inside(tokens)
    marked = _without_words(codes, tokens, ends, slots, inside)
    otherwise: list[dict[int, str]] = [{} for _ in marked]
    titles, texts = np.insert(slots, 0, 0)[:-1:2], slots[::2]
    for slot in np.flatnonzero(_spelt_otherwise(codes, tokens, inside)).tolist():
        document = int(np.searchsorted(titles, slot, side="right")) - 1
        place = slot - int(titles[document]) + int(slot >= texts[document])
        otherwise[document][place] = text[tokens.starts[slot] : tokens.ends[slot]]
    return [Between(*kept) for kept in zip(marked, otherwise, strict=True)]


def _inside(tokens: Tokens) -> Mask:
    """Which slots lie inside a compound that began before them?"""
    inside = np.zeros(len(tokens), dtype=bool)
    inside[1:] = np.maximum.accumulate(tokens.form_ends)[:-1] > tokens.starts[1:]
    return inside


def _without_words(codes: Codes, tokens: Tokens, ends: Offsets, slots: Offsets, inside: Mask) -> list[bytes]:
    """What stands before, between and behind the slots, a mark behind each, for every document."""
    fields = slots + np.arange(len(slots))  # among the marks, those behind titles and texts
    marks = np.full(len(tokens) + len(fields), SLOT, dtype=np.uint8)
    marks[fields] = np.resize([GAP, END], len(fields))
    marks[_marks_of(np.flatnonzero(inside), slots)] = INSIDE
    starts, stops, places = _gaps(codes, tokens, ends, slots)
    codes = np.append(codes, np.uint32(ord(" ")))  # to be written where nothing stands
    nothing = starts == stops
    starts, stops = np.where(nothing, len(codes) - 1, starts), np.where(nothing, len(codes), stops)
    utf8 = np.frombuffer(decode(codes[row_indices(starts, stops)]).encode("utf-8"), dtype=np.uint8)
    byte_ends = np.append(np.flatnonzero(begins_sign(utf8)), len(utf8))[np.cumsum(stops - starts)]
    written = np.insert(marks, np.repeat(places, np.diff(byte_ends, prepend=0)), utf8)
    return written.tobytes().split(bytes([END]))[:-1]


def _gaps(codes: Codes, tokens: Tokens, ends: Offsets, slots: Offsets) -> tuple[Offsets, Offsets, Offsets]:
    """Start and end of all that stands before a mark and is no single blank, and the places of these marks."""
    first = np.insert(slots, 0, 0)[:-1]
    filled = first < slots  # titles and texts that have a slot
    last = np.insert(ends + 1, 0, 0)[:-1]  # where each begins, and then where its last slot ends
    starts = np.insert(tokens.ends, 0, 0)[:-1]
    starts[first[filled]] = last[filled]
    last[filled] = tokens.ends[slots[filled] - 1]
    some = np.flatnonzero((tokens.starts - starts != 1) | (codes.take(starts) != ord(" ")))
    behind = np.flatnonzero((ends - last != 1) | (codes.take(last, mode="clip") != ord(" ")))
    places = np.searchsorted(some, slots[behind])
    return (
        np.insert(starts[some], places, last[behind]),
        np.insert(tokens.starts[some], places, ends[behind]),
        np.insert(_marks_of(some, slots), places, slots[behind] + behind),
    )


def _marks_of(some: Offsets, slots: Offsets) -> Offsets:
    """The place of a slot's mark among all: behind those of the titles and texts that end before it."""
    places: Offsets = some + np.searchsorted(slots, some, side="right")
    return places


def begins_sign(utf8: NDArray[np.uint8]) -> Mask:
    """Which bytes of UTF-8 begin a sign: all but those that begin with the bits 10."""
    begins: Mask = (utf8 & 0xC0) != 0x80
    return begins


def _spelt_otherwise(codes: Codes, tokens: Tokens, inside: Mask) -> Mask:
    """For which slots does the text not read as the form: signs were left out of it, or replaced?"""
    found: Mask = tokens.code_ends - tokens.code_starts != tokens.form_ends - tokens.starts
    if len(places := replaced(codes)):
        last = np.searchsorted(tokens.starts, places, side="right") - 1
        last, places = last[last >= 0], places[last >= 0]
        heads = np.maximum.accumulate(np.where(inside, 0, np.arange(len(tokens))))  # the first slots of compounds
        for slots in (last, heads[last]):
            found[slots[places < tokens.form_ends[slots]]] = True
    return found
