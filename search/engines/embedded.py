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
from search.engines.base import Found, FoundQuorum, Occurrence, Quorum, Ranked
from search.engines.counting import Counted
from search.engines.labelled import Labelled
from search.engines.matches import (
    NOTHING,
    Matches,
    best_places,
    everything,
    first_and_last,
    period_window,
    unscored,
    within,
)
from search.engines.matching import Matcher, occurrences
from search.engines.rescoring import Asked, bonuses, family_beginnings, family_forms, form_counts
from search.engines.telling import telling_lemmas
from search.engines.weighing import weighed
from search.index.arrays import UNDATED
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, Slot, Together, pattern, period_of, word_terms
from search.query.plan import plain_words
from search.query.tree import And, Dated, Everything, Filter, Leaf, Most, Node, Not, Or, Word
from search.results import Sort


@dataclass(frozen=True, slots=True)
class _Listing:
    """Which part of the list is asked for, in which order, and how its scores fade with age."""

    sort: Sort
    offset: int
    limit: int
    fading: ranking.Fading | None = None


class EmbeddedEngine:
    """Searches the segments of one generation. Read-only; many threads may share it."""

    def __init__(self, segments: Sequence[Segment], zone: ZoneInfo, limits: Limits = DEFAULT_LIMITS) -> None:
        self._segments = segments
        self._zone = zone
        self._limits = limits
        self._labels: dict[tuple[Path, DocumentField], Labelled] = {}
        self._documents = sum(segment.documents for segment in segments)
        self._dated = first_and_last(segments)

    def find(self, tree: Node, period: Period | None, sort: Sort, offset: int, limit: int, recency: int = 0) -> Found:
        """The documents that match a tree, ranked, from `offset` on, at most `limit`."""
        matches = [self._evaluate(segment, tree, period_window(segment, period)) for segment in self._segments]
        total = sum(len(found.documents) for found in matches)
        return Found(total, self._ranked(matches, tree, self._listing(period, sort, offset, limit, recency)))

    def find_quorum(
        self, quorum: Quorum, period: Period | None, sort: Sort, offset: int, limit: int, recency: int = 0
    ) -> FoundQuorum:
        """The documents that have enough of the words, ranked, and what was counted on the way."""
        counted, listed, complete = self._quorate(quorum, period)
        having = np.zeros(len(quorum.words), dtype=np.int64)
        for each, found in zip(counted, listed, strict=True):
            having += each.having(found)
        total = sum(len(found.documents) for found in listed)
        ranked = self._ranked(listed, quorum.tree, self._listing(period, sort, offset, limit, recency))
        return FoundQuorum(total, ranked, complete, tuple(having.tolist()))

    def find_beyond(
        self, quorum: Quorum, lemmas: Sequence[str], period: Period | None, offset: int, limit: int, recency: int = 0
    ) -> Found:
        """The documents that match `explicit` and have most of the lemmas, and that a quorum does not list."""
        _, listed, _ = self._quorate(quorum, period)
        matches = [
            self._beyond(segment, quorum.explicit, lemmas, found, period_window(segment, period))
            for segment, found in zip(self._segments, listed, strict=True)
        ]
        listing = self._listing(period, "relevance", offset, limit, recency)
        return Found(sum(len(found.documents) for found in matches), self._ranked(matches, Everything(), listing))

    def telling(self, found: Sequence[Ranked], words: Sequence[Word]) -> tuple[str, ...]:
        """The lemmas that tell most about the documents found, and are none of the words."""
        documents = [form_counts(self._segments[each.segment], each.number) for each in found]
        known = {term for word in words for term in word_terms(word)}
        return telling_lemmas(documents, known, self._having, self._documents)

    def count(self, leaf: Leaf) -> int:
        """How many documents of the whole index a leaf matches, whatever their dates."""
        return self.find(leaf, None, "relevance", 0, 0).total

    def document(self, found: Ranked) -> Document:
        """A document found."""
        return self._segments[found.segment].document(found.number)

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

    def _quorate(self, quorum: Quorum, period: Period | None) -> tuple[list[Counted], list[Matches], int]:
        """For each segment what was counted and what is to be listed; and how many documents have every word."""
        worths = [ranking.worth(self._idf_of(pattern(word))) for word in quorum.words]
        counted = []
        for segment in self._segments:
            window = period_window(segment, period)
            words = [self._leaf(segment, word, window) for word in quorum.words]
            if len(words) == 1 and isinstance(quorum.explicit, Everything) and not quorum.needless:
                counted.append(Counted.of_one(words[0], worths[0], window))
            else:
                counted.append(Counted.of(words, worths, self._evaluate(segment, quorum.explicit, window), window))
        complete = sum(int(np.count_nonzero(each.worth == sum(worths))) for each in counted)
        most = max((int(each.worth.max(initial=0)) for each in counted), default=0)
        least = quorum.least(sum(worths), complete, most)
        return counted, [each.with_at_least(least) for each in counted], complete

    def _beyond(
        self, segment: Segment, explicit: Node, lemmas: Sequence[str], listed: Matches, window: range
    ) -> Matches:
        inside = self._evaluate(segment, explicit, window).documents
        others = unscored(np.setdiff1d(inside, listed.documents, assume_unique=True))
        found = [self._scored(segment, Pattern((AnyForm((lemma,)),)), window) for lemma in lemmas]
        return Counted.of(found, [1] * len(found), others, window).with_at_least(len(found) // 2 + 1)

    def _evaluate(self, segment: Segment, node: Node, window: range) -> Matches:
        match node:
            case Everything():
                return everything(window)
            case And(children):
                wanted = [child for child in children if not isinstance(child, Not)]
                unwanted = [child.child for child in children if isinstance(child, Not)]
                found = self._combine(segment, wanted, len(wanted), window) if wanted else everything(window)
                return self._without(segment, found, unwanted, window) if unwanted else found
            case Or(children):
                return self._combine(segment, children, 1, window) if children else NOTHING
            case Most(words, need):
                return self._combine(segment, words, need, window)
            case Not():
                return self._evaluate(segment, And((node,)), window)
            case _:
                return self._leaf(segment, node, window)

    def _combine(self, segment: Segment, children: Sequence[Node], need: int, window: range) -> Matches:
        """The documents that at least `need` of the children match, with the sum of their scores."""
        scores = np.zeros(len(window), dtype=np.int64)
        matched = np.zeros(len(window), dtype=np.int16)
        for child in children:
            found = self._evaluate(segment, child, window)
            places = found.documents - window.start
            scores[places] += found.scores
            matched[places] += 1
        places = np.flatnonzero(matched >= need)
        return Matches(places + window.start, scores[places])

    def _without(self, segment: Segment, found: Matches, unwanted: Sequence[Node], window: range) -> Matches:
        excluded = np.zeros(len(window), dtype=bool)
        for node in unwanted:
            excluded[self._evaluate(segment, node, window).documents - window.start] = True
        kept = ~excluded[found.documents - window.start]
        return Matches(found.documents[kept], found.scores[kept])

    def _leaf(self, segment: Segment, leaf: Leaf, window: range) -> Matches:
        match leaf:
            case Dated():
                return everything(period_window(segment, period_of(leaf, self._zone), window))
            case Filter(field, child):
                return unscored(within(self._labelled(segment, field).documents(child), window))
            case _:
                return self._scored(segment, pattern(leaf), window)

    def _labelled(self, segment: Segment, field: DocumentField) -> Labelled:
        known = segment.stem, field
        if known not in self._labels:
            self._labels[known] = Labelled(getattr(segment.arrays, field), self._limits.expansions)
        return self._labels[known]

    def _scored(self, segment: Segment, wanted: Pattern | Together, window: range) -> Matches:
        documents, weights = weighed(segment, wanted, self._limits.expansions)
        start, end = np.searchsorted(documents, (window.start, window.stop))
        return Matches(documents[start:end], weights[start:end].astype(np.int64) * self._idf_of(wanted))

    def _idf_of(self, wanted: Pattern | Together) -> int:
        return sum(self._idf(slot) for slot in wanted.slots)

    def _idf(self, slot: Slot) -> int:
        """How rare what a slot asks for is, by numbers that are known without touching a posting.

        A word is as rare as its commonest alternative. For a spelling or a prefix the occurrences stand in for the
        documents. The slots of a phrase are added up.
        """
        if isinstance(slot, AnyForm):
            having = max(map(self._having, slot.terms))
        else:
            standing = (
                occurrences(segment, Matcher(segment, self._limits.expansions).forms(slot))
                for segment in self._segments
            )
            having = min(sum(standing), self._documents)
        return ranking.idf(self._documents, having)

    def _having(self, term: str) -> int:
        return sum(len(segment.postings(term)) for segment in self._segments)

    # Ranking.

    def _listing(self, period: Period | None, sort: Sort, offset: int, limit: int, recency: int) -> _Listing:
        if not recency or sort != "relevance" or self._dated is None:
            return _Listing(sort, offset, limit)
        oldest, newest = self._dated
        now = newest if period is None else min(newest, period.end)
        return _Listing(sort, offset, limit, ranking.Fading(recency, now, oldest))

    def _ranked(self, matches: list[Matches], tree: Node, listing: _Listing) -> tuple[Ranked, ...]:
        if not listing.limit:
            return ()
        if listing.fading:
            matches = [
                Matches(found.documents, self._faded(segment, found.documents, found.scores, listing.fading))
                for segment, found in zip(self._segments, matches, strict=True)
            ]
        words = plain_words(tree) if listing.sort == "relevance" else ()
        end = listing.offset + listing.limit
        most = max(end, ranking.RESCORED) if len(words) > 1 else end
        best = [self._best(place, found, listing.sort, most) for place, found in enumerate(matches)]
        ranked = best[0] if len(best) == 1 else self._merged(best, listing.sort)
        if len(words) > 1:
            ranked = self._rescored(ranked[: ranking.RESCORED], words, listing.fading) + ranked[ranking.RESCORED :]
        return tuple(ranked[listing.offset : end])

    def _faded(
        self, segment: Segment, documents: NDArray[np.int64], scores: NDArray[np.int64], fading: ranking.Fading
    ) -> NDArray[np.int64]:
        instants = segment.arrays.instants[documents]
        return fading.faded(scores, np.where(instants == UNDATED, fading.oldest, instants))

    def _best(self, place: int, found: Matches, sort: Sort, most: int) -> list[Ranked]:
        order = best_places(self._segments[place], found, sort, most)
        documents, scores = found.documents[order].tolist(), found.scores[order].tolist()
        return [Ranked(place, number, score) for number, score in zip(documents, scores, strict=True)]

    def _rescored(self, ranked: list[Ranked], words: Sequence[Word], fading: ranking.Fading | None) -> list[Ranked]:
        """The best documents once more, with what they gain by a second look at their texts."""
        asked = [self._asked(word) for word in words]
        gains: dict[Ranked, int] = {}
        for place, segment in enumerate(self._segments):
            here = sorted((found for found in ranked if found.segment == place), key=lambda found: found.number)
            numbers = np.array([found.number for found in here], dtype=np.int64)
            gained = bonuses(segment, numbers, asked)
            if fading:
                gained = self._faded(segment, numbers, gained, fading)
            gains |= zip(here, gained.tolist(), strict=True)
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
            return score, int(segment.arrays.instants[ranked.number]), segment.document(ranked.number).id

        together = [ranked for segment in best for ranked in segment]
        if sort != "oldest":
            return sorted(together, key=place, reverse=True)
        return sorted(together, key=lambda ranked: (place(ranked)[1] == UNDATED, place(ranked)))
