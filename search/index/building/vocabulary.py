"""The forms of all shares in one order, and the terms of each.

Each distinct form is analysed once; and not even that where the analysis of an earlier index, made by the same rules
and the same dictionary, already has it. What that one knows stays packed, as it lies on the disk, and the new is put
between: a rebuild over the same texts handles no form and no term by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Ragged, row_indices
from search.index.building.forms import FormNumbers, Numbers, Places, Spelt
from search.index.derive import run_starts
from search.index.reading import strings
from search.russian.analysis import index_terms
from search.russian.spelling import key, keys

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""`map`, or something that shares the work out among processes."""

_ANALYSED_TOGETHER = 5_000  # forms: work enough for one errand to another process
_TAKEN_TOGETHER = 1 << 16  # rows: their values are numbered one by one, in eight bytes each


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier index knows: its forms in order, its terms in order, and those of each form."""

    forms: Ragged
    terms: Ragged
    form_terms: Ragged


_NOTHING = Known(strings.pack([]), strings.pack([]), Ragged(np.zeros(1, np.int64), np.zeros(0, np.uint32)))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All forms in the order of (key, spelling) and all terms in order, in UTF-8.

    `renumbered`: for each share the final number of each of its forms.
    """

    forms: Ragged
    terms: Ragged
    form_terms: Ragged
    renumbered: list[Numbers]


@dataclass(frozen=True, slots=True)
class Analysed:
    """The terms of some forms: the distinct ones, a line each; the places of those of each form; how many it has."""

    terms: str
    places: NDArray[np.uint32]
    lengths: NDArray[np.int64]


def unite(
    shares: Sequence[Spelt],
    known: Known | None,
    spread: Spread = map,
    counted: Callable[[int], None] = lambda forms: None,
) -> Vocabulary:
    """Number the forms of all shares anew, in order, and find the terms of each.

    `counted` is told how many forms there are before they are worked on.
    """
    known = known or _NOTHING
    earlier = len(known.forms)
    numbers = FormNumbers()
    numbers.of_forms(Spelt.of(known.forms))
    of_shares = [numbers.of_forms(share) for share in shares]
    counted(len(numbers))
    stay = _used(of_shares, earlier)
    new = numbers.spellings(earlier)
    found = spread(analysed, _batches(new))  # other processes begin now
    order, places = _in_order(new, known.forms, stay)
    final = np.zeros(len(numbers), dtype=np.uint32)
    final[stay], final[earlier + order] = _put_between(len(stay), places)
    terms, of_old, of_new = _terms(found, known, stay)
    spelt = strings.pack(new[number] for number in order.tolist())
    forms = _inserted(taken(known.forms, stay), places, spelt)
    form_terms = _inserted(of_old, places, taken(of_new, order))
    return Vocabulary(forms, terms, form_terms, [final[share] for share in of_shares])


def analysed(forms: Sequence[str]) -> Analysed:
    """The terms of each form."""
    numbers: dict[str, int] = {}
    rows = [index_terms(form) for form in forms]
    places = [numbers.setdefault(term, len(numbers)) for terms in rows for term in terms]
    lengths = np.array([len(terms) for terms in rows], dtype=np.int64)
    return Analysed("\n".join(numbers), np.array(places, dtype=np.uint32), lengths)


def _batches(forms: list[str]) -> list[list[str]]:
    return [forms[first : first + _ANALYSED_TOGETHER] for first in range(0, len(forms), _ANALYSED_TOGETHER)]


def _used(of_shares: Sequence[Numbers], earlier: int) -> Places:
    """Which of so many earlier forms the shares have."""
    used = np.zeros(earlier, dtype=bool)
    for share in of_shares:
        used[share[share < earlier]] = True
    return np.flatnonzero(used)


def _in_order(new: list[str], earlier: Ragged, stay: Places) -> tuple[Places, Places]:
    """The places of the new forms in the order of (key, spelling), and how many that stay come before each."""
    by = [_sorted_by(*pair) for pair in zip(keys(new), new, strict=True)]
    order = sorted(range(len(new)), key=by.__getitem__)
    among = strings.Sorted(earlier, lambda form: _sorted_by(key(form), form))
    before = [among.place(by[place]) for place in order] if len(earlier) else [0] * len(order)
    return np.array(order, dtype=np.int64), np.searchsorted(stay, np.array(before, dtype=np.int64))


