"""The plainest engine: it reads every document for every word. The oracle that the fast ones must agree with.

No postings, no positions, no numpy in the matching: a list of documents, and loops that say what a query means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period, instant
from search.documents import DOCUMENT_FIELDS, About, Document, DocumentField
from search.engines.base import Found, FoundQuorum, Gains, Occurrence, Quorum, Ranked, Shown, Weight
from search.engines.rescoring import family_beginnings
from search.engines.scanning import Text, Vocabulary, members, places, spelling, times, within
from search.engines.telling import telling_lemmas
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
    word_terms,
)
from search.query.plan import plain_words
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
)
from search.results import Sort
from search.russian.datewords import EPOCH
from search.russian.mentions import Mentioned, mentioned
from search.russian.names import is_name_key
from search.russian.tokens import cut
from search.snippets import CutText


@dataclass(frozen=True, slots=True)
class _Scanned:
    """A document as the numbers of its forms, in order."""

    document: Document
    instant: int | None
    title: Text
    text: Text
    labels: dict[DocumentField, Text]
    forms: frozenset[int]
    dates: dict[str, list[Mentioned]]


@dataclass(frozen=True, slots=True)
class _Quorate:
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


class MemoryEngine:
    """Searches a list of documents by reading them."""

    def __init__(self, documents: Iterable[Document], zone: ZoneInfo, limits: Limits = DEFAULT_LIMITS) -> None:
        self._zone = zone
        documents = list(documents)
        pairs = (text for document in documents for text in (document.title, document.text))
        self._words = Vocabulary(pairs, limits.expansions)
        self._labels = {
            field: Vocabulary((getattr(document, field) for document in documents), limits.expansions)
            for field in DOCUMENT_FIELDS
        }
        self._scanned = sorted((self._scan(*added) for added in enumerate(documents)), key=_date_order)
        self._weighed: dict[Leaf, dict[int, int]] = {}
        self._idfs: dict[Slot, int] = {}

    def _scan(self, added: int, document: Document) -> _Scanned:
        title, text = self._words.texts[2 * added : 2 * added + 2]
        labels = {field: vocabulary.texts[added] for field, vocabulary in self._labels.items()}
        when = None if document.date is None else instant(document.date, self._zone)
        written = None if when is None else EPOCH + timedelta(seconds=when)
        fields = {"title": document.title, "text": document.text}
        dates = {field: mentioned(cut(its_text).forms(), written) for field, its_text in fields.items()}
        return _Scanned(document, when, title, text, labels, frozenset(title + text), dates)

    def find(self, tree: Node, period: Period | None, sort: Sort, offset: int, limit: int, recency: int = 0) -> Found:
        """The documents that match a tree, ranked, from `offset` on, at most `limit`."""
        scores = {number: self._score(tree, number) for number in self._within(period)}
        found = [(number, score) for number, score in scores.items() if score is not None]
        ranked = self._ranked(found, tree, sort, self._fading(period, sort, recency))
        return Found(len(found), tuple(ranked[offset : offset + limit]))

    def find_quorum(
        self, quorum: Quorum, period: Period | None, sort: Sort, offset: int, limit: int, recency: int = 0
    ) -> FoundQuorum:
        """The documents that have enough of the words, ranked, and what was counted on the way."""
        came = self._quorate(quorum, period)
        having = tuple(sum(word in words for words, _ in came.listed.values()) for word in quorum.words)
        ranked = self._ranked(came.scores(), quorum.tree, sort, self._fading(period, sort, recency))
        shown = tuple(ranked[offset : offset + limit])
        return FoundQuorum(len(came.listed), shown, came.complete, having, came.whole, came.least)

    def find_beyond(
        self, quorum: Quorum, lemmas: Sequence[str], period: Period | None, offset: int, limit: int, recency: int = 0
    ) -> Found:
        """The documents that match `explicit` and have most of the lemmas, and that a quorum does not list."""
        listed = self._quorate(quorum, period).listed
        scores = [self._scored((Pattern((AnyForm((lemma,)),)),)) for lemma in lemmas]
        having = {number: [score[number] for score in scores if number in score] for number in self._within(period)}
        found = [
            (number, sum(each))
            for number, each in having.items()
            if 2 * len(each) > len(lemmas)
            and number not in listed
            and self._score(quorum.explicit, number) is not None
        ]
        ranked = self._ranked(found, Everything(), "relevance", self._fading(period, "relevance", recency))
        return Found(len(found), tuple(ranked[offset : offset + limit]))

    def _quorate(self, quorum: Quorum, period: Period | None) -> _Quorate:
        scores = {number: self._score(quorum.explicit, number) for number in self._within(period)}
        inside = {number: score for number, score in scores.items() if score is not None}
        had = {
            number: {word: score for word in quorum.words if (score := self._score(word, number)) is not None}
            for number in inside
        }
        worths = {word: ranking.worth(self._idf_of(patterns(word)[0])) for word in quorum.words}
        worth = {number: sum(worths[word] for word in words) for number, words in had.items()}
        whole = sum(worths.values())
        complete = sum(each == whole for each in worth.values())
        least = quorum.least(whole, complete, max(worth.values(), default=0))
        listed = {number: (had[number], inside[number]) for number in had if worth[number] >= least}
        return _Quorate(listed, complete, whole, least)

    def telling(self, found: Sequence[Ranked], words: Sequence[PlainWord]) -> tuple[str, ...]:
        """The lemmas that tell most about the documents found, and are none of the words."""
        documents = (self.document(each) for each in found)
        forms = [Counter(cut(each.title).forms() + cut(each.text).forms()) for each in documents]
        known = {term for word in words for term in word_terms(word)}
        return telling_lemmas(forms, known, self._documents_having, len(self._scanned))

    def count(self, leaf: Leaf) -> int:
        """How many documents of the whole index a leaf matches, whatever their dates."""
        return len(self._leaf(leaf))

    def document(self, found: Ranked) -> Document:
        """A document found."""
        return self._scanned[found.number].document

    def shown(self, found: Ranked) -> Shown:
        """A document found, to be shown in pieces."""
        document = self.document(found)
        return Shown(About.of(document), CutText(document.title), CutText(document.text))

    def lookup(self, ident: str) -> Ranked | None:
        """The document with this id, or None."""
        numbers = (number for number, scanned in enumerate(self._scanned) if scanned.document.id == ident)
        return next((Ranked(0, number, 0) for number in numbers), None)

    def occurrences(self, found: Ranked, asked: Wanted) -> list[Occurrence]:
        """Where a pattern matches in a document, ascending, title first."""
        scanned = self._scanned[found.number]
        if isinstance(asked, Days):
            return [
                Occurrence(field == "title", *place)
                for field in scanned.dates
                for place in within(scanned.dates[field], asked)
            ]
        return [
            Occurrence(field == "title", start, length)
            for field, text in (("title", scanned.title), ("text", scanned.text))
            for start, length in sorted(places(members(text, field, asked, self._words)))
        ]

    def spellings(
        self, asked: Sequence[Pattern | Together], quorum: Quorum, period: Period | None
    ) -> list[Mapping[str, int]]:
        """For each pattern by which spellings the documents of a quorum have it, and how many have each."""
        found = self._quorate(quorum, period).listed
        return [Counter(text for number in found for text in self._spelt(number, wanted)) for wanted in asked]

    def _spelt(self, number: int, wanted: Pattern | Together) -> set[str]:
        """The spellings by which a pattern stands in one document."""
        document = self._scanned[number].document
        forms = {True: cut(document.title).forms(), False: cut(document.text).forms()}
        return {
            spelling(forms[place.in_title][place.slot : place.slot + place.length])
            for place in self.occurrences(Ranked(0, number, 0), wanted)
        }

    def weight(self, found: Ranked, leaf: Leaf) -> Weight | None:
        """How a leaf counts in a document; None where it does not match."""
        score = self._leaf(leaf).get(found.number)
        if score is None:
            return None
        if isinstance(leaf, Filter | Dated):
            return Weight(0, 0, 0)
        wanted, *others = patterns(leaf)
        return Weight(self._expanded_weights(wanted, others)[found.number], self._idf_of(wanted), score)

    def gains(self, found: Ranked, quorum: Quorum, period: Period | None) -> Gains:
        """What the second look adds to the score of a document; nothing unless it is among the best of its list."""
        words = plain_words(quorum.tree)
        if len(words) < 2 or found.number not in self._first_look(quorum, period):
            return Gains(0, {})
        standing = self._standing_places(found.number, words)
        scanned = self._scanned[found.number]
        families = {word: self._family_gain(word, scanned) for word in words if not standing[word]}
        return Gains(self._passage_gain(words, standing), {word: gain for word, gain in families.items() if gain})

    def _first_look(self, quorum: Quorum, period: Period | None) -> list[int]:
        """Those that get the second look."""
        found = self._quorate(quorum, period).scores()
        return [number for number, _ in sorted(found, key=self._ranking("relevance"))[: ranking.RESCORED]]

    def _ranked(
        self, found: list[tuple[int, int]], tree: Node, sort: Sort, fading: ranking.Fading | None
    ) -> list[Ranked]:
        if fading:
            found = [(number, self._faded(score, number, fading)) for number, score in found]
        words = plain_words(tree)
        if sort == "relevance" and len(words) > 1:
            found = self._rescored(sorted(found, key=self._ranking(sort)), words, fading)
        return [Ranked(0, number, score) for number, score in sorted(found, key=self._ranking(sort))]

    def _fading(self, period: Period | None, sort: Sort, recency: int) -> ranking.Fading | None:
        dated = [scanned.instant for scanned in self._scanned if scanned.instant is not None]
        if not recency or sort != "relevance" or not dated:
            return None
        now = max(dated) if period is None else min(max(dated), period.end)
        return ranking.Fading(recency, now, min(dated))

    def _faded(self, score: int, number: int, fading: ranking.Fading) -> int:
        instant = self._scanned[number].instant
        when = fading.oldest if instant is None else instant
        return int(fading.faded(np.array([score]), np.array([when]))[0])

    def _within(self, period: Period | None) -> list[int]:
        return [
            number
            for number, scanned in enumerate(self._scanned)
            if period is None or (scanned.instant is not None and period.start <= scanned.instant < period.end)
        ]

    def _ranking(self, sort: Sort) -> Callable[[tuple[int, int]], tuple[int | bool, ...]]:
        """The key that sorts (document, score); documents are numbered by (instant, id), undated ones first."""
        match sort:
            case "relevance":
                return lambda found: (-found[1], -found[0])
            case "newest":
                return lambda found: (-found[0],)
            case "oldest":
                return lambda found: (self._scanned[found[0]].instant is None, found[0])

    def _score(self, node: Node, number: int) -> int | None:
        """The score of one document, or None where it does not match."""
        match node:
            case Everything():
                return 0
            case Not(child):
                return 0 if self._score(child, number) is None else None
            case And(children):
                scores = [self._score(child, number) for child in children]
                return None if None in scores else sum(score for score in scores if score is not None)
            case Or(children):
                return self._at_least(children, 1, number)
            case Most(words, need):
                return self._at_least(words, need, number)
            case _:
                return self._leaf(node).get(number)

    def _at_least(self, children: Sequence[Node], need: int, number: int) -> int | None:
        scores = [score for child in children if (score := self._score(child, number)) is not None]
        return sum(scores) if len(scores) >= need else None

    def _leaf(self, leaf: Leaf) -> dict[int, int]:
        """The score of every document that a leaf matches. Kept, since one leaf is asked of every document."""
        if leaf not in self._weighed:
            match leaf:
                case Filter(field, child):
                    self._weighed[leaf] = dict.fromkeys(self._labelled(field, child), 0)
                case Dated():
                    self._weighed[leaf] = dict.fromkeys(self._within(period_of(leaf, self._zone)), 0)
                case _:
                    self._weighed[leaf] = self._scored(patterns(leaf))
        return self._weighed[leaf]

    def _labelled(self, field: DocumentField, child: Place) -> list[int]:
        """The documents in whose field a place is found."""
        asked, vocabulary = pattern(child), self._labels[field]
        labels = enumerate(scanned.labels[field] for scanned in self._scanned)
        return [number for number, label in labels if members(label, "", asked, vocabulary)]

    def _scored(self, asked: Sequence[Wanted]) -> dict[int, int]:
        wanted, *others = asked
        idf = self._idf_of(wanted)
        return {number: weight * idf for number, weight in self._expanded_weights(wanted, others).items()}

    def _expanded_weights(self, wanted: Wanted, others: Sequence[Wanted]) -> dict[int, int]:
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
            scanned = self._scanned[number]
            lead = sum(slot < ranking.LEAD_TOKENS for slot, _ in text)
            counted[number] = len(title), len(text), lead, len(scanned.title), len(scanned.text)
        return dict(zip(counted, _weights_of(list(counted.values())).tolist(), strict=True))

    def _mentioning(self, days: Days) -> dict[int, list[list[tuple[int, int]]]]:
        """The documents that speak of some days: where in the title, and where in the text."""
        places = (
            (number, [within(scanned.dates[field], days) for field in scanned.dates])
            for number, scanned in enumerate(self._scanned)
        )
        return {number: found for number, found in places if any(found)}

    def _weights(self, wanted: Pattern | Together) -> dict[int, int]:
        groups = [self._words.accepted(slot) for slot in wanted.slots]
        counted: dict[int, tuple[int, int, int, int, int]] = {}
        for number, scanned in enumerate(self._scanned):
            if any(group.isdisjoint(scanned.forms) for group in groups):
                continue
            in_title = times(members(scanned.title, "title", wanted, self._words))
            found = members(scanned.text, "text", wanted, self._words)
            in_text = times(found)
            if in_title or in_text:
                lead = [sum(start < ranking.LEAD_TOKENS for start in member.starts) for member in found]
                counted[number] = in_title, in_text, min(lead, default=0), len(scanned.title), len(scanned.text)
        weights = _weights_of(list(counted.values()))
        if all(isinstance(slot, AnyForm) and all(map(is_name_key, slot.terms)) for slot in wanted.slots):
            weights = ranking.name_weights(weights)
        return dict(zip(counted, weights.tolist(), strict=True))

    def _rescored(
        self, found: list[tuple[int, int]], words: Sequence[PlainWord], fading: ranking.Fading | None
    ) -> list[tuple[int, int]]:
        """The best documents once more, with what they gain by a second look at their texts."""
        best, others = found[: ranking.RESCORED], found[ranking.RESCORED :]
        gains = {number: self._gain(number, words) for number, _ in best}
        if fading:
            gains = {number: self._faded(gain, number, fading) for number, gain in gains.items()}
        return [(number, score + gains[number]) for number, score in best] + others

    def _gain(self, number: int, words: Sequence[PlainWord]) -> int:
        scanned = self._scanned[number]
        standing = self._standing_places(number, words)
        gain = self._passage_gain(words, standing)
        return gain + sum(self._family_gain(word, scanned) for word in words if not standing[word])

    def _standing_places(self, number: int, words: Sequence[PlainWord]) -> dict[PlainWord, list[int]]:
        """The slots of one document in which each word stands, or begins what stands for it."""
        return {word: self._begins(word, number) for word in words}

    def _passage_gain(self, words: Sequence[PlainWord], standing: dict[PlainWord, list[int]]) -> int:
        """What words gain by standing near each other, and neighbours of the query by standing as a pair."""
        gain = int(ranking.passage_bonus(np.array([self._best_passage(standing)]))[0])
        return gain + sum(self._pair_gain(standing, one, other) for one, other in pairwise(words))

    def _begins(self, word: PlainWord, number: int) -> list[int]:
        """Where a word stands in a document, or begins what stands for it; one slot lies between title and text."""
        behind_title = len(self._scanned[number].title) + 1
        return sorted(
            {
                found.slot if found.in_title else behind_title + found.slot
                for asked in patterns(word)
                for found in self.occurrences(Ranked(0, number, 0), asked)
            }
        )

    def _best_passage(self, standing: dict[PlainWord, list[int]]) -> int:
        idfs = {word: self._idf(AnyForm(word_terms(word))) for word in standing}
        best = 0
        for begin in {slot for slots in standing.values() for slot in slots}:
            following = {word: [slot for slot in slots if slot >= begin][:1] for word, slots in standing.items()}
            near = {
                word: int(ranking.nearness(np.array(slots[0] - begin))) for word, slots in following.items() if slots
            }
            best = max(best, sum(idfs[word] * nearness for word, nearness in near.items()))
        return best

    def _pair_gain(self, standing: dict[PlainWord, list[int]], one: PlainWord, other: PlainWord) -> int:
        apart = {after - before for before in standing[one] for after in standing[other]}
        if apart.isdisjoint(range(1, ranking.PAIR_REACH + 1)):
            return 0
        return ranking.pair_bonus(self._idf(AnyForm(word_terms(one))), self._idf(AnyForm(word_terms(other))))

    def _family_gain(self, word: PlainWord, scanned: _Scanned) -> int:
        terms = word_terms(word)
        family = self._words.with_lemmas_beginning(family_beginnings(terms))
        in_title = sum(form in family for form in scanned.title)
        in_text = [slot for slot, form in enumerate(scanned.text) if form in family]
        if not in_title and not in_text:
            return 0
        in_lead = sum(slot < ranking.LEAD_TOKENS for slot in in_text)
        weights = _weights_of([(in_title, len(in_text), in_lead, len(scanned.title), len(scanned.text))])
        family_idf = ranking.idf(len(self._scanned), min(self._standing(family), len(self._scanned)))
        return int(ranking.family_bonus(weights, self._idf(AnyForm(terms)), family_idf)[0])

    def _standing(self, forms: frozenset[int]) -> int:
        """How often any of the forms stands in all documents."""
        fields = (field for scanned in self._scanned for field in (scanned.title, scanned.text))
        return sum(form in forms for field in fields for form in field)

    def _idf_of(self, wanted: Wanted) -> int:
        if not isinstance(wanted, Days):
            return sum(map(self._idf, wanted.slots))
        standing = sum(len(places) for found in self._mentioning(wanted).values() for places in found)
        return ranking.idf(len(self._scanned), min(standing, len(self._scanned)))

    def _idf(self, slot: Slot) -> int:
        """How rare what a slot asks for is. Kept, since every document that is looked at asks for it."""
        if slot not in self._idfs:
            if isinstance(slot, AnyForm):
                having = max(self._documents_having(term) for term in slot.terms)
            else:
                having = min(self._standing(self._words.accepted(slot)), len(self._scanned))
            self._idfs[slot] = ranking.idf(len(self._scanned), having)
        return self._idfs[slot]

    def _documents_having(self, term: str) -> int:
        accepted = self._words.accepted(AnyForm((term,)))
        return sum(not accepted.isdisjoint(scanned.forms) for scanned in self._scanned)


def _weights_of(counted: list[tuple[int, int, int, int, int]]) -> NDArray[np.uint8]:
    """Weights of documents: counts in title, text and lead; lengths of title and text."""
    title, text, lead, *lengths = np.array(counted, dtype=np.int64).reshape(-1, 5).T
    return ranking.weights((title, text, lead), (lengths[0], lengths[1]))


def _alternatives(wanted: Pattern | Together) -> list[Pattern | Together]:
    """A plain word counts by its best term; anything else by all that its slots accept."""
    slot = wanted.slots[0]
    if wanted == Pattern((slot,)) and isinstance(slot, AnyForm):
        return [Pattern((AnyForm((term,)),)) for term in slot.terms]
    return [wanted]


def _date_order(scanned: _Scanned) -> tuple[bool, int, str]:
    return scanned.instant is not None, scanned.instant or 0, scanned.document.id
