"""The plainest engine: it reads every document for every word. The oracle that the fast ones must agree with.

No postings, no positions, no numpy in the matching: a list of documents, and loops that say what a query means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from search import ranking
from search.config import DEFAULT_LIMITS, Limits
from search.dates import Period
from search.documents import About, Document, DocumentField
from search.engines.base import Found, FoundQuorum, Gains, Lexicon, Occurrence, Quorum, Ranked, Shown, Weight, Window
from search.engines.plain import PlainEvaluation, PlainSelection, Scanned, weights_of
from search.engines.plain_lexicon import PlainLexicon
from search.engines.rescoring import family_beginnings
from search.engines.scanning import members, places, spelling, within
from search.engines.telling import significant_lemmas, telling_lemmas
from search.query.patterns import (
    AnyForm,
    Days,
    Pattern,
    Together,
    Wanted,
    patterns,
    word_terms,
)
from search.query.plan import plain_words
from search.query.tree import (
    Everything,
    Leaf,
    Narrowing,
    Node,
    PlainWord,
)
from search.request import Sort
from search.russian.tokens import cut
from search.snippets import CutText


class MemoryEngine:
    """Searches a list of documents by reading them. `families`: the ids of those that are copies of each other."""

    def __init__(
        self,
        documents: Iterable[Document],
        zone: ZoneInfo,
        limits: Limits = DEFAULT_LIMITS,
        families: Iterable[tuple[str, ...]] = (),
    ) -> None:
        documents = list(documents)
        self.lexicon: Lexicon = PlainLexicon(documents)
        self._plain = PlainEvaluation(documents, zone, limits)
        self._reprints = {ident: family for family in families for ident in family}

    def find(self, tree: Node, period: Period | None, window: Window) -> Found:
        """The documents that match a tree, those of a window, ranked."""
        scores = {number: self._plain.score(tree, number) for number in self._plain.within(period)}
        found = [(number, score) for number, score in scores.items() if score is not None]
        fading = self._fading(period, window)
        listed = self._listed(found, window.sort, fading, window.group)
        ranked = _shown(self._ranked(listed, tree, window.sort, fading), window)
        return Found(len(found), ranked, len(listed), self._selected(number for number, _ in found))

    def find_quorum(self, quorum: Quorum, period: Period | None, window: Window) -> FoundQuorum:
        """The documents that have enough of the words, ranked, and what was counted on the way."""
        came = self._plain.quorate(quorum, period)
        having = tuple(sum(word in words for words, _ in came.listed.values()) for word in quorum.words)
        fading = self._fading(period, window)
        listed = self._listed(came.scores(), window.sort, fading, window.group)
        shown = _shown(self._ranked(listed, quorum.tree, window.sort, fading), window)
        within = self._plain.within(period)
        standing = tuple(sum(number in self._plain.leaf(word) for number in within) for word in quorum.words)
        counted = came.complete, having, standing, came.whole, came.least
        return FoundQuorum(len(came.listed), shown, len(listed), self._selected(came.listed), *counted)

    def find_beyond(self, quorum: Quorum, lemmas: Sequence[str], period: Period | None, window: Window) -> Found:
        """The documents that match `explicit` and have most of the lemmas, and that a quorum does not list."""
        found = self._plain.beyond(quorum, lemmas, period)
        fading = self._fading(period, window)
        ranked = self._ranked(self._listed(found, "relevance", fading, False), Everything(), "relevance", fading)
        return Found(len(found), _shown(ranked, window), len(found), self._selected(number for number, _ in found))

    def _selected(self, numbers: Iterable[int]) -> PlainSelection:
        return PlainSelection(tuple(self._plain.scanned[number] for number in numbers))

    def values(self, field: DocumentField) -> frozenset[str]:
        """What the documents of the index say in a field."""
        return frozenset(getattr(scanned.document, field) for scanned in self._plain.scanned)

    def telling(self, found: Sequence[Ranked], words: Sequence[PlainWord]) -> tuple[str, ...]:
        """The lemmas that tell most about the documents found, and are none of the words."""
        documents = (self.document(each) for each in found)
        forms = [Counter(cut(each.title).forms() + cut(each.text).forms()) for each in documents]
        known = {term for word in words for term in word_terms(word)}
        return telling_lemmas(forms, known, self._plain.having, len(self._plain.scanned))

    def significant(self, found: Ranked) -> tuple[str, ...]:
        """The lemmas that tell most of what a document is about."""
        document = self.document(found)
        title, text = Counter(cut(document.title).forms()), Counter(cut(document.text).forms()[: ranking.LOOKED_AT])
        return significant_lemmas(title, text, self._plain.having, len(self._plain.scanned))

    def count(self, leaf: Leaf) -> int:
        """How many documents of the whole index a leaf matches, whatever their dates."""
        return len(self._plain.leaf(leaf))

    def document(self, found: Ranked) -> Document:
        """A document found."""
        return self._plain.scanned[found.number].document

    def shown(self, found: Sequence[Ranked]) -> list[Shown]:
        """Documents found, to be shown in pieces."""
        documents = map(self.document, found)
        return [Shown(About.of(each), CutText(each.title), CutText(each.text)) for each in documents]

    def lookup(self, ident: str) -> Ranked | None:
        """The document with this id, or None."""
        numbers = (number for number, scanned in enumerate(self._plain.scanned) if scanned.document.id == ident)
        return next((Ranked(0, number, 0) for number in numbers), None)

    def reprints(self, found: Ranked) -> tuple[str, ...]:
        """The ids of all documents that are copies of one, it among them, the earliest first; () where none is."""
        return self._reprints.get(self.document(found).id, ())

    def occurrences(self, found: Sequence[Ranked], asked: Sequence[Wanted]) -> list[list[list[Occurrence]]]:
        """For each pattern and each document where the one matches in the other, ascending, title first."""
        scanned = [self._plain.scanned[one.number] for one in found]
        return [[self._occurrences(one, wanted) for one in scanned] for wanted in asked]

    def _occurrences(self, scanned: Scanned, asked: Wanted) -> list[Occurrence]:
        if isinstance(asked, Days):
            return [
                Occurrence(field == "title", *place)
                for field in scanned.dates
                for place in within(scanned.dates[field], asked)
            ]
        return [
            Occurrence(field == "title", start, length)
            for field, text in (("title", scanned.title), ("text", scanned.text))
            for start, length in sorted(places(members(text, field, asked, self._plain.words)))
        ]

    def spellings(
        self, asked: Sequence[Pattern | Together], quorum: Quorum, period: Period | None
    ) -> list[Mapping[str, int]]:
        """For each pattern by which spellings the documents of a quorum have it, and how many have each."""
        found = self._plain.quorate(quorum, period).listed
        return [Counter(text for number in found for text in self._spelt(number, wanted)) for wanted in asked]

    def _spelt(self, number: int, wanted: Pattern | Together) -> set[str]:
        """The spellings by which a pattern stands in one document."""
        scanned = self._plain.scanned[number]
        document = scanned.document
        forms = {True: cut(document.title).forms(), False: cut(document.text).forms()}
        return {
            spelling(forms[place.in_title][place.slot : place.slot + place.length])
            for place in self._occurrences(scanned, wanted)
        }

    def weight(self, found: Ranked, leaf: Leaf) -> Weight | None:
        """How a leaf counts in a document; None where it does not match."""
        score = self._plain.leaf(leaf).get(found.number)
        if score is None:
            return None
        if isinstance(leaf, Narrowing):
            return Weight(0, 0, 0)
        wanted, *others = patterns(leaf)
        return Weight(self._plain.expanded_weights(wanted, others)[found.number], self._plain.idf_of(wanted), score)

    def gains(self, found: Ranked, quorum: Quorum, period: Period | None) -> Gains:
        """What the second look adds to the score of a document; nothing unless it is among the best of its list."""
        words = plain_words(quorum.tree)
        if len(words) < 2 or found.number not in self._first_look(quorum, period):
            return Gains(0, {})
        standing = self._standing_places(found.number, words)
        families = {word: self._family_gain(word, found.number) for word in words if not standing[word]}
        return Gains(self._passage_gain(words, standing), {word: gain for word, gain in families.items() if gain})

    def _first_look(self, quorum: Quorum, period: Period | None) -> list[int]:
        """Those that get the second look."""
        found = self._plain.quorate(quorum, period).scores()
        return [number for number, _ in sorted(found, key=self._ranking("relevance"))[: ranking.RESCORED]]

    def _listed(
        self, found: list[tuple[int, int]], sort: Sort, fading: ranking.Fading | None, group: bool
    ) -> list[tuple[int, int]]:
        """What there is to be ranked: with scores that fade, and of reprints one, where this is asked for."""
        if fading:
            found = [(number, self._faded(score, number, fading)) for number, score in found]
        if not group:
            return found
        one_of_each: dict[object, tuple[int, int]] = {}
        for number, score in sorted(found, key=self._ranking(sort)):
            family = self._reprints.get(self._plain.scanned[number].document.id, (number,))
            one_of_each.setdefault(family, (number, score))
        return list(one_of_each.values())

    def _ranked(
        self, found: list[tuple[int, int]], tree: Node, sort: Sort, fading: ranking.Fading | None
    ) -> list[Ranked]:
        words = plain_words(tree)
        if sort == "relevance" and len(words) > 1:
            found = self._rescored(sorted(found, key=self._ranking(sort)), words, fading)
        ordered = sorted(found, key=self._ranking(sort))
        return [Ranked(0, number, score if sort == "relevance" else 0) for number, score in ordered]

    def _fading(self, period: Period | None, window: Window) -> ranking.Fading | None:
        dated = [scanned.instant for scanned in self._plain.scanned if scanned.instant is not None]
        if not window.recency or window.sort != "relevance" or not dated:
            return None
        now = max(dated) if period is None else min(max(dated), period.end)
        return ranking.Fading(window.recency, now, min(dated))

    def _faded(self, score: int, number: int, fading: ranking.Fading) -> int:
        instant = self._plain.scanned[number].instant
        when = fading.oldest if instant is None else instant
        return int(fading.faded(np.array([score]), np.array([when]))[0])

    def _ranking(self, sort: Sort) -> Callable[[tuple[int, int]], tuple[int | bool, ...]]:
        """The key that sorts (document, score); documents are numbered by (instant, id), undated ones first."""
        match sort:
            case "relevance":
                return lambda found: (-found[1], -found[0])
            case "newest":
                return lambda found: (-found[0],)
            case "oldest":
                return lambda found: (self._plain.scanned[found[0]].instant is None, found[0])

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
        standing = self._standing_places(number, words)
        gain = self._passage_gain(words, standing)
        return gain + sum(self._family_gain(word, number) for word in words if not standing[word])

    def _standing_places(self, number: int, words: Sequence[PlainWord]) -> dict[PlainWord, list[int]]:
        """The slots of one document in which each word stands, or begins what stands for it."""
        return {word: self._begins(word, number) for word in words}

    def _passage_gain(self, words: Sequence[PlainWord], standing: dict[PlainWord, list[int]]) -> int:
        """What words gain by standing near each other, and neighbours of the query by standing as a pair."""
        gain = int(ranking.passage_bonus(np.array([self._best_passage(standing)]))[0])
        return gain + sum(self._pair_gain(standing, one, other) for one, other in pairwise(words))

    def _begins(self, word: PlainWord, number: int) -> list[int]:
        """Where a word stands in a document, or begins what stands for it; one slot lies between title and text."""
        scanned = self._looked_at(number)
        behind_title = len(scanned.title) + 1
        return sorted(
            {
                found.slot if found.in_title else behind_title + found.slot
                for asked in patterns(word)
                for found in self._occurrences(scanned, asked)
            }
        )

    def _looked_at(self, number: int) -> Scanned:
        """The beginning of a document, of which the second look tells."""
        scanned = self._plain.scanned[number]
        lengths = {"title": ranking.LOOKED_AT, "text": max(0, ranking.LOOKED_AT - len(scanned.title) - 1)}
        dates = {
            field: [date for date in dates if date.slot < lengths[field]] for field, dates in scanned.dates.items()
        }
        title, text = scanned.title[: lengths["title"]], scanned.text[: lengths["text"]]
        return replace(scanned, title=title, text=text, dates=dates)

    def _best_passage(self, standing: dict[PlainWord, list[int]]) -> int:
        idfs = {word: self._plain.idf(AnyForm(word_terms(word))) for word in standing}
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
        return ranking.pair_bonus(
            self._plain.idf(AnyForm(word_terms(one))), self._plain.idf(AnyForm(word_terms(other)))
        )

    def _family_gain(self, word: PlainWord, number: int) -> int:
        scanned = self._plain.scanned[number]
        terms = word_terms(word)
        lemmas = self._plain.words.lemmas_beginning(family_beginnings(terms))
        family = self._plain.words.accepted(AnyForm(lemmas))
        looked_at = self._looked_at(number)
        in_title = sum(form in family for form in looked_at.title)
        in_text = [slot for slot, form in enumerate(looked_at.text) if form in family]
        if not in_title and not in_text:
            return 0
        in_lead = sum(slot < ranking.LEAD_TOKENS for slot in in_text)
        weights = weights_of([(in_title, len(in_text), in_lead, len(scanned.title), len(scanned.text))])
        having = min(sum(map(self._plain.having, lemmas)), len(self._plain.scanned))
        family_idf = ranking.idf(len(self._plain.scanned), having)
        return int(ranking.family_bonus(weights, self._plain.idf(AnyForm(terms)), family_idf)[0])


def _shown(ranked: Sequence[Ranked], window: Window) -> tuple[Ranked, ...]:
    return tuple(ranked[window.offset : window.offset + window.limit])
