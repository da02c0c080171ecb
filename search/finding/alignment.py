"""Which parts of two sequences are the same, in their order.

    а б в г  and  а в г д    →    «а» is the 0th of both, «в» and «г» are the 2nd and 1st, the 3rd and 2nd

Where the table of the longest common subsequence has no more than `_CELLS` cells, that is what is found: the table
is worked out row by row, each one integer of as many bits as the other sequence has parts (Hyyrö, 2004), so that
11,000 words beside 11,000 take 16 MB. Longer sequences are first cut at the parts that stand once in each and in the
same order, as patience diff does; a stretch between two of them that is still too long counts as different.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

Pair = tuple[int, int]
"""Where a part stands in the one sequence, and where in the other."""

_Link = tuple[Pair, "_Link | None"]

_CELLS = 1 << 27


def aligned(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """The pairs of places whose parts are the same, both ascending.

    >>> aligned(["Токаев", "прибыл", "вчера"], ["Токаев", "вчера", "прибыл"])
    [(0, 0), (1, 2)]

    For sequences of any content and n parts each: at most n · √`_CELLS` cells, a bit each.
    """
    head = _same(one, other)
    tail = _same(one[head:][::-1], other[head:][::-1])
    inside = range(head, len(one) - tail), range(head, len(other) - tail)
    ends = [(len(one) - back, len(other) - back) for back in range(tail, 0, -1)]
    return [*((place, place) for place in range(head)), *_between(one, other, *inside), *ends]


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts both begin with."""
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _between(one: Sequence[str], other: Sequence[str], left: range, right: range) -> Iterator[Pair]:
    if len(left) * len(right) <= _CELLS:
        yield from _longest(one, other, left, right)
        return
    anchors = _anchors(one, other, left, right)
    stops = [(left.start - 1, right.start - 1), *anchors, (left.stop, right.stop)]
    for (i, j), (to_i, to_j) in pairwise(stops):
        if (to_i - i) * (to_j - j) <= _CELLS:
            yield from _longest(one, other, range(i + 1, to_i), range(j + 1, to_j))
        if to_i < left.stop:
            yield to_i, to_j


def _anchors(one: Sequence[str], other: Sequence[str], left: range, right: range) -> list[Pair]:
    """The most of the parts that stand once in each stretch whose order is the same in both."""
    where = _once(other, right)
    lasts: list[int] = []  # of the rising runs of each length: the least place in the other sequence where one ends…
    runs: list[_Link] = []  # …and that run, its last pair first
    for part, place in _once(one, left).items():
        if part in where:
            length = bisect_left(lasts, where[part])
            lasts[length : length + 1] = [where[part]]
            runs[length : length + 1] = [((place, where[part]), runs[length - 1] if length else None)]
    found = []
    link = runs[-1] if runs else None
    while link:
        pair, link = link
        found.append(pair)
    return found[::-1]


def _once(parts: Sequence[str], places: range) -> dict[str, int]:
    """The parts that stand once in a stretch, in their order, each with its place."""
    counts = Counter(parts[places.start : places.stop])
    return {parts[place]: place for place in places if counts[parts[place]] == 1}


def _longest(one: Sequence[str], other: Sequence[str], left: range, right: range) -> list[Pair]:
    """The longest common subsequence of two stretches: a bit of a row is 0 where the table grows by one."""
    rows = _rows(one, other, left, right)
    pairs = []
    row, column = len(left), len(right)
    while row and column:
        if rows[row] >> (column - 1) & 1:
            column -= 1
        elif rows[row - 1] >> (column - 1) & 1:
            row, column = row - 1, column - 1
            pairs.append((left[row], right[column]))
        else:
            row -= 1
    return pairs[::-1]


def _rows(one: Sequence[str], other: Sequence[str], left: range, right: range) -> list[int]:
    places: dict[str, int] = {}
    for bit, place in enumerate(right):
        places[other[place]] = places.get(other[place], 0) | 1 << bit
    every = (1 << len(right)) - 1
    rows = [every]
    for place in left:
        row = rows[-1]
        here = row & places.get(one[place], 0)
        rows.append((row + here | row - here) & every)
    return rows
