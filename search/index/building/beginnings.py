"""Beginnings of words that stand so often that a search could not add up their places in time: «пр», «росс».

What they weigh in each document is added up once, while the index is built.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.index.arrays import WEIGHT_BITS
from search.index.derive import Stretch, field_lengths, unpacked, worth
from search.index.reading.strings import Sorted
from search.russian.spelling import key

QUICK = 1 << 15
"""So many places a search adds up in one or two milliseconds, however few documents there are."""

_TOGETHER = 1 << 15  # sums: what is made of them stays in the cache

_NONE = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint8)

_APART = 4
"""One place for so many documents are not too many yet."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A beginning and the numbers of the forms that have it."""

    text: str
    forms: range


def frequent_from(documents: int) -> int:
    """How often a beginning has to stand to be frequent: in more places than are added up quickly, and than one for
    four documents, since two bytes are kept for each document that has it."""
    return max(documents // _APART + 1, QUICK)


def frequent_beginnings(forms: Sorted, ends: NDArray[np.integer], least: int) -> list[Beginning]:
    """The beginnings of forms that stand at least so often, in order.

    `ends`: how many slots the forms before each form have.
    """
    return list(_frequent(forms, ends, least, Beginning("", range(len(forms)))))


def _frequent(forms: Sorted, ends: NDArray[np.integer], least: int, of: Beginning) -> Iterator[Beginning]:
    """Those that begin with another one, which is frequent."""
    start = of.forms.start
    while start < of.forms.stop:
        longer = key(forms[start])[: len(of.text) + 1]
        if len(longer) == len(of.text):  # the form that is the beginning itself
            start += 1
            continue
        found = Beginning(longer, range(start, forms.starting(longer).stop))
        if int(ends[found.forms.stop]) - int(ends[start]) >= least:
            yield found
            yield from _frequent(forms, ends, least, found)
        start = found.forms.stop


def postings_of(
    beginnings: Sequence[Beginning], stretch: Stretch, forms: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The postings of beginnings in a stretch of documents, as `derive` makes those of terms, and the row of each."""
    documents = len(stretch.texts)
    longest = _longest(beginnings, forms)[stretch.forward]
    begins = np.flatnonzero(longest >= 0)
    cells = longest[begins] * documents + stretch.owners(begins)
    sums = np.zeros((len(beginnings), documents), dtype=np.int64)
    np.add.at(sums.reshape(-1), cells, worth(stretch)[begins])
    _add_longer(sums, beginnings)
    norms = ranking.norms(field_lengths(stretch.titles, stretch.texts))
    together = max(1, _TOGETHER // documents)
    found = [_NONE, *(_postings(sums, range(row, row + together), norms) for row in range(0, len(sums), together))]
    rows, having, weights = (np.concatenate(part) for part in zip(*found, strict=True))
    return rows, (having + stretch.document << WEIGHT_BITS | weights).astype(np.uint32)


def _postings(
    sums: NDArray[np.int64], rows: range, norms: ranking.Norms
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Of some rows of sums those that are something: their row, their document, their weight."""
    its = sums[rows.start : rows.stop].reshape(-1)
    cells = (its != 0).nonzero()[0]
    row, having = np.divmod(cells, sums.shape[1])
    titles, texts = norms
    weights = ranking.weights(unpacked(its.take(cells)), (titles[having], texts[having]))
    return row + rows.start, having, weights


def _longest(beginnings: Sequence[Beginning], forms: int) -> NDArray[np.int64]:
    """Of every form, and of the gap, which is the longest of its beginnings; -1 without one."""
    longest = np.full(forms + 1, -1)
    for number, beginning in enumerate(beginnings):  # in order a longer one follows what it begins with
        longest[beginning.forms.start : beginning.forms.stop] = number
    return longest


def _add_longer(sums: NDArray[np.int64], beginnings: Sequence[Beginning]) -> None:
    """Add to each beginning what was counted for the longer ones that begin with it: «росс» → «рос» → «ро» → «р»."""
    numbers = {beginning.text: number for number, beginning in enumerate(beginnings)}
    for number in reversed(range(len(beginnings))):
        if (shorter := numbers.get(beginnings[number].text[:-1])) is not None:
            sums[shorter] += sums[number]
