"""Which of the pairs that sketches pointed at are copies: their texts are compared, by all processes of a build."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from search.index.building.vocabulary import Spread
from search.index.changing.grouping import Groups
from search.index.changing.sketched import Mask, Numbers, by_segment
from search.index.copies import sets
from search.index.copies.likeness import Texts, likeness
from search.index.copies.reprints import Pairs
from search.index.copies.sketches import Hashes, of_forms
from search.index.derive import distinct
from search.index.segment import Segment

_TOGETHER = 1 << 17  # slots of texts that are compared at a time: what is made of them stays in the cache
_LOT = 1 << 5  # so many times as many are one process's share

_GROUP = np.int64(32)
_DOCUMENT = np.int64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class _Lot:
    """Groups of pairs of documents, which are numbered through all of some segments; some are compared at a time."""

    segments: tuple[Segment, ...]
    groups: list[tuple[Numbers, Numbers, Numbers]]


def proved(segments: Sequence[Segment], firsts: Numbers, seconds: Numbers, spread: Spread) -> Pairs:
    """Those of some pairs that are copies."""
    lengths = np.concatenate([np.diff(segment.arrays.titles) for segment in segments])
    groups = Groups.of(firsts, seconds, lengths)
    alike = np.concatenate([np.zeros(0, dtype=np.int64), *spread(_alike, _lots(tuple(segments), groups))])
    copies = alike > 0
    return Pairs.of(groups.firsts[copies], groups.seconds[copies], alike[copies])


def _lots(segments: tuple[Segment, ...], groups: Groups) -> Iterator[_Lot]:
    chunk = (np.cumsum(groups.sizes) - groups.sizes) // _TOGETHER
    bounds = np.searchsorted(chunk[groups.numbers], np.unique(chunk)).tolist() + [len(groups.numbers)]
    chunks = [
        (groups.firsts[start:end], groups.seconds[start:end], groups.numbers[start:end])
        for start, end in pairwise(bounds)
    ]
    for start in range(0, len(chunks), _LOT):
        yield _Lot(segments, chunks[start : start + _LOT])


def _alike(lot: _Lot) -> Numbers:
    """How alike the texts of each pair are; 0 where neither is a copy."""
    slots = [_Lemmas(segment) for segment in lot.segments]
    return np.concatenate([_compared(slots, *groups) for groups in lot.groups])


def _compared(slots: Sequence[_Lemmas], firsts: Numbers, seconds: Numbers, groups: Numbers) -> Numbers:
    marks = (groups - groups[0]) << _GROUP
    texts = distinct(np.concatenate((marks | firsts, marks | seconds)))
    read = _texts(slots, texts & _DOCUMENT, texts >> _GROUP)
    return likeness(read, np.searchsorted(texts, marks | firsts), np.searchsorted(texts, marks | seconds))


def _texts(slots: Sequence[_Lemmas], documents: Numbers, groups: Numbers) -> Texts:
    """What is compared of documents, each in a group."""
    order = np.argsort(documents, kind="stable")
    lemmas, words, lengths = [], [], []
    by_name = {its.segment.stem: its for its in slots}
    for segment, its in by_segment([its.segment for its in slots], documents[order]):
        titles = segment.arrays.titles
        found, here = by_name[segment.stem].rows(titles[its], titles[its + 1])  # with the gap behind each
        lemmas.append(found)
        words.append(here)
        lengths.append(titles[its + 1] - titles[its])
    owners = np.repeat(sets.owners(groups)[order], np.concatenate(lengths))
    return Texts.of(np.concatenate(lemmas), np.concatenate(words), owners, groups)


class _Lemmas:
    """The lemmas in the slots of a segment."""

    def __init__(self, segment: Segment) -> None:
        arrays = segment.arrays
        self.segment = segment
        self._by_form = np.append(of_forms(np.arange(segment.gap), arrays.form_terms, arrays.term_hashes), np.uint32(0))
        self._by_rank = self._by_form.take(arrays.forward.common)

    def rows(self, starts: Numbers, stops: Numbers) -> tuple[Hashes, Mask]:
        rows = self.segment.forward.rows(starts, stops)
        lemmas = self._by_rank.take(rows.ranks, mode="clip")
        lemmas[rows.rare_places] = self._by_form.take(rows.rare)
        return lemmas, rows.ranks != 0
