"""From a node of the tree to the documents of a segment that match it, with their scores.

A leaf of the query becomes the ascending documents that match it, with a weight each. A node with several
children scatters them into accumulators, one for the scores and one for how many children matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from search import ranking
from search.caching import own_cache
from search.config import Limits
from search.dates import Period
from search.documents import DocumentField
from search.engines.base import Quorum
from search.engines.counting import Counted
from search.engines.frequencies import standing_any
from search.engines.labelled import Labelled
from search.engines.matches import (
    Found,
    Matches,
    difference,
    everything,
    intersection,
    left,
    left_of,
    most_of,
    period_window,
    union,
    unscored,
    within,
)
from search.engines.matching import Matcher
from search.engines.weighing import weighed_expanded
from search.index.segment import Segment
from search.query.patterns import AnyForm, Days, Pattern, Slot, Starting, Wanted, deciding, patterns, period_of
from search.query.tree import And, Dated, Everything, Filter, Leaf, Most, Node, Not, Or, Valued

_CACHED = 4096  # rarities: one search asks three times for that of each word


@dataclass(frozen=True, slots=True)
class Quorate:
    """What a quorum came to: what is to be listed of each segment, and how many of those have each word.

    `complete`: how many documents have every word. `standing`, `whole`, `least`: as in `base.FoundQuorum`.
    """

    listed: Sequence[Found]
    having: tuple[int, ...]
    standing: tuple[int, ...]
    complete: int
    whole: int
    least: int


class Evaluation:
    """What matches in the segments of one generation, and how rare it is. Many threads may share it."""

    def __init__(self, segments: Sequence[Segment], zone: ZoneInfo, limits: Limits) -> None:
        self.segments = segments
        self.documents = sum(segment.live for segment in segments)
        self.most = limits.expansions
        self._zone = zone
        self._scoring = True
        self.idf = own_cache(self._idf, _CACHED)
        self._labels: dict[tuple[Path, DocumentField], Labelled] = {}

    def without_scores(self) -> Evaluation:
        """The same for lists by date: all that matches has a score, which says nothing."""
        other = copy(self)
        other._scoring = False
        return other

    def matches(self, tree: Node, period: Period | None) -> list[Found]:
        """The documents of each segment that match a tree."""
        return [self._evaluate(segment, tree, period_window(segment, period)) for segment in self.segments]

    def quorate(self, quorum: Quorum, period: Period | None) -> Quorate:
        """The documents that have enough of the words, and what was counted on the way."""
        worths = [self.idf_of(patterns(word)[0]) for word in quorum.words]
        parts = [self._parts(segment, quorum, period_window(segment, period)) for segment in self.segments]
        whole_found = [intersection([*words, *inside], window) for words, inside, window in parts]
        complete, whole = sum(map(len, whole_found)), sum(worths)
        standing = _added([[len(word) for word in words] for words, _, _ in parts], len(worths))
        if complete >= quorum.enough:
            return Quorate(whole_found, (complete,) * len(worths), standing, complete, whole, whole)
        if quorum.any_word and not any(inside for _, inside, _ in parts):
            united = [union(words, window) for words, _, window in parts]
            return Quorate(united, standing, standing, complete, whole, 1)
        counted = [Counted.of(words, worths, inside, window) for words, inside, window in parts]
        least = quorum.least(whole, complete, max((each.most for each in counted), default=0))
        listed = [each.with_at_least(least) for each in counted]
        counts = [each.having(found) for each, found in zip(counted, listed, strict=True)]
        return Quorate(listed, _added(counts, len(worths)), standing, complete, whole, least)

    def _parts(self, segment: Segment, quorum: Quorum, window: range) -> tuple[list[Matches], list[Matches], range]:
        """What matches each word; what matches the rest, if it asks for anything; and among which documents."""
        words = [self.leaf(segment, word, window).sparse() for word in quorum.words]
        anywhere = bool(words) and isinstance(quorum.explicit, Everything)
        return words, [] if anywhere else [self._evaluate(segment, quorum.explicit, window).sparse()], window

    def beyond(self, quorum: Quorum, lemmas: Sequence[str], period: Period | None) -> list[Matches]:
        """The documents that match `explicit` and have most of the lemmas, and that a quorum does not list."""
        listed = self.quorate(quorum, period).listed
        return [
            self._beyond(segment, quorum.explicit, lemmas, found.sparse(), period_window(segment, period))
            for segment, found in zip(self.segments, listed, strict=True)
        ]

    def leaf(self, segment: Segment, leaf: Leaf, window: range) -> Found:
        """The documents of a window that match a leaf."""
        match leaf:
            case Dated():
                return everything(segment, period_window(segment, period_of(leaf, self._zone), window))
            case Valued(field, values):
                return left(segment, unscored(within(self._labelled(segment, field).saying(values), window)))
            case Filter(field, child):
                return left(segment, unscored(within(self._labelled(segment, field).documents(child), window)))
            case _:
                return self._scored(segment, deciding(patterns(leaf)), window)

    def idf_of(self, wanted: Wanted) -> int:
        """How rare what a leaf asks for is."""
        if isinstance(wanted, Days):
            # Mentions stand in for the documents.
            standing = sum(len(segment.mentions(wanted.first, wanted.last)[0]) for segment in self.segments)
            return ranking.idf(self.documents, min(standing, self.documents))
        return sum(map(self.idf, wanted.slots))

    def _idf(self, slot: Slot) -> int:
        """How rare what a slot asks for is, by numbers that are known without touching a posting.

        A word is as rare as its commonest alternative. For a spelling or a prefix the occurrences stand in for the
        documents. The slots of a phrase are added up.
        """
        if isinstance(slot, AnyForm):
            having = max(map(self.having, slot.terms))
        else:
            having = min(sum(self._standing(segment, slot) for segment in self.segments), self.documents)
        return ranking.idf(self.documents, having)

    def _standing(self, segment: Segment, slot: Slot) -> int:
        if isinstance(slot, Starting):  # thousands of forms, side by side
            return segment.standing(segment.forms.starting(slot.key))
        return segment.standing(Matcher(segment, self.most).forms(slot))

    def having(self, term: str) -> int:
        """How many documents have a term."""
        return sum(segment.having(term) for segment in self.segments)

    def _beyond(
        self, segment: Segment, explicit: Node, lemmas: Sequence[str], listed: Matches, window: range
    ) -> Matches:
        inside = self._evaluate(segment, explicit, window).sparse().documents
        others = unscored(np.setdiff1d(inside, listed.documents, assume_unique=True))
        found = [self._scored(segment, (Pattern((AnyForm((lemma,)),)),), window).sparse() for lemma in lemmas]
        return Counted.of(found, [1] * len(found), [others], window).with_at_least(len(found) // 2 + 1)

    def _evaluate(self, segment: Segment, node: Node, window: range) -> Found:
        match node:
            case Everything():
                return everything(segment, window)
            case And(children):
                wanted = [child for child in children if not isinstance(child, Not)]
                unwanted = [child.child for child in children if isinstance(child, Not)]
                all_of = self._all(segment, wanted, window)
                found = intersection(all_of, window) if wanted else everything(segment, window)
                return difference(found, self._all(segment, unwanted, window), window) if unwanted else found
            case Or(children):
                return union(self._each(segment, children, window), window)
            case Most(words, need):
                if need == 1:
                    return union(self._each(segment, words, window), window)
                return left(segment, most_of(self._all(segment, words, window), need, window))
            case Not():
                return self._evaluate(segment, And((node,)), window)
            case _:
                return self.leaf(segment, node, window)

    def _all(self, segment: Segment, nodes: Sequence[Node], window: range) -> list[Matches]:
        return [each.sparse() for each in self._each(segment, nodes, window)]

    def _each(self, segment: Segment, nodes: Sequence[Node], window: range) -> list[Found]:
        return [self._evaluate(segment, node, window) for node in nodes]

    def _labelled(self, segment: Segment, field: DocumentField) -> Labelled:
        known = segment.stem, field
        if known not in self._labels:
            self._labels[known] = Labelled(segment.values(field), getattr(segment.arrays, field).codes, self.most)
        return self._labels[known]

    def _scored(self, segment: Segment, asked: Sequence[Wanted], window: range) -> Found:
        if not self._scoring:
            documents = standing_any(segment, asked, window, self.most)
            return left(segment, Matches(documents, np.ones(len(documents), dtype=np.uint8)))
        wanted, *others = asked
        found = weighed_expanded(segment, wanted, others, window, self.most)
        return left_of(segment, found.worth_each(self.idf_of(wanted)))


def _added(counts: Sequence[Sequence[int]], words: int) -> tuple[int, ...]:
    """Of the counts of so many words in each segment the sums over all; there may be no segment."""
    return tuple(sum(each[word] for each in counts) for word in range(words))
