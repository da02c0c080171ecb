"""The engine that answers from an index on this machine: numpy over mapped arrays.

A leaf of the query becomes the ascending documents that match it, with a weight each. A node with several
children scatters them into accumulators, one for the scores and one for how many children matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period
from search.documents import Document, DocumentField
from search.engines.base import Found, Occurrence, Ranked, Shown
from search.engines.labelled import Labelled
from search.engines.matching import Matcher, occurrences
from search.engines.rescoring import Asked, bonuses, family_beginnings, family_forms
from search.engines.weighing import weighed
from search.index.arrays import UNDATED
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, Slot, Together, pattern, period_of, word_terms
from search.query.plan import plain_words
from search.query.tree import And, Dated, Everything, Filter, Leaf, Most, Node, Not, Or, Word
from search.results import Sort


@dataclass(frozen=True, slots=True)
class _Matches:
    """Documents of one segment, ascending, with a score each."""

    documents: NDArray[np.int64]
    scores: NDArray[np.int64]


_NONE = _Matches(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


class EmbeddedEngine:
    """Searches the segments of one generation. Read-only; many threads may share it."""

    def __init__(self, segments: Sequence[Segment], zone: ZoneInfo, limits: Limits = DEFAULT_LIMITS) -> None:
        self._segments = segments
        self._zone = zone
        self._limits = limits
        self._labels: dict[tuple[Path, DocumentField], Labelled] = {}
        self._documents = sum(segment.documents for segment in segments)

    def find(self, tree: Node, period: Period | None, sort: Sort, offset: int, limit: int) -> Found:
        """The documents that match a tree, ranked, from `offset` on, at most `limit`."""
        matches = [self._evaluate(segment, tree, _window(segment, period)) for segment in self._segments]
        total = sum(len(found.documents) for found in matches)
        if not limit:
            return Found(total, ())
        words = plain_words(tree) if sort == "relevance" else ()
        most = max(offset + limit, ranking.RESCORED) if len(words) > 1 else offset + limit
        best = [self._best(place, found, sort, most) for place, found in enumerate(matches)]
        ranked = best[0] if len(best) == 1 else self._merged(best, sort)
        if len(words) > 1:
            ranked = self._rescored(ranked[: ranking.RESCORED], words) + ranked[ranking.RESCORED :]
        return Found(total, tuple(ranked[offset : offset + limit]))

    def tally(self, words: Sequence[Word], explicit: Node, period: Period | None) -> list[int]:
        """How many of the documents matching `explicit` have exactly 0, 1, 2… of the words."""
        counts = np.zeros(len(words) + 1, dtype=np.int64)
        for segment in self._segments:
            window = _window(segment, period)
            matched = np.zeros(segment.documents, dtype=np.int64)
            for word in words:
                matched[self._leaf(segment, word, window).documents] += 1
            found = self._evaluate(segment, explicit, window).documents
            counts += np.bincount(matched[found], minlength=len(counts))
        return [int(count) for count in counts]

    def count(self, leaf: Leaf) -> int:
        """How many documents of the whole index a leaf matches, whatever their dates."""
        return self.find(leaf, None, "relevance", 0, 0).total

    def document(self, found: Ranked) -> Document:
        """A document found."""
        return self._segments[found.segment].document(found.number)

    def shown(self, found: Ranked) -> Shown:
        """A document found, to be shown in pieces."""
        about, restored = self._segments[found.segment].restored(found.number)
        return Shown(about, restored.title, restored.text)

    def lookup(self, ident: str) -> Ranked | None:
        """The document with this id, or None."""
        for place, segment in enumerate(self._segments):
            number = segment.number_of(ident)
            if number is not None:
                return Ranked(place, number, 0)
        return None

    def occurrences(self, found: Ranked, asked: Pattern | Together) -> list[Occurrence]:
        """Where a pattern matches in a document, ascending, title first: a look into the forward index."""
        segment = self._segments[found.segment]
        parts = Matcher(segment, self._limits.expansions, found.number).parts(asked)
        places = sorted((start, part.length) for part in parts for start in part.starts.tolist())
        title, text = int(segment.arrays.titles[found.number]), int(segment.arrays.texts[found.number])
        return [
            Occurrence(start < text, start - (title if start < text else text), length) for start, length in places
        ]

    # From a node of the tree to the documents of one segment that match it.

    def _evaluate(self, segment: Segment, node: Node, window: range) -> _Matches:
        match node:
            case Everything():
                return _everything(window)
            case And(children):
                wanted = [child for child in children if not isinstance(child, Not)]
                unwanted = [child.child for child in children if isinstance(child, Not)]
                found = self._combine(segment, wanted, len(wanted), window) if wanted else _everything(window)
                return self._without(segment, found, unwanted, window) if unwanted else found
            case Or(children):
                return self._combine(segment, children, 1, window) if children else _NONE
            case Most(words, need):
                return self._combine(segment, words, need, window)
            case Not():
                return self._evaluate(segment, And((node,)), window)
            case _:
                return self._leaf(segment, node, window)

    def _combine(self, segment: Segment, children: Sequence[Node], need: int, window: range) -> _Matches:
        """The documents that at least `need` of the children match, with the sum of their scores."""
        scores = np.zeros(len(window), dtype=np.int64)
        matched = np.zeros(len(window), dtype=np.int16)
        for child in children:
            found = self._evaluate(segment, child, window)
            places = found.documents - window.start
            scores[places] += found.scores
            matched[places] += 1
        places = np.flatnonzero(matched >= need)
        return _Matches(places + window.start, scores[places])

    def _without(self, segment: Segment, found: _Matches, unwanted: Sequence[Node], window: range) -> _Matches:
        excluded = np.zeros(len(window), dtype=bool)
        for node in unwanted:
            excluded[self._evaluate(segment, node, window).documents - window.start] = True
        kept = ~excluded[found.documents - window.start]
        return _Matches(found.documents[kept], found.scores[kept])

    def _leaf(self, segment: Segment, leaf: Leaf, window: range) -> _Matches:
        match leaf:
            case Dated():
                return _everything(_window(segment, period_of(leaf, self._zone), window))
            case Filter(field, child):
                return _unscored(_within(self._labelled(segment, field).documents(child), window))
            case _:
                return self._scored(segment, pattern(leaf), window)

    def _labelled(self, segment: Segment, field: DocumentField) -> Labelled:
        known = segment.stem, field
        if known not in self._labels:
            self._labels[known] = Labelled(getattr(segment.arrays, field), self._limits.expansions)
        return self._labels[known]

    def _scored(self, segment: Segment, wanted: Pattern | Together, window: range) -> _Matches:
        documents, weights = weighed(segment, wanted, self._limits.expansions)
        start, end = np.searchsorted(documents, (window.start, window.stop))
        idf = sum(self._idf(slot) for slot in wanted.slots)
        return _Matches(documents[start:end], weights[start:end].astype(np.int64) * idf)

    def _idf(self, slot: Slot) -> int:
        """How rare what a slot asks for is, by numbers that are known without touching a posting.

        A word is as rare as its commonest alternative. For a spelling or a prefix the occurrences stand in for the
        documents. The slots of a phrase are added up.
        """
        if isinstance(slot, AnyForm):
            having = max(sum(len(segment.postings(term)) for segment in self._segments) for term in slot.terms)
        else:
            standing = (
                occurrences(segment, Matcher(segment, self._limits.expansions).forms(slot))
                for segment in self._segments
            )
            having = min(sum(standing), self._documents)
        return ranking.idf(self._documents, having)

    # Ranking.

    def _best(self, place: int, found: _Matches, sort: Sort, most: int) -> list[Ranked]:
        order = _ranking(self._segments[place], found, sort, most)
        documents, scores = found.documents[order].tolist(), found.scores[order].tolist()
        return [Ranked(place, number, score) for number, score in zip(documents, scores, strict=True)]

    def _rescored(self, ranked: list[Ranked], words: Sequence[Word]) -> list[Ranked]:
        """The best documents once more, with what they gain by a second look at their texts."""
        asked = [self._asked(word) for word in words]
        gains: dict[Ranked, int] = {}
        for place, segment in enumerate(self._segments):
            here = sorted((found for found in ranked if found.segment == place), key=lambda found: found.number)
            numbers = np.array([found.number for found in here], dtype=np.int64)
            gains |= zip(here, bonuses(segment, numbers, asked).tolist(), strict=True)
        again = [replace(found, score=found.score + gains[found]) for found in ranked]
        return self._merged([again], "relevance")

    def _asked(self, word: Word) -> Asked:
        terms = word_terms(word)
        family = family_beginnings(terms)
        standing = sum(occurrences(segment, family_forms(segment, family)) for segment in self._segments)
        family_idf = ranking.idf(self._documents, min(standing, self._documents))
        return Asked(terms, self._idf(AnyForm(terms)), family, family_idf)

    def _merged(self, best: list[list[Ranked]], sort: Sort) -> list[Ranked]:
        def place(ranked: Ranked) -> tuple[int, int, str]:
            segment = self._segments[ranked.segment]
            score = ranked.score if sort == "relevance" else 0
            if len(self._segments) == 1:
                return score, ranked.number, ""  # documents are numbered by instant, then id
            return score, int(segment.arrays.instants[ranked.number]), segment.about(ranked.number).id

        together = [ranked for segment in best for ranked in segment]
        if sort != "oldest":
            return sorted(together, key=place, reverse=True)
        return sorted(together, key=lambda ranked: (place(ranked)[1] == UNDATED, place(ranked)))


def _window(segment: Segment, period: Period | None, within: range | None = None) -> range:
    """The documents of a period: a slice, since they are numbered by date. Undated ones are in none."""
    whole = range(segment.documents) if within is None else within
    if period is None:
        return whole
    start, end = np.searchsorted(segment.arrays.instants, (period.start, period.end)).tolist()
    start = max(start, whole.start)
    return range(start, max(start, min(end, whole.stop)))


def _within(documents: NDArray[np.int64], window: range) -> NDArray[np.int64]:
    start, end = np.searchsorted(documents, (window.start, window.stop))
    return documents[start:end]


def _everything(window: range) -> _Matches:
    return _unscored(np.arange(window.start, window.stop))


def _unscored(documents: NDArray[np.int64]) -> _Matches:
    return _Matches(documents, np.zeros_like(documents))


def _ranking(segment: Segment, found: _Matches, sort: Sort, most: int) -> NDArray[np.int64]:
    """The places of the best `most` matches, best first. Documents are numbered by date, then id."""
    count = len(found.documents)
    if sort == "oldest":
        dated_from = int(np.searchsorted(found.documents, segment.undated))
        return np.roll(np.arange(count), -dated_from)[:most]
    if sort == "newest" or not most:
        return np.arange(count)[::-1][:most]
    if count > 4 * most:
        # Only what reaches the score of the last place is sorted.
        threshold = np.partition(found.scores, count - most)[count - most]
        candidates = np.flatnonzero(found.scores >= threshold)
    else:
        candidates = np.arange(count)
    return candidates[np.lexsort((-candidates, -found.scores[candidates]))][:most]
