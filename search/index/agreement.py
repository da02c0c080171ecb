"""Do the arrays of a segment agree? Much of what they say is said twice: by slots, and the other way round.

The forward index is derived from once more, stretch by stretch, and what comes of it is compared with the positions
and postings that are kept. Compared are sums: over (form, slot), over (term, document, weight), and over (beginning,
document, weight), each number first mixed by the finalizer of SplitMix64 (Steele, Lea and Flood, 2014), so that any
difference shows, in whatever order they come. It takes little memory, and about as long as it took to derive them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.index import derive
from search.index.arrays import SKETCH, WEIGHT_BITS, Ascending, Ragged
from search.index.building.beginnings import Beginning, postings_of
from search.index.building.key_lengths import key_lengths
from search.index.copies import sketches
from search.index.derive import Stretch
from search.index.reading import strings
from search.index.reading.ascending import AscendingReader
from search.index.segment import Segment
from search.russian.spelling import keys

_SLOTS_TOGETHER = 1 << 20
_ROWS_TOGETHER = 1 << 16


def disagreements(segment: Segment) -> Iterator[str]:
    """What is wrong with the arrays of a segment, a line each; all of them are read.

    Raises what numpy raises where they are so wrong that nothing can be derived.
    """
    checks: tuple[tuple[Callable[[Segment], bool], str], ...] = (
        (_gaps_part_documents, "titles and texts do not begin where gaps are"),
        (_in_order, "forms, terms, ids or days are not in order"),
        (_terms_agree, "forms have other terms than terms have forms"),
        (_keys_agree, "the keys of forms are of other lengths"),
    )
    wrong = [said for agrees, said in checks if not agrees(segment)]
    yield from wrong
    if not wrong:
        slots, postings = _derived(segment)
        if slots != _kept_positions(segment):
            yield "positions are not those of the forward index"
        if postings != _kept_postings(segment.postings, segment.arrays.postings, segment.arrays.weights):
            yield "postings are not those of the forward index"
        if _begun(segment) != _kept_postings(segment.begun, segment.arrays.begun, segment.arrays.begun_weights):
            yield "what frequent beginnings weigh is not what the forward index says"
        if not _sketches_agree(segment):
            yield "sketches are not those of the forward index"


def _gaps_part_documents(segment: Segment) -> bool:
    arrays = segment.arrays
    starts = np.column_stack((arrays.titles[:-1], arrays.texts)).reshape(-1)
    gaps = np.append(starts, arrays.titles[-1:]) - 1
    return np.array_equal(np.flatnonzero(arrays.forward.ranks == 0), gaps)


def _in_order(segment: Segment) -> bool:
    forms = strings.unpack(segment.arrays.forms)
    orders: tuple[Iterable[object], ...] = (
        zip(keys(forms), forms, strict=True),
        strings.unpack(segment.arrays.terms),
        strings.unpack(segment.arrays.ids),
    )
    distinct = all(one < other for order in orders for one, other in pairwise(order))  # type: ignore[operator]
    numbers = np.sort(segment.arrays.id_documents)
    days = segment.arrays.instants
    return distinct and np.array_equal(numbers, np.arange(len(numbers))) and bool((days[1:] >= days[:-1]).all())


def _terms_agree(segment: Segment) -> bool:
    arrays = segment.arrays
    turned = derive.invert(arrays.form_terms, len(arrays.terms))
    return _equal(turned, arrays.term_forms)


def _keys_agree(segment: Segment) -> bool:
    made, kept = key_lengths(segment.arrays.forms), segment.arrays.keys
    return np.array_equal(made.signs, kept.signs) and np.array_equal(made.odd, kept.odd)


def _derived(segment: Segment) -> tuple[int, int]:
    """The sums of positions and postings as the forward index has them."""
    slots = postings = 0
    for stretch in _stretches(segment):
        found = derive.derive(stretch, len(segment.forms), segment.arrays.form_terms)
        slots += _sum(found.forms, found.slots)
        postings += _sum(found.terms, found.postings)
    return slots % 2**64, postings % 2**64


def _stretches(segment: Segment) -> Iterator[Stretch]:
    titles, texts = segment.arrays.titles, segment.arrays.texts
    for part in derive.stretches(titles, _SLOTS_TOGETHER):
        start, stop = int(titles[part.start]) if part.start else 0, int(titles[part.stop])
        forward = segment.forward.row(start, stop)
        yield Stretch(forward, start, titles[part.start : part.stop + 1], texts[part.start : part.stop], part.start)


def _sketches_agree(segment: Segment) -> bool:
    arrays = segment.arrays
    if not np.array_equal(sketches.of_terms(arrays.terms), arrays.term_hashes):
        return False
    lemmas = sketches.by_form(arrays.form_terms, arrays.term_hashes)
    for stretch in _stretches(segment):
        first, last = (SKETCH * document for document in (stretch.document, stretch.document + len(stretch.texts)))
        if not np.array_equal(sketches.of_stretch(stretch, lemmas), arrays.sketches[first:last]):
            return False
    return True


def _kept_positions(segment: Segment) -> int:
    total = 0
    for forms in _rows(len(segment.forms)):
        total += _sum(np.repeat(forms, segment.positions.lengths(forms)), segment.positions.rows(forms))
    return total % 2**64


def _begun(segment: Segment) -> int:
    """The sum of the postings of frequent beginnings as the forward index has them."""
    texts = strings.unpack(segment.arrays.beginnings)
    beginnings = [Beginning(text, segment.forms.starting(text)) for text in texts]
    found = (postings_of(beginnings, stretch, len(segment.forms)) for stretch in _stretches(segment))
    return sum(_sum(*postings) for postings in found) % 2**64


def _kept_postings(reader: AscendingReader, kept: Ascending, weights: NDArray[np.uint8]) -> int:
    total = 0
    for rows in _rows(len(kept)):
        its = weights[int(kept.offsets[rows[0]]) : int(kept.offsets[rows[-1] + 1])]
        postings = reader.rows(rows).astype(np.uint64) << np.uint64(WEIGHT_BITS) | its
        total += _sum(np.repeat(rows, reader.lengths(rows)), postings)
    return total % 2**64


def _rows(count: int) -> Iterator[NDArray[np.int64]]:
    for first in range(0, count, _ROWS_TOGETHER):
        yield np.arange(first, min(first + _ROWS_TOGETHER, count))


def _sum(high: NDArray[np.integer], low: NDArray[np.integer]) -> int:
    """The sum of pairs of numbers, each pair mixed."""
    mixed = high.astype(np.uint64) << np.uint64(32) | low.astype(np.uint64)
    mixed += np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return int(mixed.sum(dtype=np.uint64))


def _equal(one: Ragged, other: Ragged) -> bool:
    return np.array_equal(one.offsets, other.offsets) and np.array_equal(one.values, other.values)
