"""Which of the pairs that sketches pointed at are copies: their texts are compared, by all processes of a build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from search.index.building.vocabulary import Spread
from search.index.changing.grouping import Groups, grouped
from search.index.changing.pointing import Some
from search.index.changing.sketched import Mask, Numbers, by_segment
from search.index.copies import sets
from search.index.copies.likeness import Texts, likeness
from search.index.copies.reprints import Pairs
from search.index.copies.sketches import Hashes, by_form
from search.index.derive import distinct
from search.index.segment import Segment

_LOT = 16  # times what is compared at a time are one process's share

_NUMBER = np.int64(32)
_DOCUMENT = np.int64(0xFFFFFFFF)

_Found = tuple[NDArray[np.uint32], NDArray[np.uint32], Numbers]
"""Pairs of copies, and how alike they are."""


@dataclass(frozen=True, slots=True)
class _Lot:
    """Pairs of documents, which are numbered through all of some segments."""

    segments: tuple[Segment, ...]
    pairs: list[Groups]


def proved(segments: Sequence[Segment], candidates: Iterable[Some], spread: Spread) -> Pairs:
    """Those of some pairs that are copies; they come in lots, of which one at a time is held."""
    lengths = np.concatenate([_NONE[2], *(np.diff(segment.arrays.titles) for segment in segments)])
    found = [_NONE]
    for some in candidates:
        found += spread(_copies, _lots(tuple(segments), grouped(*some, lengths)))
    return Pairs.of(*(np.concatenate(each).astype(np.int64) for each in zip(*found, strict=True)))


def _lots(segments: tuple[Segment, ...], parts: Iterator[Groups]) -> Iterator[_Lot]:
    while pairs := list(islice(parts, _LOT)):
        yield _Lot(segments, pairs)


def _copies(lot: _Lot) -> _Found:
    """The pairs whose texts are copies."""
    slots = [_Lemmas(segment) for segment in lot.segments]
    found = []
    for pairs in lot.pairs:
        alike = _likeness(slots, pairs)
        found.append((pairs.firsts[alike > 0], pairs.seconds[alike > 0], alike[alike > 0]))
    firsts, seconds, likenesses = map(np.concatenate, zip(*found, strict=True))
    return firsts, seconds, likenesses


def _likeness(slots: Sequence[_Lemmas], pairs: Groups) -> Numbers:
    """How alike the texts of each pair are; 0 where neither is a copy."""
    numbers = pairs.numbers.astype(np.int64) << _NUMBER
    one, other = numbers | pairs.firsts, numbers | pairs.seconds
    sets_of = distinct(np.concatenate((one, other)))  # of each document in each group
    texts = _texts(slots, sets_of & _DOCUMENT, sets_of >> _NUMBER)
    return likeness(texts, np.searchsorted(sets_of, one), np.searchsorted(sets_of, other))


def _texts(slots: Sequence[_Lemmas], documents: Numbers, groups: Numbers) -> Texts:
    """What is compared of documents, each in a group."""
    order = np.argsort(documents, kind="stable")
    lemmas, words, lengths = [], [], []
    by_its = by_segment([each.segment for each in slots], documents[order])
    for its_slots, (segment, its) in zip(slots, by_its, strict=True):
        titles = segment.arrays.titles
        found, here = its_slots.rows(titles[its], titles[its + 1])  # with the gap behind each
        lemmas.append(found)
        words.append(here)
        lengths.append(titles[its + 1] - titles[its])
    owners = np.repeat(sets.owners(groups)[order], np.concatenate(lengths))
    return Texts.of(np.concatenate(lemmas), np.concatenate(words), owners, groups)


class _Lemmas:
    """The lemmas in the slots of a segment."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._by_form = by_form(segment.arrays.form_terms, segment.arrays.term_hashes)
        self._by_rank = self._by_form.take(segment.arrays.forward.common)

    def rows(self, starts: Numbers, stops: Numbers) -> tuple[Hashes, Mask]:
        """The lemma in each slot of some ascending stretches, and which of the slots are none of the gaps."""
        rows = self.segment.forward.rows(starts, stops)
        lemmas = self._by_rank.take(rows.ranks, mode="clip")
        lemmas[rows.rare_places] = self._by_form.take(rows.rare)
        return lemmas, rows.ranks != 0


_NONE: _Found = (np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64))
