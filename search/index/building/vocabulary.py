"""The forms of all shares in one order, and the terms of each.

Each distinct form is analysed once; and not even that where the analysis of an earlier index, made by the same rules
and the same dictionary, already has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index import strings
from search.index.arrays import Ragged, row_indices
from search.index.building.forms import FormNumbers, Numbers, Spelt
from search.russian.analysis import index_terms
from search.russian.spelling import keys

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""`map`, or something that shares the work out among processes."""

_ANALYSED_TOGETHER = 5_000  # forms: work enough for one errand to another process


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier index knows: its forms in order, its terms in order, and those of each form."""

    forms: Ragged
    terms: Ragged
    form_terms: Ragged


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All forms in the order of (key, spelling) and all terms in order.

    `renumbered`: for each share the final number of each of its forms.
    """

    forms: list[str]
    terms: list[str]
    form_terms: Ragged
    renumbered: list[Numbers]


def unite(shares: Sequence[Spelt], known: Known | None, spread: Spread = map) -> Vocabulary:
    """Number the forms of all shares anew, in order, and find the terms of each."""
    numbers = FormNumbers()
    earlier = strings.unpack(known.forms) if known else []
    numbers.of_forms(Spelt.of(earlier))
    of_shares = [numbers.of_forms(share) for share in shares]
    used = np.zeros(len(numbers), dtype=bool)
    for share in of_shares:
        used[share] = True
    kept = np.flatnonzero(used)
    spellings = numbers.spelt.spellings
    forms = [spellings[number] for number in kept.tolist()]
    order = _in_order(forms)
    final = np.zeros(len(numbers), dtype=np.uint32)
    final[kept[order]] = np.arange(len(kept), dtype=np.uint32)
    old = int(np.searchsorted(kept, len(earlier)))
    terms, form_terms = _terms(forms[old:], known, kept[:old], spread)
    rows = Ragged(*_reordered(form_terms, order))
    return Vocabulary([forms[place] for place in order.tolist()], terms, rows, [final[share] for share in of_shares])


def _in_order(forms: list[str]) -> NDArray[np.int64]:
    """The places of the forms in the order of (key, spelling). Those known already are in order: that is used."""
    by = [f"{key}\0{form}" for key, form in zip(keys(forms), forms, strict=True)]
    return np.array(sorted(range(len(forms)), key=by.__getitem__), dtype=np.int64)


def _terms(new: list[str], known: Known | None, old: NDArray[np.int64], spread: Spread) -> tuple[list[str], Ragged]:
    """All terms in order; and those of the old forms, named by their numbers in `known`, then of the new ones."""
    batches = [new[first : first + _ANALYSED_TOGETHER] for first in range(0, len(new), _ANALYSED_TOGETHER)]
    found = [terms for batch in spread(analysed, batches) for terms in batch]
    of_old = known.form_terms.rows(old) if known and len(old) else np.zeros(0, dtype=np.uint32)
    used = np.unique(of_old)
    earlier = strings.unpack(known.terms) if known else []
    kept = [earlier[number] for number in used.tolist()]
    terms = sorted({*kept, *(term for terms in found for term in terms)})
    number = {term: place for place, term in enumerate(terms)}
    renumbered = np.array([number[term] for term in kept], dtype=np.uint32)
    of_new = np.array([number[term] for terms in found for term in terms], dtype=np.uint32)
    lengths = [len(terms) for terms in found]
    old_lengths = known.form_terms.lengths()[old] if known else np.zeros(0, dtype=np.int64)
    offsets = np.concatenate(([0], np.cumsum(np.concatenate((old_lengths, np.array(lengths, dtype=np.int64))))))
    values = np.concatenate((renumbered[np.searchsorted(used, of_old)], of_new))
    return terms, Ragged(offsets, values)


def analysed(forms: Sequence[str]) -> list[tuple[str, ...]]:
    """The terms of each form."""
    return [index_terms(form) for form in forms]


def _reordered(rows: Ragged, order: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[Any]]:
    starts, ends = rows.offsets[order], rows.offsets[order + 1]
    return np.concatenate(([0], np.cumsum(ends - starts))), rows.values[row_indices(starts, ends)]
