"""What matches in documents that are read for every word: `evaluation.py` in plain loops.

No postings, no positions, no numpy in the matching: a list of documents, and loops that say what a query means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period, instant
from search.documents import DOCUMENT_FIELDS, Document, DocumentField
from search.engines.base import Quorum
from search.engines.scanning import Text, Vocabulary, members, times, within
from search.query.patterns import (
    AnyForm,
    Days,
    Pattern,
    Slot,
    Together,
    Wanted,
    pattern,
    patterns,
    period_of,
)
from search.query.tree import (
    And,
    Dated,
    Everything,
    Filter,
    Leaf,
    Most,
    Node,
    Not,
    Or,
    Place,
    PlainWord,
    Valued,
)
from search.russian.datewords import EPOCH
from search.russian.mentions import Mentioned, mentioned
from search.russian.names import is_name_key
from search.russian.tokens import cut


@dataclass(frozen=True, slots=True)
class Scanned:
    """A document as the numbers of its forms, in order."""

    document: Document
    instant: int | None
    title: Text
    text: Text
    labels: dict[DocumentField, Text]
    forms: frozenset[int]
    dates: dict[str, list[Mentioned]]


@dataclass(frozen=True, slots=True)
class Quorate:
    """What a quorum came to: the documents to be listed, with the score of each word and of the rest.

    `complete`: how many documents have every word. `whole`, `least`: as in `base.FoundQuorum`.
    """

    listed: dict[int, tuple[dict[PlainWord, int], int]]
    complete: int
    whole: int
    least: int

    def scores(self) -> list[tuple[int, int]]:
        """The documents to be listed, each with its whole score."""
        return [(number, score + sum(words.values())) for number, (words, score) in self.listed.items()]


@dataclass(frozen=True, slots=True)
class PlainSelection:
    """Documents, to be counted one by one."""

    documents: tuple[Scanned, ...]

    def values(self, field: DocumentField) -> dict[str, int]:
        """How many of the documents say what in a field."""
        return Counter(getattr(scanned.document, field) for scanned in self.documents)

    def span(self) -> tuple[int, int] | None:
        """The instants of the oldest and of the newest one that has a date."""
        instants = [scanned.instant for scanned in self.documents if scanned.instant is not None]
        return (min(instants), max(instants)) if instants else None

    def between(self, edges: Sequence[int]) -> list[int]:
        """How many have a date from each edge up to the next one."""
        instants = [scanned.instant for scanned in self.documents if scanned.instant is not None]
        return [sum(start <= instant < end for instant in instants) for start, end in pairwise(edges)]

    def followed_by(self, others: PlainSelection) -> PlainSelection:
        """These documents, and others that are none of them."""
        return PlainSelection(self.documents + others.documents)


class PlainEvaluation:
    """Documents read in; which of them match, with which score, and how rare that is."""

    def __init__(self, documents: Iterable[Document], zone: ZoneInfo, limits: Limits = DEFAULT_LIMITS) -> None:
        self._zone = zone
        documents = list(documents)
        pairs = (text for document in documents for text in (document.title, document.text))
        self.words = Vocabulary(pairs, limits.expansions)
        self._labels = {
            field: Vocabulary((getattr(document, field) for document in documents), limits.expansions)
            for field in DOCUMENT_FIELDS
        }
        self.scanned = sorted((self._scan(*added) for added in enumerate(documents)), key=_date_order)
        self._weighed: dict[Leaf, dict[int, int]] = {}
        self._idfs: dict[Slot, int] = {}

    def _scan(self, added: int, document: Document) -> Scanned:
        title, text = self.words.texts[2 * added : 2 * added + 2]
        labels = {field: vocabulary.texts[added] for field, vocabulary in self._labels.items()}
        when = None if document.date is None else instant(document.date, self._zone)
        written = None if when is None else EPOCH + timedelta(seconds=when)
        fields = {"title": document.title, "text": document.text}
        dates = {field: mentioned(cut(its_text).forms(), written) for field, its_text in fields.items()}
        return Scanned(document, when, title, text, labels, frozenset(title + text), dates)

    def quorate(self, quorum: Quorum, period: Period | None) -> Quorate:
        """The documents that have enough of the words, and what was counted on the way."""
        scores = {number: self.score(quorum.explicit, number) for number in self.within(period)}
        inside = {number: score for number, score in scores.items() if score is not None}
        had = {
            number: {word: score for word in quorum.words if (score := self.score(word, number)) is not None}
            for number in inside
        }
        worths = {word: self.idf_of(patterns(word)[0]) for word in quorum.words}
        worth = {number: sum(worths[word] for word in words) for number, words in had.items()}
        whole = sum(worths.values())
        complete = sum(each == whole for each in worth.values())
        least = quorum.least(whole, complete, max(worth.values(), default=0))
        listed = {number: (had[number], inside[number]) for number in had if worth[number] >= least}
        return Quorate(listed, complete, whole, least)

    def beyond(self, quorum: Quorum, lemmas: Sequence[str], period: Period | None) -> list[tuple[int, int]]:
        """The documents that match `explicit` and have most of the lemmas, and that a quorum does not list."""
        listed = self.quorate(quorum, period).listed
        scores = [self.scored((Pattern((AnyForm((lemma,)),)),)) for lemma in lemmas]
        having = {number: [score[number] for score in scores if number in score] for number in self.within(period)}
        return [
            (number, sum(each))
            for number, each in having.items()
            if 2 * len(each) > len(lemmas)
            and number not in listed
            and self.score(quorum.explicit, number) is not None
        ]

    def within(self, period: Period | None) -> list[int]:
        """The documents of a period."""
        return [
            number
            for number, scanned in enumerate(self.scanned)
            if period is None or (scanned.instant is not None and period.start <= scanned.instant < period.end)
        ]

    def score(self, node: Node, number: int) -> int | None:
        """The score of one document, or None where it does not match."""
        match node:
            case Everything():
                return 0
            case Not(child):
                return 0 if self.score(child, number) is None else None
            case And(children):
                scores = [self.score(child, number) for child in children]
                return None if None in scores else sum(score for score in scores if score is not None)
            case Or(children):
                return self._at_least(children, 1, number)
            case Most(words, need):
                return self._at_least(words, need, number)
            case _:
                return self.leaf(node).get(number)

    def _at_least(self, children: Sequence[Node], need: int, number: int) -> int | None:
        scores = [score for child in children if (score := self.score(child, number)) is not None]
        return sum(scores) if len(scores) >= need else None

    def leaf(self, leaf: Leaf) -> dict[int, int]:
        """The score of every document that a leaf matches. Kept, since one leaf is asked of every document."""
        if leaf not in self._weighed:
            match leaf:
                case Filter(field, child):
                    self._weighed[leaf] = dict.fromkeys(self._labelled(field, child), 0)
                case Valued(field, values):
                    said = [getattr(scanned.document, field) for scanned in self.scanned]
                    having = [number for number, value in enumerate(said) if value in values]
                    self._weighed[leaf] = dict.fromkeys(having, 0)
                case Dated():
                    self._weighed[leaf] = dict.fromkeys(self.within(period_of(leaf, self._zone)), 0)
                case _:
                    self._weighed[leaf] = self.scored(patterns(leaf))
        return self._weighed[leaf]

    def _labelled(self, field: DocumentField, child: Place) -> list[int]:
        """The documents in whose field a place is found."""
        asked, vocabulary = pattern(child), self._labels[field]
        labels = enumerate(scanned.labels[field] for scanned in self.scanned)
        return [number for number, label in labels if members(label, "", asked, vocabulary)]

    def scored(self, asked: Sequence[Wanted]) -> dict[int, int]:
        """The score of every document that a pattern matches, or one of those behind it, which weigh less."""
        wanted, *others = asked
        idf = self.idf_of(wanted)
        return {number: weight * idf for number, weight in self.expanded_weights(wanted, others).items()}

    def expanded_weights(self, wanted: Wanted, others: Sequence[Wanted]) -> dict[int, int]:
        """The weight of every document that a pattern matches, or one of the others, which weigh less."""
        best = self._best_weights(wanted)
        for other in others:
            for number, weight in self._best_weights(other).items():
                expanded = int(ranking.expanded_weights(np.array([weight], dtype=np.uint8))[0])
                best[number] = max(expanded, best.get(number, 0))
        return best

    def _best_weights(self, wanted: Wanted) -> dict[int, int]:
        """The weight of every document that a pattern matches."""
        if isinstance(wanted, Days):
            return self._weights_of_days(wanted)
        best: dict[int, int] = {}
        for alternative in _alternatives(wanted):
            for number, weight in self._weights(alternative).items():
                best[number] = max(weight, best.get(number, 0))
        return best

    def _weights_of_days(self, days: Days) -> dict[int, int]:
        """How much each document speaks of some days: as for a word, by how often and where."""
        counted: dict[int, tuple[int, int, int, int, int]] = {}
        for number, (title, text) in self._mentioning(days).items():
            scanned = self.scanned[number]
            lead = sum(slot < ranking.LEAD_TOKENS for slot, _ in text)
            counted[number] = len(title), len(text), lead, len(scanned.title), len(scanned.text)
        return dict(zip(counted, weights_of(list(counted.values())).tolist(), strict=True))

    def _mentioning(self, days: Days) -> dict[int, list[list[tuple[int, int]]]]:
        """The documents that speak of some days: where in the title, and where in the text."""
        places = (
            (number, [within(scanned.dates[field], days) for field in scanned.dates])
            for number, scanned in enumerate(self.scanned)
        )
        return {number: found for number, found in places if any(found)}

    def _weights(self, wanted: Pattern | Together) -> dict[int, int]:
        groups = [self.words.accepted(slot) for slot in wanted.slots]
        counted: dict[int, tuple[int, int, int, int, int]] = {}
        for number, scanned in enumerate(self.scanned):
            if any(group.isdisjoint(scanned.forms) for group in groups):
                continue
            in_title = times(members(scanned.title, "title", wanted, self.words))
            found = members(scanned.text, "text", wanted, self.words)
            in_text = times(found)
            if in_title or in_text:
                lead = [sum(start < ranking.LEAD_TOKENS for start in member.starts) for member in found]
                counted[number] = in_title, in_text, min(lead, default=0), len(scanned.title), len(scanned.text)
        weights = weights_of(list(counted.values()))
        if all(isinstance(slot, AnyForm) and all(map(is_name_key, slot.terms)) for slot in wanted.slots):
            weights = ranking.name_weights(weights)
        return dict(zip(counted, weights.tolist(), strict=True))

    def standing(self, forms: frozenset[int]) -> int:
        """How often any of the forms stands in all documents."""
        fields = (field for scanned in self.scanned for field in (scanned.title, scanned.text))
        return sum(form in forms for field in fields for form in field)

    def idf_of(self, wanted: Wanted) -> int:
        """How rare what a leaf asks for is."""
        if not isinstance(wanted, Days):
            return sum(map(self.idf, wanted.slots))
        standing = sum(len(places) for found in self._mentioning(wanted).values() for places in found)
        return ranking.idf(len(self.scanned), min(standing, len(self.scanned)))

    def idf(self, slot: Slot) -> int:
        """How rare what a slot asks for is. Kept, since every document that is looked at asks for it."""
        if slot not in self._idfs:
            if isinstance(slot, AnyForm):
                having = max(self.having(term) for term in slot.terms)
            else:
                having = min(self.standing(self.words.accepted(slot)), len(self.scanned))
            self._idfs[slot] = ranking.idf(len(self.scanned), having)
        return self._idfs[slot]

    def having(self, term: str) -> int:
        """How many documents have a term."""
        accepted = self.words.accepted(AnyForm((term,)))
        return sum(not accepted.isdisjoint(scanned.forms) for scanned in self.scanned)


def weights_of(counted: list[tuple[int, int, int, int, int]]) -> NDArray[np.uint8]:
    """Weights of documents: counts in title, text and lead; lengths of title and text."""
    title, text, lead, *lengths = np.array(counted, dtype=np.int64).reshape(-1, 5).T
    return ranking.weights((title, text, lead), ranking.norms((lengths[0], lengths[1])))


def _alternatives(wanted: Pattern | Together) -> list[Pattern | Together]:
    """A plain word counts by its best term; anything else by all that its slots accept."""
    slot = wanted.slots[0]
    if wanted == Pattern((slot,)) and isinstance(slot, AnyForm):
        return [Pattern((AnyForm((term,)),)) for term in slot.terms]
    return [wanted]


def _date_order(scanned: Scanned) -> tuple[bool, int, str]:
    return scanned.instant is not None, scanned.instant or 0, scanned.document.id
