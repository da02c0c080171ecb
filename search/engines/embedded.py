"""The engine that answers from an index on this machine: numpy over mapped arrays.

What matches is found by `evaluation.py`; here it is ranked, looked at once more, and explained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.caching import own_cache
from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period
from search.documents import About, Document, DocumentField
from search.engines.base import Found, FoundQuorum, Gains, Lexicon, Occurrence, Quorum, Ranked, Shown, Weight, Window
from search.engines.evaluation import Evaluation
from search.engines.frequencies import documents_having
from search.engines.lexicon import SegmentsLexicon
from search.engines.listing import Listed, Listing, best_of, one_of_each, ordered
from search.engines.matches import Dense, Matches, first_and_last
from search.engines.occurrences import DocumentPlaces
from search.engines.rescoring import (
    Asked,
    family_beginnings,
    family_having,
    form_counts,
    forms_counted,
    gained,
    hidden,
    most_gained,
)
from search.engines.selection import Selected
from search.engines.spelling_counts import SpellingCounts
from search.engines.telling import significant_lemmas, telling_lemmas
from search.index.arrays import UNDATED
from search.index.copies.reprints import Families
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, Together, Wanted, deciding, patterns, word_terms
from search.query.plan import plain_words
from search.query.tree import And, Leaf, Narrowing, Node, PlainWord
from search.request import Sort

_CACHED = 4096  # counts: people ask for the same words again, and turn pages


class EmbeddedEngine:
    """Searches the segments of one generation. Read-only; many threads may share it."""

    def __init__(
        self,
        segments: Sequence[Segment],
        zone: ZoneInfo,
        limits: Limits = DEFAULT_LIMITS,
        families: Families | None = None,
    ) -> None:
        self._segments = segments
        self.lexicon: Lexicon = SegmentsLexicon(segments)
        self._families = families or Families(segments)
        self._evaluation = Evaluation(segments, zone, limits)
        self._by_date = self._evaluation.without_scores()
        self._documents = self._evaluation.documents
        self._most = limits.expansions
        self._dated = first_and_last(segments)
        self._counted = own_cache(self._count, _CACHED)

    def find(self, tree: Node, period: Period | None, window: Window) -> Found:
        """The documents that match a tree, those of a window, ranked."""
        matches = self._evaluating(window.sort).matches(tree, period)
        total = sum(map(len, matches))
        words = plain_words(tree)
        complete = isinstance(tree, And) and set(words) <= set(tree.children)
        listing = self._listing(period, window)
        listed = self._listed(matches, listing, window.group)
        ranked = self._ranked(listed, words, complete, listing)
        places = sum(map(len, listed)) if window.group else total  # the scores of an archive take long to count
        return Found(total, ranked, places, self._selected(matches))

    def find_quorum(self, quorum: Quorum, period: Period | None, window: Window) -> FoundQuorum:
        """The documents that have enough of the words, ranked, and what was counted on the way."""
        came = self._evaluating(window.sort).quorate(quorum, period)
        total = sum(map(len, came.listed))
        complete = came.least == came.whole and not plain_words(quorum.explicit)
        listing = self._listing(period, window)
        listed = self._listed(came.listed, listing, window.group)
        ranked = self._ranked(listed, plain_words(quorum.tree), complete, listing)
        places = sum(map(len, listed))
        counted = came.complete, came.having, came.standing, came.whole, came.least
        return FoundQuorum(total, ranked, places, self._selected(came.listed), *counted)

    def find_beyond(self, quorum: Quorum, lemmas: Sequence[str], period: Period | None, window: Window) -> Found:
        """The documents that match `explicit` and have most of the lemmas, and that a quorum does not list."""
        matches = self._evaluation.beyond(quorum, lemmas, period)
        listing = self._listing(period, window)
        total = sum(map(len, matches))
        ranked = self._ranked(self._listed(matches, listing, False), (), False, listing)
        return Found(total, ranked, total, self._selected(matches))

    def _selected(self, matches: Sequence[Matches | Dense]) -> Selected:
        return Selected(tuple(zip(self._segments, matches, strict=True)))

    def values(self, field: DocumentField) -> frozenset[str]:
        """What the documents of the index say in a field; some of them may be gone."""
        return frozenset(value for segment in self._segments for value in segment.values(field))

    def telling(self, found: Sequence[Ranked], words: Sequence[PlainWord]) -> tuple[str, ...]:
        """The lemmas that tell most about the documents found, and are none of the words."""
        documents = [form_counts(self._segments[each.segment], each.number) for each in found]
        known = {term for word in words for term in word_terms(word)}
        return telling_lemmas(documents, known, self._evaluation.having, self._documents)

    def significant(self, found: Ranked) -> tuple[str, ...]:
        """The lemmas that tell most of what a document is about."""
        segment = self._segments[found.segment]
        slots, start = segment.slot_range(found.number), int(segment.arrays.texts[found.number])
        title = forms_counted(segment, range(slots.start, start - 1))
        text = forms_counted(segment, range(start, min(slots.stop, start + ranking.LOOKED_AT)))
        return significant_lemmas(title, text, self._evaluation.having, self._documents)

    def count(self, leaf: Leaf) -> int:
        """How many documents of the whole index a leaf matches, whatever their dates."""
        return self._counted(leaf)

    def _count(self, leaf: Leaf) -> int:
        if isinstance(leaf, Narrowing):
            return self.find(leaf, None, Window("newest", 0, 0)).total
        asked = deciding(patterns(leaf))
        return sum(documents_having(segment, asked, self._most) for segment in self._segments)

    def document(self, found: Ranked) -> Document:
        """A document found."""
        return self._segments[found.segment].document(found.number)

    def about(self, found: Ranked) -> About:
        """What is known of a document found beside its title and text."""
        return self._segments[found.segment].about(found.number)

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

    def reprints(self, found: Ranked) -> tuple[str, ...]:
        """The ids of all documents that are copies of one, it among them, the earliest first; () where none is."""
        family = [(self._segments[place], number) for place, number in self._families.of(found.segment, found.number)]
        aged = [(int(its.arrays.instants[number]), its.ident(number)) for its, number in family]
        return tuple(ident for _, ident in sorted(aged, key=lambda one: (one[0] == UNDATED, *one)))

    def occurrences(self, found: Sequence[Ranked], asked: Sequence[Wanted]) -> list[list[list[Occurrence]]]:
        """For each pattern and each document where the one matches in the other: a look into the forward index."""
        places: list[dict[Ranked, list[Occurrence]]] = [{} for _ in asked]
        for segment, here in self._by_segment(found):
            page = DocumentPlaces(segment, self._most, [one.number for one in here])
            for by_document, its in zip(places, page.occurrences(asked), strict=True):
                by_document.update(zip(here, its, strict=True))
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
            spellings = SpellingCounts(segment, found.sparse().documents, self._most)
            for count, wanted in zip(counts, asked, strict=True):
                count.update(spellings.of(wanted))
        return list(counts)

    def weight(self, found: Ranked, leaf: Leaf) -> Weight | None:
        """How a leaf counts in a document; None where it does not match."""
        segment = self._segments[found.segment]
        matches = self._evaluation.leaf(segment, leaf, range(found.number, found.number + 1)).sparse()
        if not len(matches):
            return None
        if isinstance(leaf, Narrowing):
            return Weight(0, 0, 0)
        return Weight(int(matches.weights[0]), matches.worth, int(matches.scores[0]))

    def gains(self, found: Ranked, quorum: Quorum, period: Period | None) -> Gains:
        """What the second look adds to the score of a document; nothing unless it is among the best of its list."""
        words = plain_words(quorum.tree)
        best = self._first_look(quorum, period).ranked() if len(words) > 1 else ()
        if not any((one.segment, one.number) == (found.segment, found.number) for one in best):
            return Gains(0, {})
        number = np.array([found.number], dtype=np.int64)
        asked = [self._asked(word) for word in words]
        its = gained(self._segments[found.segment], number, asked, self._most)
        passage, *families = its.gains[:, 0].tolist()
        return Gains(passage, {word: gain for word, gain in zip(words, families, strict=True) if gain})

    def _first_look(self, quorum: Quorum, period: Period | None) -> Listed:
        """Those that get the second look."""
        listed = self._evaluation.quorate(quorum, period).listed
        return best_of(self._segments, listed, "relevance", ranking.RESCORED)

    # Ranking.

    def _evaluating(self, sort: Sort) -> Evaluation:
        return self._evaluation if sort == "relevance" else self._by_date

    def _listing(self, period: Period | None, window: Window) -> Listing:
        if not window.recency or window.sort != "relevance" or self._dated is None:
            return Listing(window.sort, window.offset, window.limit)
        oldest, newest = self._dated
        now = newest if period is None else min(newest, period.end)
        return Listing(window.sort, window.offset, window.limit, ranking.Fading(window.recency, now, oldest))

    def _listed(self, matches: Sequence[Matches | Dense], listing: Listing, group: bool) -> Sequence[Matches | Dense]:
        """What there is to be ranked: with scores that fade, and of reprints one, where this is asked for."""
        if listing.fading:
            matches = [
                Matches(found.documents, self._faded(segment, found.documents, found.scores, listing.fading))
                for segment, found in zip(self._segments, (each.sparse() for each in matches), strict=True)
            ]
        return one_of_each(self._segments, self._families, matches, listing.sort) if group else matches

    def _ranked(
        self, matches: Sequence[Matches | Dense], words: Sequence[PlainWord], complete: bool, listing: Listing
    ) -> tuple[Ranked, ...]:
        """The part of the list that is asked for. `complete`: every document has every one of the plain words."""
        if not listing.limit:
            return ()
        twice = listing.sort == "relevance" and len(words) > 1
        listed = best_of(self._segments, matches, listing.sort, max(listing.end, ranking.RESCORED if twice else 0))
        if twice:
            listed = self._looked_at_twice(listed, words, complete, listing)
        return listed.at(slice(listing.offset, listing.end)).ranked()

    def _looked_at_twice(
        self, listed: Listed, words: Sequence[PlainWord], complete: bool, listing: Listing
    ) -> Listed:
        """The best of a list once more, with what they gain by a second look at their texts.

        Behind the part that is asked for the order no longer counts, so that those are not looked at which could
        not get into it by all that there is to gain. Where every document has every word, families are asked for
        if some word may not be seen; of a full list, whose words are common, only if one is not.
        """
        again = listed.at(slice(ranking.RESCORED))
        may_lack = self._of_each(again, hidden) > 0 if complete else np.ones(len(again), dtype=bool)
        at_once = bool(may_lack.any()) and not (complete and len(again) == ranking.RESCORED)
        asked = [self._asked(word, at_once) for word in words]
        if listing.end <= len(again):
            most = most_gained(asked, may_lack)
            again = again.at((again.scores + most >= again.scores[listing.end - 1]).nonzero()[0])

        def gains(segment: Segment, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
            its = gained(segment, numbers, asked, self._most)
            sums = its.gains.sum(axis=0)
            if not at_once and its.lacking.any():
                with_families = [self._asked(word) for word in words]
                sums[its.lacking] = gained(segment, numbers[its.lacking], with_families, self._most).gains.sum(axis=0)
            return self._faded(segment, numbers, sums, listing.fading) if listing.fading else sums

        scores = again.scores + self._of_each(again, gains)
        rescored = ordered(self._segments, Listed(again.segments, again.numbers, scores), "relevance")
        return rescored.followed_by(listed.at(slice(ranking.RESCORED, None)))

    def _of_each(
        self, listed: Listed, of: Callable[[Segment, NDArray[np.int64]], NDArray[np.integer | np.bool_]]
    ) -> NDArray[np.int64]:
        """What is told of the documents of each segment, given by their numbers, ascending."""
        told = np.zeros(len(listed), dtype=np.int64)
        for place, segment in enumerate(self._segments):
            here = (listed.segments == place).nonzero()[0]
            here = here[listed.numbers[here].argsort()]
            if len(here):
                told[here] = of(segment, listed.numbers[here])
        return told

    def _faded(
        self, segment: Segment, documents: NDArray[np.int64], scores: NDArray[np.int64], fading: ranking.Fading
    ) -> NDArray[np.int64]:
        instants = segment.arrays.instants[documents]
        return fading.faded(scores, np.where(instants == UNDATED, fading.oldest, instants))

    def _asked(self, word: PlainWord, with_family: bool = True) -> Asked:
        """What the second look asks of a word. A family that is not asked for counts as much as the word at most."""
        terms, others = word_terms(word), deciding(patterns(word))[1:]
        idf = self._evaluation.idf(AnyForm(terms))
        if not with_family:
            return Asked(terms, others, idf, (), idf)
        family = family_beginnings(terms)
        standing = sum(family_having(segment, family) for segment in self._segments)
        family_idf = ranking.idf(self._documents, min(standing, self._documents)) if family else 0
        return Asked(terms, others, idf, family, family_idf)
