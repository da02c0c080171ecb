"""Which of the pairs that sketches pointed at are copies: their texts are compared, by all processes of a build."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from search.index.building.vocabulary import Spread
from search.index.changing.sketched import Numbers, by_segment
from search.index.copies.likeness import Texts, likeness
from search.index.copies.reprints import Pairs
from search.index.copies.sketches import of_forms
from search.index.derive import distinct
from search.index.segment import Segment

_COMPARED = 1 << 12  # pairs whose texts are held at once


@dataclass(frozen=True, slots=True)
class _Lot:
    """Pairs of documents, which are numbered through all of some segments."""

    segments: tuple[Segment, ...]
    firsts: Numbers
    seconds: Numbers


def proved(segments: Sequence[Segment], firsts: Numbers, seconds: Numbers, spread: Spread) -> Pairs:
    """Those of some pairs that are copies."""
    order = np.argsort(_families(firsts, seconds), kind="stable")  # what is compared with many is read once
    firsts, seconds = firsts[order], seconds[order]
    alike = np.concatenate([np.zeros(0, dtype=np.int64), *spread(_alike, _lots(tuple(segments), firsts, seconds))])
    copies = alike > 0
    return Pairs.of(firsts[copies], seconds[copies], alike[copies])


def _lots(segments: tuple[Segment, ...], firsts: Numbers, seconds: Numbers) -> Iterator[_Lot]:
    for start in range(0, len(firsts), _COMPARED):
        yield _Lot(segments, firsts[start : start + _COMPARED], seconds[start : start + _COMPARED])


def _alike(lot: _Lot) -> Numbers:
    """How alike the texts of each pair are; 0 where neither is a copy."""
    documents = distinct(np.concatenate((lot.firsts, lot.seconds)))
    texts = _texts(lot.segments, documents)
    return likeness(texts, np.searchsorted(documents, lot.firsts), np.searchsorted(documents, lot.seconds))


def _texts(segments: Sequence[Segment], numbers: Numbers) -> Texts:
    """What is compared of documents, ascending."""
    lemmas, words, lengths = [], [], [np.zeros(0, dtype=np.int64)]
    for segment, its in by_segment(segments, numbers):
        titles = segment.arrays.titles
        forms = segment.forward.rows(titles[its], titles[its + 1]).forms()  # with the gap behind each
        here = forms != segment.gap
        arrays = segment.arrays
        lemmas.append(of_forms(np.where(here, forms, 0), arrays.form_terms, arrays.term_hashes))
        words.append(here)
        lengths.append(titles[its + 1] - titles[its])
    return Texts.of(np.concatenate(lemmas), np.concatenate(words), np.cumsum(np.concatenate(lengths)))


def _families(firsts: Numbers, seconds: Numbers) -> Numbers:
    """For each pair a number that pairs have in common between which a chain of pairs leads."""
    documents, places = np.unique(np.concatenate((firsts, seconds)), return_inverse=True)
    one, other = np.split(places, 2)
    least = np.arange(len(documents))
    while True:
        lower = np.minimum(least[one], least[other])
        if np.array_equal(least[one], lower) and np.array_equal(least[other], lower):
            return lower
        np.minimum.at(least, one, lower)
        np.minimum.at(least, other, lower)
        least = least[least]
