"""The second look at the best documents of a query of several plain words: passages, pairs, words of the same root.

    «уступила защита Пэнтерс»   the nearer its words stand in a text, the better; a text that lacks «уступила»
                                but has «уступка» is better than one with neither

Both are read from the forward index of the few documents looked at, so that no list of postings grows with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.engines.matching import Matcher
from search.index.arrays import row_indices
from search.index.derive import run_starts, unpacked, worth_at
from search.index.reading.forward import Rows, Standing
from search.index.segment import Numbers, Segment
from search.query.patterns import Wanted

_FAR = np.iinfo(np.int64).max >> 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the query: its terms, what stands for it as well, how rare it is.

    `family`: the beginnings of its lemmas; `family_idf`: how rare these are, at most.
    """

    terms: tuple[str, ...]
    others: tuple[Wanted, ...]
    idf: int
    family: tuple[str, ...]
    family_idf: int


@dataclass(frozen=True, slots=True)
class Gained:
    """What documents gain, a column for each: by how near the words stand in the first row, then by families.

    `lacking`: which of them have a word that is not seen.
    """

    gains: NDArray[np.int64]
    lacking: NDArray[np.bool_]


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


def gained(segment: Segment, documents: NDArray[np.int64], asked: Sequence[Asked], most: int) -> Gained:
    """What documents gain, which ascend by number.

    Raises QueryLimit where a slot stands for more forms than `most`.
    """
    gains = np.zeros((1 + len(asked), len(documents)), dtype=np.int64)
    lacking = np.ones(len(documents), dtype=bool)
    seen = _Seen.of(_Looked.at(segment, documents), asked, most)
    if len(seen.runs):
        here = seen.owners[seen.runs]
        gains[:, here], lacking[here] = _gains(seen, asked)
    return Gained(gains, lacking)


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

    def standing(self, asked: Sequence[Asked], most: int) -> Standing:
        """Where words stand, or begin what stands for them, and then their families: one look for all."""
        groups = [self.segment.forms_of_any(word.terms) for word in asked]
        groups += [_forms_beginning(self.segment, word.family) for word in asked if word.family]
        found = self.rows.standing(groups)
        others = {row: word.others for row, word in enumerate(asked) if word.others}
        return found.with_more(self._of_others(others, most)) if others else found

    def _of_others(self, asked: Mapping[int, Sequence[Wanted]], most: int) -> dict[int, NDArray[np.int64]]:
        """Where it begins what stands for a word; for each of some."""
        slots = row_indices(self.starts, self.starts + np.diff(self.first))
        matcher = Matcher(self.segment, most, slots, here=self.rows)
        parts = {
            row: [part.starts for other in others for part in matcher.parts(other)] for row, others in asked.items()
        }
        return {row: slots.searchsorted(np.concatenate(starts)) for row, starts in parts.items()}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen in the documents looked at: a column for each place where a word or one of a family stands.

    `places`, ascending; `there`: for each word, and then for each family, at which of them it stands; `owners`: which
    document each is in, `ends`: where that ends; `runs`: with which column the places of a document begin.
    """

    looked: _Looked
    places: NDArray[np.int64]
    there: NDArray[np.bool_]
    owners: NDArray[np.int64]
    ends: NDArray[np.int64]
    runs: NDArray[np.int64]

    @classmethod
    def of(cls, looked: _Looked, asked: Sequence[Asked], most: int) -> _Seen:
        standing = looked.standing(asked, most)
        behind = looked.first.searchsorted(standing.places, side="right")
        owners = behind - 1
        return cls(looked, standing.places, standing.there, owners, looked.first[behind], run_starts(owners))

    def next(self, words: int) -> NDArray[np.int64]:
        """For each word where it stands next, in this column or behind; one column more, in which none does."""
        follows = np.full((words, len(self.places) + 1), _FAR)
        np.copyto(follows[:, :-1], self.places, where=self.there[:words])
        return np.minimum.accumulate(follows[:, ::-1], axis=1)[:, ::-1]

    def anywhere(self, table: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Is a row true anywhere in a document? For each row and each document in which something is seen."""
        return np.logical_or.reduceat(table, self.runs, axis=1)

    def weights(self, families: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """Of each family its weight in each document in which something is seen, 0 where it does not stand."""
        looked, documents = self.looked, self.looked.documents[self.owners[self.runs]]
        texts = looked.first[:-1] + (looked.segment.arrays.texts[looked.documents] - looked.starts)
        sums = np.add.reduceat(families * worth_at(self.places, texts[self.owners]), self.runs, axis=1)
        return ranking.weights(unpacked(sums), looked.segment.norms(documents)) * (sums > 0)


def _gains(seen: _Seen, asked: Sequence[Asked]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """What the documents in which something is seen gain, as `Gained` tells it, and which of them lack a word."""
    words = len(asked)
    follows = seen.next(words)
    told = seen.anywhere(np.concatenate([seen.there[:words], _pairs(seen, follows)]))
    near = ranking.passage_bonus(_best_passages(seen, follows[:, :-1], [word.idf for word in asked]))
    bonuses = [ranking.pair_bonus(one.idf, other.idf) for one, other in pairwise(asked)]
    gains = np.zeros((1 + words, len(seen.runs)), dtype=np.int64)
    gains[0] = near + np.array(bonuses, dtype=np.int64) @ told[words:]
    rows = [row for row, word in enumerate(asked) if word.family]
    if rows:
        for row, weights in zip(rows, seen.weights(seen.there[words:]) * ~told[rows], strict=True):
            gains[1 + row] = ranking.family_bonus(weights, asked[row].idf, asked[row].family_idf)
    lacking: NDArray[np.bool_] = ~np.logical_and.reduce(told[:words])
    return gains, lacking


def _best_passages(seen: _Seen, follows: NDArray[np.int64], idfs: Sequence[int]) -> NDArray[np.int64]:
    """For each document the largest Σ idf × nearness over the passages that begin with a match.

    Of every word the next occurrence counts, if the document has one. Passages that begin with one of a family are
    never better than those that begin with the word behind it.
    """
    near = np.where(follows < seen.ends, ranking.nearness(follows - seen.places), 0)
    best: NDArray[np.int64] = np.maximum.reduceat(np.array(idfs) @ near, seen.runs)
    return best


def _pairs(seen: _Seen, follows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each word but the last, and each place: does it stand there, and does the next word follow closely?"""
    close = np.minimum(seen.places + ranking.PAIR_REACH, seen.ends - 1)
    pairs: NDArray[np.bool_] = seen.there[: len(follows) - 1] & (follows[1:, 1:] <= close)
    return pairs


def _forms_beginning(segment: Segment, beginnings: Sequence[str]) -> Numbers:
    """The forms of all lemmas that begin so; one may come several times."""
    rows = segment.arrays.term_forms
    places = (segment.terms_starting(beginning) for beginning in beginnings)
    return np.concatenate(
        [rows.values[:0], *(rows.values[rows.offsets[place.start] : rows.offsets[place.stop]] for place in places)]
    )