def _sorted_by(key: str, form: str) -> str:
    return f"{key}\0{form}"


def _terms(found: Iterable[Analysed], known: Known, stay: Places) -> tuple[Ragged, Ragged, Ragged]:
    """All terms in order; those of the forms that stay, by their final numbers; and those of the new forms."""
    of_old = taken(known.form_terms, stay)
    texts, of_new = _gathered(found)
    order = np.array(sorted(range(len(texts)), key=texts.__getitem__), dtype=np.int64)
    at, met = _looked_up([texts[place] for place in order.tolist()], known.terms)
    used = np.zeros(len(known.terms), dtype=bool)
    used[of_old.values] = used[at[met]] = True
    kept = np.flatnonzero(used)
    places = np.searchsorted(kept, at[~met])
    final_old, final_new = np.zeros(len(used), dtype=np.uint32), np.zeros(len(texts), dtype=np.uint32)
    final_old[kept], final_new[order[~met]] = _put_between(len(kept), places)
    final_new[order[met]] = final_old[at[met]]
    added = strings.pack(texts[number] for number in order[~met].tolist())
    terms = _inserted(taken(known.terms, kept), places, added)
    return terms, Ragged(of_old.offsets, final_old[of_old.values]), Ragged(of_new.offsets, final_new[of_new.values])


def _looked_up(texts: list[str], earlier: Ragged) -> tuple[Places, NDArray[np.bool_]]:
    """How many earlier terms come before each text, and whether the next one is the text itself."""
    among = strings.Sorted(earlier)
    places = [among.place(text) if len(among) else 0 for text in texts]
    met = [place < len(among) and among[place] == text for place, text in zip(places, texts, strict=True)]
    return np.array(places, dtype=np.int64), np.array(met, dtype=bool)


def _gathered(found: Iterable[Analysed]) -> tuple[list[str], Ragged]:
    """The distinct terms of all batches, and those of each form by their places."""
    numbers: dict[str, int] = {}
    values, lengths = [np.zeros(0, np.uint32)], [np.zeros(1, np.int64)]
    for batch in found:
        terms = batch.terms.split("\n")
        places = np.array([numbers.setdefault(term, len(numbers)) for term in terms], dtype=np.uint32)
        values.append(places[batch.places])
        lengths.append(batch.lengths)
    return list(numbers), Ragged(np.cumsum(np.concatenate(lengths)), np.concatenate(values))


def _put_between(count: int, places: Places) -> tuple[Places, Places]:
    """The numbers of so many old ones when new ones are put before these places among them, and of the new ones."""
    return np.delete(np.arange(count + len(places)), new := places + np.arange(len(places))), new


def _inserted(rows: Ragged, places: Places, new: Ragged) -> Ragged:
    """Rows with new ones put before these places among them."""
    lengths = np.insert(rows.lengths(), places, new.lengths())
    firsts = run_starts(places)  # of the new rows that go to one place
    between = np.split(rows.values, rows.offsets[places[firsts]].astype(np.int64))
    put = np.split(new.values, new.offsets[firsts].astype(np.int64))[1:]
    pieces = [between[0], *(piece for pair in zip(put, between[1:], strict=True) for piece in pair)]
    return Ragged(np.insert(np.cumsum(lengths), 0, 0), np.concatenate(pieces))


def taken(rows: Ragged, numbers: Places) -> Ragged:
    """Some rows, in the order of their numbers."""
    if np.array_equal(numbers, np.arange(len(rows))):
        return rows
    pieces = [rows.values[:0]]
    for first in range(0, len(numbers), _TAKEN_TOGETHER):
        some = numbers[first : first + _TAKEN_TOGETHER]
        pieces.append(rows.values[row_indices(rows.offsets[some], rows.offsets[some + 1])])
    return Ragged(np.insert(np.cumsum(rows.lengths()[numbers]), 0, 0), np.concatenate(pieces))
