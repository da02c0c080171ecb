"""Which pairs are proved together, so that a text that is compared with many is read once.

A *family* are documents between which a chain of pairs leads. Its texts are cut into tiles of bounded length, and a
*group* are all pairs between two tiles, or within one: mostly those of the whole family.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.index.changing.sketched import Numbers
from search.index.derive import run_starts

_TOGETHER = 1 << 17  # slots of groups that are compared at a time: what is made of them stays in the cache
_TILE_BITS = 15  # slots of a tile, as a power of two; its last text may be longer
_SHORTEST = 1 << 7  # slots that every text counts for, so that a tile has no more than 256 of them

_TILE = np.int64(32)


@dataclass(frozen=True, slots=True)
class Groups:
    """Pairs of documents; `numbers`: the group of each pair, ascending from 0."""

    firsts: NDArray[np.uint32]
    seconds: NDArray[np.uint32]
    numbers: NDArray[np.uint32]


def grouped(firsts: Numbers, seconds: Numbers, lengths: Numbers) -> Iterator[Groups]:
    """Pairs of documents, so many groups of them as are compared at a time; given: the slots of each document."""
    documents, places = np.unique(np.concatenate((firsts, seconds)), return_inverse=True)
    one, other = np.split(places, 2)
    lengths = np.maximum(lengths[documents], _SHORTEST)
    tiles = _tiles(_families(one, other, len(documents)), lengths)
    between = tiles[one] << _TILE | tiles[other]
    order = np.argsort(between, kind="stable")
    starts = run_starts(between[order])
    ends = np.cumsum(_sizes(between[order[starts]], np.bincount(tiles, lengths).astype(np.int64)))
    parts = run_starts(ends // _TOGETHER)
    for first, last in pairwise([*parts.tolist(), len(starts)]):
        its = np.append(starts, len(order))[first : last + 1]
        pairs = order[its[0] : its[-1]]
        numbers = np.repeat(np.arange(last - first, dtype=np.uint32), np.diff(its))
        yield Groups(firsts[pairs].astype(np.uint32), seconds[pairs].astype(np.uint32), numbers)


def _sizes(between: Numbers, tiles: Numbers) -> Numbers:
    """How long the texts of each group are; given: between which tiles it is, and how long their texts are."""
    one, other = between >> _TILE, between & np.int64(0xFFFFFFFF)
    sizes: Numbers = tiles[one] + np.where(one == other, 0, tiles[other])
    return sizes


def _tiles(families: Numbers, lengths: Numbers) -> Numbers:
    """The tile of each document; given: its family and its length."""
    order = np.argsort(families, kind="stable")
    families, lengths = families[order], lengths[order]
    before = np.cumsum(lengths) - lengths
    starts = run_starts(families)
    before -= np.repeat(before[starts], np.diff(np.append(starts, len(order))))  # in the same family
    first = run_starts(families << _TILE | before >> _TILE_BITS)
    tiles = np.empty(len(order), dtype=np.int64)
    tiles[order] = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(order))))
    return tiles


def _families(one: Numbers, other: Numbers, count: int) -> Numbers:
    """For each of so many documents a number that all have in common between which a chain of pairs leads."""
    least = np.arange(count)
    while True:
        lower = np.minimum(least[one], least[other])
        if np.array_equal(least[one], lower) and np.array_equal(least[other], lower):
            return least
        np.minimum.at(least, one, lower)
        np.minimum.at(least, other, lower)
        least = least[least]
