"""Which pairs are proved together, so that a text that is compared with many is read once.

A *family* are documents between which a chain of pairs leads. Its texts are cut into tiles of bounded length, and a
*group* are all pairs between two tiles, or within one: mostly the whole family.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from search.index.changing.sketched import Numbers
from search.index.derive import run_starts

_TILE_BITS = 14  # slots of a tile, as a power of two; the last text may reach across its end
_SHORTEST = 1 << 7  # slots for which every text is taken, so that no tile has more than 128 of them

_TILE = np.int64(32)


@dataclass(frozen=True, slots=True)
class Groups:
    """Pairs, group by group. `numbers`: the group of each, from 0 on; `sizes`: the slots of each group."""

    firsts: Numbers
    seconds: Numbers
    numbers: Numbers
    sizes: Numbers

    @classmethod
    def of(cls, firsts: Numbers, seconds: Numbers, lengths: Numbers) -> Groups:
        """Pairs of documents; given: the slots of each document."""
        documents, places = np.unique(np.concatenate((firsts, seconds)), return_inverse=True)
        one, other = np.split(places, 2)
        lengths = np.maximum(lengths[documents], _SHORTEST)
        tiles = _tiles(_families(one, other, len(documents)), lengths)
        between = tiles[one] << _TILE | tiles[other]
        order = np.argsort(between, kind="stable")
        starts = run_starts(between[order])
        numbers = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(order))))
        its, others = tiles[one][order][starts], tiles[other][order][starts]
        of_tiles = np.bincount(tiles, lengths).astype(np.int64)
        sizes = of_tiles[its] + np.where(its == others, 0, of_tiles[others])
        return cls(firsts[order], seconds[order], numbers, sizes)


def _tiles(families: Numbers, lengths: Numbers) -> Numbers:
    """The tile of each document, given its family and its length."""
    order = np.argsort(families, kind="stable")
    ends = np.cumsum(lengths[order])
    starts = run_starts(families[order])
    before = np.repeat((ends - lengths[order])[starts], np.diff(np.append(starts, len(order))))
    changes = np.zeros(len(order), dtype=np.int64)
    changes[run_starts(families[order] << _TILE | ends - lengths[order] - before >> _TILE_BITS)] = 1
    tiles = np.empty(len(order), dtype=np.int64)
    tiles[order] = np.cumsum(changes) - 1
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
