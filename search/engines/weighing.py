"""How much each document is about what a pattern asks for: one weight a document, before its rarity counts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.engines.matches import Found, Matches, heaviest, within
from search.engines.matching import Matcher
from search.engines.uninflected import Nearly, nearly
from search.index.arrays import are_among, row_indices
from search.index.derive import add_runs, merged, run_starts, united, unpacked, worth_at
from search.index.segment import Numbers, Segment
from search.query.patterns import AnyForm, Capitalised, Pattern, Spelt, Starting, Wanted
from search.russian.names import is_name_key

_SPARSE = 16  # documents for each slot: where there are more, slots are sooner sorted than counted for all
_FEW_ROWS = 32  # so many ascending rows of slots are sooner merged, too

_TITLE_BITS, _LEAD_BITS = 32, 56  # slots of a segment are counted in 32 bits, tokens of a lead in few


def weighed_expanded(segment: Segment, wanted: Wanted, others: Sequence[Wanted], window: range, most: int) -> Found:
    """The documents of a window where a pattern matches, or one of the others, which weigh less.

    Raises QueryLimit where a slot stands for more forms than `most`.
    """
    found = _weighed(segment, wanted, window, most)
    lighter = [_lighter(_weighed(segment, other, window, most).sparse()) for other in others]
    return heaviest([found, *lighter], window) if lighter else found


def standing(segment: Segment, wanted: Wanted, window: range, most: int) -> NDArray[np.int64]:
    """The documents of a window where a pattern matches, ascending.

    Raises QueryLimit where a slot stands for more forms than `most`.
    """
    if (known := _known(segment, wanted, window, most)) is not None:
        return known.sparse().documents
    owners = segment.owners(_slots(segment, wanted, window, most))
    having = np.zeros(segment.documents, dtype=bool)
    having[owners] = True
    return having[window.start : window.stop].nonzero()[0] + window.start


def _weighed(segment: Segment, wanted: Wanted, window: range, most: int) -> Found:
    """The documents where a pattern matches. A plain word is known by its terms; anything else is looked for."""
    if (known := _known(segment, wanted, window, most)) is not None:
        return known
    documents, (title, text, lead) = _counts(segment, wanted, window, most)
    inside = slice(*documents.searchsorted((window.start, window.stop)))
    documents, counted = documents[inside], (title[inside], text[inside], lead[inside])
    return Matches(documents, ranking.weights(counted, segment.norms(documents)))


def _lighter(found: Matches) -> Matches:
    """The documents of what stands for a word."""
    return Matches(found.documents, ranking.expanded_weights(found.weights))


def _known(segment: Segment, wanted: Wanted, window: range, most: int) -> Found | None:
    """What the index says of a pattern by itself: of a plain word, a frequent beginning, a word without endings."""
    match wanted:
        case Pattern((AnyForm() as word,), "", 0):
            return heaviest([_of_term(segment, term, window) for term in segment.uncovered(word.terms)], window)
        case Pattern((Starting(prefix),), "", 0):
            begun = segment.begin_weighed(prefix, window)
            return begun and Matches(*begun)
        case Pattern((Spelt() | Capitalised() as slot,), "", 0):
            forms = Matcher(segment, most).forms(slot)
            if found := nearly(segment, forms):
                return _of_spellings(segment, forms, found, window)
    return None


def _slots(segment: Segment, wanted: Wanted, window: range, most: int) -> NDArray[np.int64]:
    """Slots in documents of a window where a pattern matches; where its slots stand side by side, in no order."""
    matcher = Matcher(segment, most, window=window)
    match wanted:
        case Pattern(_, _, 0):
            return matcher.starts(wanted)
    return matcher.parts(wanted)[0].starts


def _of_term(segment: Segment, term: str, window: range) -> Matches:
    """The documents of a term with their weights; a name key weighs less than a true form."""
    documents, weights = segment.weighed(term, window)
    return Matches(documents, ranking.name_weights(weights) if is_name_key(term) else weights)


def _of_spellings(segment: Segment, forms: Numbers, found: Nearly, window: range) -> Matches:
    """The documents of forms that are nearly those of a term, with their weights.

    They are those of the term, but that documents are counted anew where the two differ.
    """
    documents, weights = segment.weighed_by(found.term, window)
    differing = within(united(segment.owners(segment.positions.numbers(found.differing))), window)
    if not len(differing):
        return Matches(documents, weights)
    starts, ends = segment.arrays.titles[differing], segment.arrays.titles[differing + 1]
    rows = map(segment.positions.row, forms.tolist())
    inside = [row[row_indices(row.searchsorted(starts), row.searchsorted(ends))] for row in rows]
    counted, sums = _added(segment, merged(np.concatenate(inside)))
    alike = np.ones(len(documents), dtype=bool)
    alike[documents.searchsorted(differing[are_among(differing, documents)])] = False
    documents = np.concatenate([documents[alike], counted])
    weights = np.concatenate([weights[alike], ranking.weights(unpacked(sums), segment.norms(counted))])
    order = documents.argsort(kind="stable")
    return Matches(documents[order], weights[order])


def _counts(segment: Segment, asked: Wanted, window: range, most: int) -> tuple[NDArray[np.int64], ranking.Counts]:
    """The documents in which a pattern matches, ascending, and how often: as often as its rarest part takes part.

    All of a window, and maybe others. Raises QueryLimit where a slot stands for more forms than `most`.
    """
    match asked:
        case Pattern(_, _, 0):  # as often as it starts
            slots = _slots(segment, asked, window, most)
            if len(slots) * _SPARSE >= segment.documents and not _merges_soon(slots):
                return _counted_everywhere(segment, slots)
            documents, sums = _added(segment, merged(slots))
            return documents, unpacked(sums)
    added = [_added(segment, part.starts) for part in Matcher(segment, most, window=window).parts(asked)]
    title, text, lead = (
        reduce(np.minimum, of_field) for of_field in zip(*(unpacked(sums) for _, sums in added), strict=True)
    )
    return added[0][0], (title, text, lead)


def _merges_soon(slots: NDArray[np.int64]) -> bool:
    """Are slots a few ascending rows, one after the other? Those of a thousand forms are not."""
    return int(np.count_nonzero(slots[1:] < slots[:-1])) < _FEW_ROWS


def _added(segment: Segment, slots: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The documents of ascending slots, and what these count for in each."""
    owners = segment.owners(slots)
    first = run_starts(owners)
    return owners[first], add_runs(worth_at(slots, segment.arrays.texts.take(owners)), first)


def _counted_everywhere(segment: Segment, slots: NDArray[np.int64]) -> tuple[NDArray[np.int64], ranking.Counts]:
    """The documents of many slots, in any order, and how many of these each has.

    One number counts the slots of a document and, above them, those in its title and its lead, which are few.
    """
    owners = segment.owners(slots)
    sums = np.bincount(owners, minlength=segment.documents)
    behind_title = slots - segment.arrays.texts[owners]
    early = (behind_title < ranking.LEAD_TOKENS).nonzero()[0]
    np.add.at(sums, owners[early], np.where(behind_title[early] < 0, 1 << _TITLE_BITS, 1 << _LEAD_BITS))
    documents = (sums != 0).nonzero()[0]
    sums = sums[documents]
    title = sums >> _TITLE_BITS & (1 << _LEAD_BITS - _TITLE_BITS) - 1
    return documents, (title, (sums & (1 << _TITLE_BITS) - 1) - title, sums >> _LEAD_BITS)
