"""The engine that answers from an index on this machine: numpy over mapped arrays.

What matches is found by `evaluation.py`; here it is ranked, looked at once more, and explained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period
from search.documents import Document
from search.engines.base import Found, FoundQuorum, Gains, Occurrence, Quorum, Ranked, Shown, Weight
from search.engines.evaluation import Evaluation
from search.engines.frequencies import documents_having
from search.engines.matches import Matches, best_places, first_and_last
from search.engines.matching import DocumentPlaces, occurrences
from search.engines.rescoring import Asked, bonuses, family_beginnings, family_forms, form_counts, gains_by_kind
from search.engines.spelling_counts import SpellingCounts
from search.engines.telling import telling_lemmas
from search.engines.weighing import weighed_expanded
from search.index.arrays import UNDATED
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, Together, Wanted, patterns, word_terms
from search.query.plan import plain_words
from search.query.tree import Dated, Everything, Filter, Leaf, Node, PlainWord
from search.results import Sort

_CACHED = 4096  # counts: people ask for the same words again, and turn pages


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
        self._evaluation = Evaluation(segments, zone, limits)
        self._documents = self._evaluation.documents
        self._most = limits.expansions
        self._dated = first_and_last(segments)
        self._counted = lru_cache(_CACHED)(self._count)

    def find(self, tree: Node, period: Period | None, sort: Sort, offset: int, limit: int, recency: int = 0) -> Found:
        """The documents that match a tree, ranked, from `offset` on, at most `limit`."""
        matches = self._evaluation.matches(tree, period)
        total = sum(len(found.documents) for found in matches)
        return Found(total, self._ranked(matches, tree, self._listing(period, sort, offset, limit, recency)))

    def find_quorum(
        self, quorum: Quorum, period: Period | None, sort: Sort, offset: int, limit: int, recency: int = 0
    ) -> FoundQuorum:
        """The documents that have enough of the words, ranked, and what was counted on the way."""
        came = self._evaluation.quorate(quorum, period)
        having = np.zeros(len(quorum.words), dtype=np.int64)
        for counted, found in zip(came.counted, came.listed, strict=True):
            having += counted.having(found)
        total = sum(len(found.documents) for found in came.listed)
        ranked = self._ranked(came.listed, quorum.tree, self._listing(period, sort, offset, limit, recency))
        return FoundQuorum(total, ranked, came.complete, tuple(having.tolist()), came.whole, came.least)

    def find_beyond(
        self, quorum: Quorum, lemmas: Sequence[str], period: Period | None, offset: int, limit: int, recency: int = 0
    ) -> Found:
        """The documents that match `explicit` and have most of the lemmas, and that a quorum does not list."""
        matches = self._evaluation.beyond(quorum, lemmas, period)
        listing = self._listing(period, "relevance", offset, limit, recency)
        return Found(sum(len(found.documents) for found in matches), self._ranked(matches, Everything(), listing))

    def telling(self, found: Sequence[Ranked], words: Sequence[PlainWord]) -> tuple[str, ...]:
        """The lemmas that tell most about the documents found, and are none of the words."""
        documents = [form_counts(self._segments[each.segment], each.number) for each in found]
        known = {term for word in words for term in word_terms(word)}
        return telling_lemmas(documents, known, self._evaluation.having, self._documents)

    def count(self, leaf: Leaf) -> int:
        """How many documents of the whole index a leaf matches, whatever their dates."""
        return self._counted(leaf)

    def _count(self, leaf: Leaf) -> int:
        if isinstance(leaf, Filter | Dated):
            return self.find(leaf, None, "relevance", 0, 0).total
        asked = patterns(leaf)
        return sum(documents_having(segment, asked, self._most) for segment in self._segments)

    def document(self, found: Ranked) -> Document:
        """A document found."""
        return self._segments[found.segment].document(found.number)

    def shown(self, found: Sequence[Ranked]) -> list[Shown]:
        """Documents found, to be shown in pieces; those of a segment are restored together."""
        shown: dict[Ranked, Shown] = {}
        for segment, here in self._by_segment(found):
            restored = segment.restored([one.number for one in here])
            for one, (about, document) in zip(here, restored, strict=True):
                shown[one] = Shown(about, document.title, document.text)
        return [shown[one] for one in found]

    def lookup(self, ident: str) -> Ranked | None:
        """The document with this id, or None."""
        for place, segment in enumerate(self._segments):
            number = segment.number_of(ident)
            if number is not None:
                return Ranked(place, number, 0)
        return None

    def occurrences(self, found: Sequence[Ranked], asked: Sequence[Wanted]) -> list[list[list[Occurrence]]]:
        """For each pattern and each document where the one matches in the other: a look into the forward index."""
        places: list[dict[Ranked, list[Occurrence]]] = [{} for _ in asked]
        for segment, here in self._by_segment(found):
            page = DocumentPlaces(segment, self._most, [one.number for one in here])
            for wanted, by_document in zip(asked, places, strict=True):
                by_document.update(zip(here, page.occurrences(wanted), strict=True))
        return [[by_document[one] for one in found] for by_document in places]

    def _by_segment(self, found: Sequence[Ranked]) -> Iterator[tuple[Segment, list[Ranked]]]:
        """The documents found that each segment has, ascending."""
        for place, segment in enumerate(self._segments):
            if here := [one for one in found if one.segment == place]:
                yield segment, sorted(here, key=lambda one: one.number)

    # Why a document is found, and by what.

    def spellings(
        self, asked: Sequence[Pattern | Together], quorum: Quorum, period: Period | None
    ) -> list[Mapping[str, int]]:
        """For each pattern by which spellings the documents of a quorum have it, and how many have each."""
        counts: list[Counter[str]] = [Counter() for _ in asked]
        listed = self._evaluation.quorate(quorum, period).listed
        for segment, found in zip(self._segments, listed, strict=True):
            spellings = SpellingCounts(segment, found.documents, self._most)
            for count, wanted in zip(counts, asked, strict=True):
                count.update(spellings.of(wanted))
        return list(counts)

    def weight(self, found: Ranked, leaf: Leaf) -> Weight | None:
        """How a leaf counts in a document; None where it does not match."""
        segment = self._segments[found.segment]
        matches = self._evaluation.leaf(segment, leaf, range(found.number, found.number + 1))
        if not len(matches.documents):
            return None
        if isinstance(leaf, Filter | Dated):
            return Weight(0, 0, 0)
        wanted, *others = patterns(leaf)
        documents, weights = weighed_expanded(segment, wanted, others, self._most)
        weight = int(weights[np.searchsorted(documents, found.number)])
        return Weight(weight, self._evaluation.idf_of(wanted), int(matches.scores[0]))

    def gains(self, found: Ranked, quorum: Quorum, period: Period | None) -> Gains:
        """What the second look adds to the score of a document; nothing unless it is among the best of its list."""
        words = plain_words(quorum.tree)
        best = self._first_look(quorum, period) if len(words) > 1 else []
        if not any((one.segment, one.number) == (found.segment, found.number) for one in best):
            return Gains(0, {})
        number = np.array([found.number], dtype=np.int64)
        asked = [self._asked(word) for word in words]
        rows = gains_by_kind(self._segments[found.segment], number, asked, self._most)
        passage, *families = rows[:, 0].tolist()
        return Gains(passage, {word: gain for word, gain in zip(words, families, strict=True) if gain})

    def _first_look(self, quorum: Quorum, period: Period | None) -> list[Ranked]:
        """Those that get the second look."""
        listed = self._evaluation.quorate(quorum, period).listed
        best = [self._best(place, found, "relevance", ranking.RESCORED) for place, found in enumerate(listed)]
        return self._merged(best, "relevance")[: ranking.RESCORED]

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

    def _rescored(
        self, ranked: list[Ranked], words: Sequence[PlainWord], fading: ranking.Fading | None
    ) -> list[Ranked]:
        """The best documents once more, with what they gain by a second look at their texts."""
        asked = [self._asked(word) for word in words]
        gains: dict[Ranked, int] = {}
        for place, segment in enumerate(self._segments):
            here = sorted((found for found in ranked if found.segment == place), key=lambda found: found.number)
            numbers = np.array([found.number for found in here], dtype=np.int64)
            gained = bonuses(segment, numbers, asked, self._most)
            if fading:
                gained = self._faded(segment, numbers, gained, fading)
            gains |= zip(here, gained.tolist(), strict=True)
        again = [Ranked(found.segment, found.number, found.score + gains[found]) for found in ranked]
        return self._merged([again], "relevance")

    def _asked(self, word: PlainWord) -> Asked:
        terms = word_terms(word)
        family = family_beginnings(terms)
        standing = sum(occurrences(segment, family_forms(segment, family)) for segment in self._segments)
        family_idf = ranking.idf(self._documents, min(standing, self._documents))
        return Asked(terms, patterns(word)[1:], self._evaluation.idf(AnyForm(terms)), family, family_idf)

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
