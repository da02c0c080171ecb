"""The second look at the best documents of a query of several plain words: passages, pairs, words of the same root.

    «уступила защита Пэнтерс»   the nearer its words stand in a text, the better; a text that lacks «уступила»
                                but has «уступка» is better than one with neither

Both are read from the forward index of the few documents looked at, so that no list of postings grows with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.engines.matching import Matcher
from search.index.arrays import row_indices
from search.index.derive import field_lengths
from search.index.segment import Numbers, Segment
from search.query.patterns import Wanted

_BITS = 32


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the query: its terms, what stands for it as well, how rare it is, and how rare its family is.

    `family`: the beginnings of its lemmas.
    """

    terms: tuple[str, ...]
    others: tuple[Wanted, ...]
    idf: int
    family: tuple[str, ...]
    family_idf: int


def family_beginnings(terms: Sequence[str]) -> tuple[str, ...]:
    """How the lemmas of a word's family begin: «уступить» → «усту».

    Short words, numbers and name keys have no family.
    """
    letters = ranking.FAMILY_LETTERS
    long_enough = (term for term in terms if len(term) > letters and term[:letters].isalpha())
    return tuple(dict.fromkeys(term[:letters] for term in long_enough))


def family_forms(segment: Segment, beginnings: Sequence[str]) -> Numbers:
    """The forms of all lemmas that begin so."""
    rows = segment.arrays.term_forms
    places = (segment.terms.starting(beginning) for beginning in beginnings)
    forms = [rows.values[rows.offsets[place.start] : rows.offsets[place.stop]] for place in places]
    return np.unique(np.concatenate(forms)) if forms else np.zeros(0, dtype=np.uint32)


def form_counts(segment: Segment, document: int) -> dict[str, int]:
    """The forms of a document, and how often each stands there."""
    slots = segment.slot_range(document)
    forms, counts = np.unique(segment.arrays.forward[slots.start : slots.stop], return_counts=True)
    pairs = zip(forms.tolist(), counts.tolist(), strict=True)
    return {segment.forms[form]: count for form, count in pairs if form != segment.gap}


def bonuses(segment: Segment, documents: NDArray[np.int64], asked: Sequence[Asked], most: int) -> NDArray[np.int64]:
    """What each document, ascending by number, gains by the second look.

    Raises QueryLimit where a slot stands for more forms than `most`.
    """
    bonus: NDArray[np.int64] = gains_by_kind(segment, documents, asked, most).sum(axis=0)
    return bonus


def gains_by_kind(
    segment: Segment, documents: NDArray[np.int64], asked: Sequence[Asked], most: int
) -> NDArray[np.int64]:
    """What each document, in its column, gains: by how near the words stand in the first row, then by families."""
    looked = _Looked.at(segment, documents)
    groups = [_forms_of_terms(segment, word.terms) for word in asked]
    groups += [family_forms(segment, word.family) for word in asked]
    standing = looked.matches(groups)
    words = [looked.with_others(typed, word, most) for typed, word in zip(standing, asked, strict=False)]
    near = ranking.passage_bonus(looked.best_passages(words, [word.idf for word in asked]))
    for (one, first), (other, second) in pairwise(zip(asked, words, strict=True)):
        near += np.where(looked.counts(looked.pairs(first, second)) > 0, ranking.pair_bonus(one.idf, other.idf), 0)
    rows = [near]
    for word, matched, family in zip(asked, words, standing[len(asked) :], strict=True):
        lacking = looked.counts(matched) == 0
        row = np.zeros_like(rows[0])
        if word.family and lacking.any():
            weights = looked.weights(family)
            row = np.where(lacking, ranking.family_bonus(weights, word.idf, word.family_idf), 0)
        rows.append(row)
    return np.stack(rows)


@dataclass(frozen=True, slots=True)
class _Looked:
    """The forms of some documents, one document after the other.

    `slots` and `forms`: one entry a slot, the gap between title and text among them; `first`: where each document
    starts among these; `ends`: for every slot, where its document ends.
    """

    segment: Segment
    documents: NDArray[np.int64]
    slots: NDArray[np.int64]
    forms: NDArray[np.uint32]
    first: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def at(cls, segment: Segment, documents: NDArray[np.int64]) -> _Looked:
        titles = segment.arrays.titles
        starts, stops = titles[documents], titles[documents + 1] - 1
        lengths = stops - starts
        slots = row_indices(starts, stops)
        ends = np.cumsum(lengths)
        forms = segment.arrays.forward[slots]
        return cls(segment, documents, slots, forms, ends - lengths, np.repeat(ends, lengths))

    def matches(self, groups: Sequence[Numbers]) -> list[NDArray[np.int64]]:
        """Where among the slots looked at a form of each group stands.

        A bit for each group: one look at the slots tells of all, instead of one for each.
        """
        found = []
        for first in range(0, len(groups), _BITS):
            together = groups[first : first + _BITS]
            flags = np.zeros(self.segment.gap + 1, dtype=np.uint32)
            for bit, forms in enumerate(together):
                flags[forms] |= np.uint32(1 << bit)
            standing = flags[self.forms]
            found += [np.flatnonzero((standing & np.uint32(1 << bit)) != 0) for bit in range(len(together))]
        return found

    def with_others(self, typed: NDArray[np.int64], word: Asked, most: int) -> NDArray[np.int64]:
        """Where a word stands, or begins what stands for it; ascending."""
        if not word.others:
            return typed
        matcher = Matcher(self.segment, most, self.slots)
        starts = [part.starts for other in word.others for part in matcher.parts(other)]
        return np.unique(np.concatenate([typed, *(np.searchsorted(self.slots, slots) for slots in starts)]))

    def counts(self, matched: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many of the matches each document has."""
        owners = np.searchsorted(self.first, matched, side="right") - 1
        return np.bincount(owners, minlength=len(self.documents))

    def pairs(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """The matches of one word that are closely followed by one of another, in the same document."""
        following = np.searchsorted(second, first, side="right")
        after = np.append(second, len(self.slots) + ranking.PAIR_REACH)[following]
        return first[(after - first <= ranking.PAIR_REACH) & (after < self.ends[first])]

    def weights(self, matched: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The weight of matches in every document; 0 where there is none."""
        arrays = self.segment.arrays
        slots, start = self.slots[matched], arrays.texts[self.documents]
        owners = np.searchsorted(self.first, matched, side="right") - 1
        in_title = slots < start[owners]
        in_lead = ~in_title & (slots < start[owners] + ranking.LEAD_TOKENS)
        title, text, lead = (
            np.bincount(owners[kind], minlength=len(start)) for kind in (in_title, ~in_title, in_lead)
        )
        weights = ranking.weights((title, text, lead), field_lengths(arrays.titles, arrays.texts, self.documents))
        return np.where(self.counts(matched) > 0, weights, np.uint8(0))

    def best_passages(self, words: Sequence[NDArray[np.int64]], idfs: Sequence[int]) -> NDArray[np.int64]:
        """For each document the largest Σ idf × nearness over the passages that begin with a match.

        `words`: for each word where it stands. Of every word the next occurrence counts, if the document has one.
        """
        begins = np.unique(np.concatenate(words))
        value = np.zeros(len(begins), dtype=np.int64)
        for matched, idf in zip(words, idfs, strict=True):
            if len(matched):
                following = np.searchsorted(matched, begins)
                there = matched[np.minimum(following, len(matched) - 1)]
                inside = (following < len(matched)) & (there < self.ends[begins])
                value += np.where(inside, idf * ranking.nearness(there - begins), 0)
        best = np.zeros(len(self.documents), dtype=np.int64)
        np.maximum.at(best, np.searchsorted(self.first, begins, side="right") - 1, value)
        return best


def _forms_of_terms(segment: Segment, terms: Sequence[str]) -> Numbers:
    return np.concatenate([segment.forms_of_term(term) for term in terms])
