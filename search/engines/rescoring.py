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
from search.index.derive import run_starts
from search.index.reading.forward import Rows
from search.index.segment import Numbers, Segment
from search.query.patterns import Wanted

_FAR = np.iinfo(np.int64).max >> 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the query: its terms, what stands for it as well, how rare it is.

    `family`: the beginnings of its lemmas; `family_idf`: how rare these are.
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


def family_having(segment: Segment, beginnings: Sequence[str]) -> int:
    """In how many documents the lemmas that begin so stand, those of each lemma counted."""
    return sum(segment.having_all(segment.terms_starting(beginning)) for beginning in beginnings)


def form_counts(segment: Segment, document: int) -> dict[str, int]:
    """The forms of a document, and how often each stands there."""
    return forms_counted(segment, segment.slot_range(document))


def forms_counted(segment: Segment, slots: range) -> dict[str, int]:
    """The forms in some slots, and how often each stands there."""
    forms, counts = np.unique(segment.forward.row(slots.start, slots.stop), return_counts=True)
    pairs = zip(forms.tolist(), counts.tolist(), strict=True)
    return {segment.forms[form]: count for form, count in pairs if form != segment.gap}


def hidden(segment: Segment, documents: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which documents have slots that are not looked at: a word may stand there."""
    titles = segment.arrays.titles
    return titles[documents + 1] - titles[documents] - 1 > ranking.LOOKED_AT


def most_gained(asked: Sequence[Asked], may_lack: NDArray[np.bool_]) -> NDArray[np.int64]:
    """No document gains more by the second look than this. `may_lack`: in which a word may be seen to be lacking.

    The others gain nothing by families.
    """
    # Plain numbers: arrays of so few cost more than adding them up.
    together = ranking.most_passage_bonus(sum(word.idf for word in asked))
    pairs = sum(ranking.pair_bonus(one.idf, other.idf) for one, other in pairwise(asked))
    families = sum(ranking.most_family_bonus(word.idf, word.family_idf) for word in asked)
    return together + pairs + may_lack * families


def gains_by_kind(
    segment: Segment, documents: NDArray[np.int64], asked: Sequence[Asked], most: int
) -> NDArray[np.int64]:
    """What each document, in its column, gains: by how near the words stand in the first row, then by families.

    Documents ascend by number. Raises QueryLimit where a slot stands for more forms than `most`.
    """
    looked = _Looked.at(segment, documents)
    groups = [_forms_of_terms(segment, word.terms) for word in asked]
    groups += [_forms_beginning(segment, word.family) for word in asked if word.family]
    found = looked.rows.places(groups)  # one look at the texts, for words and families
    words = [looked.with_others(places, word, most) for places, word in zip(found, asked, strict=False)]
    standing = _Standing.of(words, looked)
    weights = looked.weights(found[len(asked) :])
    return np.vstack([_near_gains(standing, asked), _family_gains(weights, asked, ~standing.anywhere())])


def _near_gains(standing: _Standing, asked: Sequence[Asked]) -> NDArray[np.int64]:
    """What each document gains by how near the words stand in it."""
    passages = ranking.passage_bonus(standing.best_passages([word.idf for word in asked]))
    pair_bonuses = [ranking.pair_bonus(one.idf, other.idf) for one, other in pairwise(asked)]
    gains: NDArray[np.int64] = passages + np.array(pair_bonuses, dtype=np.int64) @ standing.pairs()
    return gains


def _family_gains(
    weights: NDArray[np.uint8], asked: Sequence[Asked], lacking: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """What each document gains by the family of each word that is lacking in it. `weights`: a row for each family."""
    gains = np.zeros(lacking.shape, dtype=np.int64)
    rows = [row for row, word in enumerate(asked) if word.family]
    for row, weight in zip(rows, weights, strict=True):
        gains[row] = ranking.family_bonus(weight * lacking[row], asked[row].idf, asked[row].family_idf)
    return gains


@dataclass(frozen=True, slots=True)
class _Looked:
    """The slots of some documents, one document after the other, the gap between title and text among them.

    `starts`: the slot with which each document starts; `first`: its place among these, with one more for the end.
    """

    segment: Segment
    documents: NDArray[np.int64]
    starts: NDArray[np.int64]
    first: NDArray[np.int64]
    rows: Rows

    @classmethod
    def at(cls, segment: Segment, documents: NDArray[np.int64]) -> _Looked:
        titles = segment.arrays.titles
        starts = titles[documents]
        stops = np.minimum(titles[documents + 1] - 1, starts + ranking.LOOKED_AT)
        first = np.concatenate(([0], (stops - starts).cumsum()))
        return cls(segment, documents, starts, first, segment.forward.rows(starts, stops))

    def owners(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which of the documents each place is in."""
        return self.first.searchsorted(places, side="right") - 1

    def with_others(self, typed: NDArray[np.int64], word: Asked, most: int) -> NDArray[np.int64]:
        """Where a word stands, or begins what stands for it; ascending."""
        if not word.others:
            return typed
        slots = row_indices(self.starts, self.starts + np.diff(self.first))
        matcher = Matcher(self.segment, most, slots)
        starts = [part.starts for other in word.others for part in matcher.parts(other)]
        return np.unique(np.concatenate([typed, *(slots.searchsorted(each) for each in starts)]))

    def weights(self, found: Sequence[NDArray[np.int64]]) -> NDArray[np.uint8]:
        """Of what stands at some places its weight in every document, 0 where there is none: a row for each."""
        shape = len(found), len(self.documents)
        if not found:
            return np.zeros(shape, dtype=np.uint8)
        places = np.concatenate(found)
        owners = self.owners(places)
        cells = (np.arange(len(found)) * len(self.documents)).repeat(list(map(len, found))) + owners
        behind_title = places - self.first[owners] - (self.segment.arrays.texts[self.documents] - self.starts)[owners]
        in_title, in_lead = behind_title < 0, (behind_title >= 0) & (behind_title < ranking.LEAD_TOKENS)
        title, text, lead = (
            np.bincount(cells[kind], minlength=shape[0] * shape[1]).reshape(shape)
            for kind in (in_title, ~in_title, in_lead)
        )
        weights = ranking.weights((title, text, lead), self.segment.norms(self.documents))
        return weights * (title + text > 0)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where words stand in the documents looked at, as a table: a row for each word, a column for each place.

    `places`: where any word stands, ascending; `ends`: where the document of each place ends; `next`: for each word
    where it stands next, there or behind; `runs`: with which column the places of a document begin, `owners`: which.
    """

    looked: _Looked
    places: NDArray[np.int64]
    ends: NDArray[np.int64]
    next: NDArray[np.int64]
    runs: NDArray[np.int64]
    owners: NDArray[np.int64]

    @classmethod
    def of(cls, words: Sequence[NDArray[np.int64]], looked: _Looked) -> _Standing:
        anywhere = np.zeros(int(looked.first[-1]), dtype=bool)
        for word in words:
            anywhere[word] = True
        places = anywhere.nonzero()[0]
        owners = looked.owners(places)
        follows = np.full((len(words), len(places) + 1), _FAR)
        for row, word in zip(follows, words, strict=True):
            row[places.searchsorted(word)] = word
        follows = np.minimum.accumulate(follows[:, ::-1], axis=1)[:, ::-1]
        runs = run_starts(owners)
        return cls(looked, places, looked.first[owners + 1], follows, runs, owners[runs])

    def best_passages(self, idfs: Sequence[int]) -> NDArray[np.int64]:
        """For each document the largest Σ idf × nearness over the passages that begin with a match.

        Of every word the next occurrence counts, if the document has one.
        """
        follows = self.next[:, :-1]
        near = np.where(follows < self.ends, ranking.nearness(follows - self.places), 0)
        best = np.zeros(len(self.looked.documents), dtype=np.int64)
        if len(self.runs):
            best[self.owners] = np.maximum.reduceat(np.array(idfs) @ near, self.runs)
        return best

    def pairs(self) -> NDArray[np.bool_]:
        """For each word but the last, and each document: does the next word follow closely somewhere?"""
        here = self.next[:-1, :-1] == self.places
        after = self.next[1:, 1:]
        return self._anywhere(here & (after - self.places <= ranking.PAIR_REACH) & (after < self.ends))

    def anywhere(self) -> NDArray[np.bool_]:
        """For each word and each document: does it stand there?"""
        return self._anywhere(self.next[:, :-1] == self.places)

    def _anywhere(self, table: NDArray[np.bool_]) -> NDArray[np.bool_]:
        found = np.zeros((len(table), len(self.looked.documents)), dtype=bool)
        if len(self.runs):
            found[:, self.owners] = np.logical_or.reduceat(table, self.runs, axis=1)
        return found


def _forms_of_terms(segment: Segment, terms: Sequence[str]) -> Numbers:
    return np.concatenate([segment.forms_of_term(term) for term in terms])


def _forms_beginning(segment: Segment, beginnings: Sequence[str]) -> Numbers:
    """The forms of all lemmas that begin so; one may come several times."""
    rows = segment.arrays.term_forms
    places = (segment.terms_starting(beginning) for beginning in beginnings)
    return np.concatenate(
        [rows.values[:0], *(rows.values[rows.offsets[place.start] : rows.offsets[place.stop]] for place in places)]
    )
