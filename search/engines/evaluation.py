"""From a node of the tree to the documents of a segment that match it, with their scores.

A leaf of the query becomes the ascending documents that match it, with a weight each. A node with several
children scatters them into accumulators, one for the scores and one for how many children matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from search import ranking
from search.config import Limits
from search.dates import Period
from search.documents import DocumentField
from search.engines.base import Quorum
from search.engines.counting import Counted
from search.engines.labelled import Labelled
from search.engines.matches import NOTHING, Matches, everything, period_window, unscored, within
from search.engines.matching import Matcher, occurrences
from search.engines.weighing import weighed_expanded
from search.index.segment import Segment
from search.query.patterns import AnyForm, Days, Pattern, Slot, Wanted, patterns, period_of
from search.query.tree import And, Dated, Everything, Filter, Leaf, Most, Node, Not, Or


@dataclass(frozen=True, slots=True)
class Quorate:
    """What a quorum came to, for each segment: what was counted, and what is to be listed.

    `complete`: how many documents have every word. `whole`, `least`: as in `base.FoundQuorum`.
    """

    counted: list[Counted]
    listed: list[Matches]
    complete: int
    whole: int
    least: int


class Evaluation:
    """What matches in the segments of one generation, and how rare it is. Many threads may share it."""

    def __init__(self, segments: Sequence[Segment], zone: ZoneInfo, limits: Limits) -> None:
        self.segments = segments
        self.documents = sum(segment.documents for segment in segments)
        self.most = limits.expansions
        self._zone = zone
        self._labels: dict[tuple[Path, DocumentField], Labelled] = {}

    def matches(self, tree: Node, period: Period | None) -> list[Matches]:
        """The documents of each segment that match a tree."""
        return [self._evaluate(segment, tree, period_window(segment, period)) for segment in self.segments]

    def quorate(self, quorum: Quorum, period: Period | None) -> Quorate:
        """The documents that have enough of the words, and what was counted on the way."""
        worths = [ranking.worth(self.idf_of(patterns(word)[0])) for word in quorum.words]
        counted = []
        for segment in self.segments:
            window = period_window(segment, period)
            words = [self.leaf(segment, word, window) for word in quorum.words]
            if len(words) == 1 and isinstance(quorum.explicit, Everything) and not quorum.needless:
                counted.append(Counted.of_one(words[0], worths[0], window))
            else:
                counted.append(Counted.of(words, worths, self._evaluate(segment, quorum.explicit, window), window))
        whole = sum(worths)
        complete = sum(int(np.count_nonzero(each.worth == whole)) for each in counted)
        most = max((int(each.worth.max(initial=0)) for each in counted), default=0)
        least = quorum.least(whole, complete, most)
        return Quorate(counted, [each.with_at_least(least) for each in counted], complete, whole, least)

    def beyond(self, quorum: Quorum, lemmas: Sequence[str], period: Period | None) -> list[Matches]:
        """The documents that match `explicit` and have most of the lemmas, and that a quorum does not list."""
        listed = self.quorate(quorum, period).listed
        return [
            self._beyond(segment, quorum.explicit, lemmas, found, period_window(segment, period))
            for segment, found in zip(self.segments, listed, strict=True)
        ]

    def leaf(self, segment: Segment, leaf: Leaf, window: range) -> Matches:
        """The documents of a window that match a leaf."""
        match leaf:
            case Dated():
                return everything(period_window(segment, period_of(leaf, self._zone), window))
            case Filter(field, child):
                return unscored(within(self._labelled(segment, field).documents(child), window))
            case _:
                return self._scored(segment, patterns(leaf), window)

    def idf_of(self, wanted: Wanted) -> int:
        """How rare what a leaf asks for is."""
        if isinstance(wanted, Days):
            # Mentions stand in for the documents.
            standing = sum(len(segment.mentions(wanted.first, wanted.last)[0]) for segment in self.segments)
            return ranking.idf(self.documents, min(standing, self.documents))
        return sum(map(self.idf, wanted.slots))

    def idf(self, slot: Slot) -> int:
        """How rare what a slot asks for is, by numbers that are known without touching a posting.

        A word is as rare as its commonest alternative. For a spelling or a prefix the occurrences stand in for the
        documents. The slots of a phrase are added up.
        """
        if isinstance(slot, AnyForm):
            having = max(map(self.having, slot.terms))
        else:
            standing = (occurrences(segment, Matcher(segment, self.most).forms(slot)) for segment in self.segments)
            having = min(sum(standing), self.documents)
        return ranking.idf(self.documents, having)

    def having(self, term: str) -> int:
        """How many documents have a term."""
        return sum(len(segment.postings(term)) for segment in self.segments)

    def _beyond(
        self, segment: Segment, explicit: Node, lemmas: Sequence[str], listed: Matches, window: range
    ) -> Matches:
        inside = self._evaluate(segment, explicit, window).documents
        others = unscored(np.setdiff1d(inside, listed.documents, assume_unique=True))
        found = [self._scored(segment, (Pattern((AnyForm((lemma,)),)),), window) for lemma in lemmas]
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
                return self.leaf(segment, node, window)

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

    def _labelled(self, segment: Segment, field: DocumentField) -> Labelled:
        known = segment.stem, field
        if known not in self._labels:
            self._labels[known] = Labelled(getattr(segment.arrays, field), self.most)
        return self._labels[known]

    def _scored(self, segment: Segment, asked: Sequence[Wanted], window: range) -> Matches:
        wanted, *others = asked
        documents, weights = weighed_expanded(segment, wanted, others, self.most)
        start, end = np.searchsorted(documents, (window.start, window.stop))
        return Matches(documents[start:end], weights[start:end].astype(np.int64) * self.idf_of(wanted))
