"""Derive positions and postings from the forward index, with numpy: no token is touched by Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.index.arrays import WEIGHT_BITS, Ragged, row_indices

_SLOT_BITS = np.uint64(32)
_SLOT_MASK = np.uint64(0xFFFFFFFF)


def invert(rows: Ragged, columns: int) -> Ragged:
    """The same pairs the other way round: the terms of each form → the forms of each term, ascending."""
    row_numbers = np.repeat(np.arange(len(rows), dtype=np.uint32), np.diff(rows.offsets))
    order = np.argsort(rows.values, kind="stable")
    return Ragged(_offsets(np.bincount(rows.values, minlength=columns)), row_numbers[order])


def positions(forward: NDArray[np.uint32], forms: int) -> Ragged:
    """The slots of every form, ascending; gap slots (number `forms`) have no row."""
    keys = forward.astype(np.uint64) << _SLOT_BITS
    keys |= np.arange(len(forward), dtype=np.uint64)
    keys.sort()
    counts = np.bincount(forward, minlength=forms + 1)[:forms]
    slots = (keys[: int(counts.sum())] & _SLOT_MASK).astype(np.uint32)
    return Ragged(_offsets(counts), slots)


def postings(
    places: Ragged, titles: NDArray[np.int64], texts: NDArray[np.int64], form_terms: Ragged, terms: int
) -> Ragged:
    """`document << 8 | weight` of every term, ascending by document.

    `places`: the positions of every form. First each form's slots are counted by document, in title, text and
    lead apart; then every such count goes to the terms of its form.
    """
    form, document, counts = _counts_by_form(places, titles, texts)
    starts, ends = form_terms.offsets[form], form_terms.offsets[form + 1]
    pair = np.repeat(np.arange(len(form)), ends - starts)
    term = form_terms.values[row_indices(starts, ends)].astype(np.uint64)
    keys = (term << _SLOT_BITS) | document[pair].astype(np.uint64)
    order = np.argsort(keys)
    keys, pair = keys[order], pair[order]
    first = _run_starts(keys)
    keys = keys[first]
    document = (keys & _SLOT_MASK).astype(np.int64)
    in_title, in_text, in_lead = (_add_runs(count[pair], first) for count in counts)
    weights = ranking.weights((in_title, in_text, in_lead), field_lengths(titles, texts, document))
    values = (document << WEIGHT_BITS | weights).astype(np.uint32)
    return Ragged(_offsets(np.bincount((keys >> _SLOT_BITS).astype(np.int64), minlength=terms)), values)


def field_lengths(
    titles: NDArray[np.int64], texts: NDArray[np.int64], documents: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The lengths in tokens of the titles and the texts of some documents: slots less the gap after each."""
    return texts[documents] - titles[documents] - 1, titles[documents + 1] - texts[documents] - 1


def counts_by_field(
    slots: NDArray[np.int64], documents: NDArray[np.int64], texts: NDArray[np.int64], first: NDArray[np.int64]
) -> ranking.Counts:
    """How many slots of each run stand in the title, in the text, and in the lead of the text of their document.

    `first`: where the runs start; `documents`: the document of every slot.
    """
    start = texts[documents]
    in_title = _add_runs((slots < start).astype(np.int64), first)
    in_lead = _add_runs(((slots >= start) & (slots < start + ranking.LEAD_TOKENS)).astype(np.int64), first)
    return in_title, np.diff(np.append(first, len(slots))) - in_title, in_lead


def _add_runs(values: NDArray[np.integer], first: NDArray[np.int64]) -> NDArray[np.integer]:
    """The sum of every run of values; `first`: where the runs start."""
    return np.add.reduceat(values, first) if len(first) else values[:0]


def _counts_by_form(
    places: Ragged, titles: NDArray[np.int64], texts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], ranking.Counts]:
    """One entry for each form and document that has it: both, and the counts in title, text and lead."""
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), np.diff(titles))
    document = owner[places.values - titles[0]]
    form = np.repeat(np.arange(len(places), dtype=np.int64), np.diff(places.offsets))
    first = _run_starts((form << 32) | document)
    return form[first], document[first], counts_by_field(places.values, document, texts, first)


def _run_starts(keys: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where each run of equal keys starts."""
    changes = np.ones(len(keys), dtype=bool)
    changes[1:] = keys[1:] != keys[:-1]
    return np.flatnonzero(changes)


def _offsets(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets
