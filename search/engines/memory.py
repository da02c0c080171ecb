"""The plainest engine: it reads every document for every word. The oracle that the fast ones must agree with.

No postings, no positions, no numpy in the matching: a list of documents, and loops that say what a query means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period, instant
from search.documents import DOCUMENT_FIELDS, About, Document, DocumentField
from search.engines.base import Found, Occurrence, Ranked, Shown
from search.engines.rescoring import family_beginnings
from search.engines.scanning import Text, Vocabulary, members, places, times
from search.query.patterns import AnyForm, Pattern, Slot, Together, pattern, period_of, word_terms
from search.query.plan import plain_words
from search.query.tree import And, Dated, Everything, Filter, Leaf, Most, Near, Node, Not, Or, Place, Word
from search.results import Sort
from search.russian.names import is_name_key
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
        return _Scanned(document, when, title, text, labels, frozenset(title + text))

    def find(self, tree: Node, period: Period | None, sort: Sort, offset: int, limit: int) -> Found:
        """The documents that match a tree, ranked, from `offset` on, at most `limit`."""
        scores = {number: self._score(tree, number) for number in self._within(period)}
        found = [(number, score) for number, score in scores.items() if score is not None]
        words = plain_words(tree)
        if sort == "relevance" and len(words) > 1:
            found = self._rescored(sorted(found, key=self._ranking(sort)), words)
        ranked = [Ranked(0, number, score) for number, score in sorted(found, key=self._ranking(sort))]
        return Found(len(found), tuple(ranked[offset : offset + limit]))

    def tally(self, words: Sequence[Word], explicit: Node, period: Period | None) -> list[int]:
        """How many of the documents matching `explicit` have exactly 0, 1, 2… of the words."""
        counts = [0] * (len(words) + 1)
        for number in self._within(period):
            if self._score(explicit, number) is not None:
                counts[sum(self._score(word, number) is not None for word in words)] += 1
        return counts

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

    def occurrences(self, found: Ranked, asked: Pattern | Together) -> list[Occurrence]:
        """Where a pattern matches in a document, ascending, title first."""
        scanned = self._scanned[found.number]
        return [
            Occurrence(field == "title", start, length)
            for field, text in (("title", scanned.title), ("text", scanned.text))
            for start, length in sorted(places(members(text, field, asked, self._words)))
        ]

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
                    self._weighed[leaf] = self._scored(leaf)
        return self._weighed[leaf]

    def _labelled(self, field: DocumentField, child: Place) -> list[int]:
        """The documents in whose field a place is found."""
        asked, vocabulary = pattern(child), self._labels[field]
        labels = enumerate(scanned.labels[field] for scanned in self._scanned)
        return [number for number, label in labels if members(label, "", asked, vocabulary)]

    def _scored(self, leaf: Place | Near) -> dict[int, int]:
        wanted = pattern(leaf)
        idf = sum(self._idf(slot) for slot in wanted.slots)
        weights: dict[int, int] = {}
        for alternative in _alternatives(wanted):
            for number, weight in self._weights(alternative).items():
                weights[number] = max(weight, weights.get(number, 0))
        return {number: weight * idf for number, weight in weights.items()}

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

    def _rescored(self, found: list[tuple[int, int]], words: Sequence[Word]) -> list[tuple[int, int]]:
        """The best documents once more, with what they gain by a second look at their texts."""
        best, others = found[: ranking.RESCORED], found[ranking.RESCORED :]
        return [(number, score + self._gain(number, words)) for number, score in best] + others

    def _gain(self, number: int, words: Sequence[Word]) -> int:
        scanned = self._scanned[number]
        forms = (*scanned.title, -1, *scanned.text)  # one slot lies between title and text
        groups = {word: self._words.accepted(AnyForm(word_terms(word))) for word in words}
        standing = {word: [slot for slot, form in enumerate(forms) if form in groups[word]] for word in words}
        gain = int(ranking.passage_bonus(np.array([self._best_passage(standing)]))[0])
        return gain + sum(self._family_gain(word, scanned) for word in words if not standing[word])

    def _best_passage(self, standing: dict[Word, list[int]]) -> int:
        idfs = {word: self._idf(AnyForm(word_terms(word))) for word in standing}
        best = 0
        for begin in {slot for slots in standing.values() for slot in slots}:
            following = {word: [slot for slot in slots if slot >= begin][:1] for word, slots in standing.items()}
            near = {
                word: int(ranking.nearness(np.array(slots[0] - begin))) for word, slots in following.items() if slots
            }
            best = max(best, sum(idfs[word] * nearness for word, nearness in near.items()))
        return best

    def _family_gain(self, word: Word, scanned: _Scanned) -> int:
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
