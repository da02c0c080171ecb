"""The small interface that every engine keeps.

All engines find the same documents with the same integer scores, in the same order:

    relevance   score, then instant, then id, all descending
    newest      instant, then id, both descending; undated documents last
    oldest      instant, then id, both ascending; undated documents last
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, Self

from search.dates import Period
from search.documents import About, Document, DocumentField
from search.errors import QueryLimit
from search.query.patterns import Pattern, Together, Wanted
from search.query.tree import And, Leaf, Node, PlainWord
from search.request import Sort
from search.snippets import SlottedText


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document found: which segment, which number in it, its score (0 in lists by date)."""

    segment: int
    number: int
    score: int


class Selection(Protocol):
    """All documents of a list, in no order: to be counted."""

    def values(self, field: DocumentField) -> Mapping[str, int]:
        """How many of the documents say what in a field; "" for those that say nothing."""
        ...

    def span(self) -> tuple[int, int] | None:
        """The instants of the oldest and of the newest one that has a date."""
        ...

    def between(self, edges: Sequence[int]) -> list[int]:
        """How many have a date from each edge up to the next one; edges are instants, ascending."""
        ...

    def followed_by(self, others: Self) -> Self:
        """These, and others of the same engine that are none of them."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """How many documents match in all, those of the places asked for, and how many places the whole list has.

    There are fewer places than documents where of each family of reprints one is listed. `matching`: all that match,
    to be counted.
    """

    total: int
    ranked: tuple[Ranked, ...]
    places: int
    matching: Selection = field(compare=False)


@dataclass(frozen=True, slots=True)
class Quorum:
    """Documents that match `explicit` and have every word; with others, where fewer than `enough` have them all.

    A word is worth its rarity (`search.ranking.idf`). The others must have words worth at least `share` (numerator
    and denominator) of those of the document that has most; and one word at least, unless none has any, and that is
    enough (`needless`).
    """

    words: tuple[PlainWord, ...]
    explicit: Node
    enough: int
    share: tuple[int, int] = (0, 1)
    needless: bool = False

    @property
    def any_word(self) -> bool:
        """Where not enough have every word, is any one of them enough?"""
        return not self.share[0] and not self.needless

    @property
    def tree(self) -> Node:
        """All that is asked for, as one tree."""
        return And((*self.words, self.explicit))

    def least(self, whole: int, complete: int, most: int) -> int:
        """How much the words of a document must be worth, where all are worth `whole`, and those of the best `most`.

        `complete`: how many documents have every word.
        """
        if complete >= self.enough:
            return whole
        numerator, denominator = self.share
        return max(-(-most * numerator // denominator), 0 if self.needless and not most else 1)


@dataclass(frozen=True, slots=True)
class FoundQuorum(Found):
    """The documents found. `complete`: how many have every word; `having`: how many of those found have each word.

    `standing`: how many of the period have each word, found or not. All words are worth `whole` together; those of
    a document found are worth at least `least`.
    """

    complete: int
    having: tuple[int, ...]
    standing: tuple[int, ...]
    whole: int
    least: int


class Occurrence(NamedTuple):  # and no frozen dataclass: a page has hundreds
    """Where a pattern matches in a document: its first slot, counted from the start of the field, and how many.

    Of a pattern whose words may stand apart, each word that takes part is an occurrence.
    """

    in_title: bool
    slot: int
    length: int


@dataclass(frozen=True, slots=True)
class Weight:
    """How a leaf counts in a document: how much the document is about it (1…255), how rare it is, and the score.

    A filter or a date weighs nothing.
    """

    weight: int
    idf: int
    score: int


@dataclass(frozen=True, slots=True)
class Gains:
    """What the second look adds to a score: by the best passage, and by the family of each word that is lacking."""

    passage: int
    families: dict[PlainWord, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of which no more is read than is shown."""

    about: About
    title: SlottedText
    text: SlottedText


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling of the archive, folded; how often it stands in texts, and how often of these without a capital."""

    text: str
    times: int
    small: int


class Lexicon(Protocol):
    """The spellings of an archive, by which queries are corrected and completed."""

    def of(self, folded: str) -> Spelling:
        """A spelling, and how often it stands in the archive."""
        ...

    def like(self, folded: str, slips: int) -> list[Spelling]:
        """The spellings that become this one by so many slips, in the order of the alphabet."""
        ...

    def sharing(self, terms: Sequence[str]) -> list[Spelling]:
        """The spellings that have one of some terms, in the order of the alphabet."""
        ...

    def romanised(self, spelling: str) -> list[Spelling]:
        """The spellings that are romanised so (`search.russian.transliteration`), in the order of the alphabet."""
        ...

    def beginning(self, folded: str, most: int) -> list[tuple[str, int]]:
        """The commonest forms that begin so, as they are spelt, and how often each stands in the archive."""
        ...

    def following(self, folded: str, beginning: str, most: int) -> list[tuple[str, int]]:
        """The commonest forms that follow a spelling in titles and begin so, and how often each does."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a list: at most `limit` documents, from `offset` on; and the order of the list.

    `recency`: days in which a score falls to its half (see `search.ranking.Fading`); 0: age does not count.
    `group`: of the reprints of a text that match, the first in the order of the list stands for all, before
    anything is looked at a second time.
    """

    sort: Sort
    offset: int
    limit: int
    recency: int = 0
    group: bool = False


class Engine(Protocol):
    """What a search needs of an engine. A `period` of None means all documents, undated ones too."""

    lexicon: Lexicon

    def find(self, tree: Node, period: Period | None, window: Window) -> Found:
        """The documents that match a tree, those of a window, ranked."""
        ...

    def find_quorum(self, quorum: Quorum, period: Period | None, window: Window) -> FoundQuorum:
        """The same for documents with all, or with enough, of the words."""
        ...

    def find_beyond(self, quorum: Quorum, lemmas: Sequence[str], period: Period | None, window: Window) -> Found:
        """The documents that match `explicit` and have most of the lemmas, and that a quorum does not list.

        They are by relevance, and none stands for others.
        """
        ...

    def values(self, field: DocumentField) -> frozenset[str]:
        """What the documents of the index say in a field; some of them may be gone."""
        ...

    def telling(self, found: Sequence[Ranked], words: Sequence[PlainWord]) -> tuple[str, ...]:
        """The lemmas that tell most about the documents found, and are none of the words."""
        ...

    def significant(self, found: Ranked) -> tuple[str, ...]:
        """The lemmas that tell most of what a document is about."""
        ...

    def count(self, leaf: Leaf) -> int:
        """How many documents of the whole index a leaf matches, whatever their dates."""
        ...

    def document(self, found: Ranked) -> Document:
        """A document found."""
        ...

    def shown(self, found: Sequence[Ranked]) -> list[Shown]:
        """Documents found, to be shown in pieces."""
        ...

    def lookup(self, ident: str) -> Ranked | None:
        """The document with this id, or None."""
        ...

    def reprints(self, found: Ranked) -> tuple[str, ...]:
        """The ids of all documents that are copies of one, it among them, the earliest first; () where none is."""
        ...

    def occurrences(self, found: Sequence[Ranked], asked: Sequence[Wanted]) -> list[list[list[Occurrence]]]:
        """For each pattern and each document where the one matches in the other, ascending, title first."""
        ...

    def spellings(
        self, asked: Sequence[Pattern | Together], quorum: Quorum, period: Period | None
    ) -> list[Mapping[str, int]]:
        """For each pattern by which spellings the documents of a quorum have it, and how many have each.

        Spellings are folded: «Стали» and «стали» are one. A phrase is spelt as a whole, of words that may stand apart
        each one by itself.
        """
        ...

    def weight(self, found: Ranked, leaf: Leaf) -> Weight | None:
        """How a leaf counts in a document; None where it does not match."""
        ...

    def gains(self, found: Ranked, quorum: Quorum, period: Period | None) -> Gains:
        """What the second look adds to the score of a document; nothing unless it is among the best of its list."""
        ...


def check_expansion(forms: int, most: int) -> None:
    """Raises QueryLimit where a wildcard or a fuzzy word stands for more forms than are allowed."""
    if forms > most:
        detail = f"one word with * ? or ~ may stand for {most:,} forms; this one stands for more: type more of it"
        raise QueryLimit("expansions", detail, most)
