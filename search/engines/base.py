"""The small interface that every engine keeps.

All engines find the same documents with the same integer scores, in the same order:

    relevance   score, then instant, then id, all descending
    newest      instant, then id, both descending; undated documents last
    oldest      instant, then id, both ascending; undated documents last
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from search.dates import Period
from search.documents import About, Document
from search.errors import QueryLimit
from search.query.patterns import Pattern, Together
from search.query.tree import Leaf, Node, Word
from search.results import Sort
from search.snippets import SlottedText


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document found: which segment, which number in it, its score (0 where nothing was scored)."""

    segment: int
    number: int
    score: int


@dataclass(frozen=True, slots=True)
class Found:
    """How many documents match in all, and those of the places asked for."""

    total: int
    ranked: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a pattern matches in a document: its first slot, counted from the start of the field, and how many.

    Of a pattern whose words may stand apart, each word that takes part is an occurrence.
    """

    in_title: bool
    slot: int
    length: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of which no more is read than is shown."""

    about: About
    title: SlottedText
    text: SlottedText


class Engine(Protocol):
    """What a search needs of an engine. A `period` of None means all documents, undated ones too."""

    def find(self, tree: Node, period: Period | None, sort: Sort, offset: int, limit: int) -> Found:
        """The documents that match a tree, ranked, from `offset` on, at most `limit`."""
        ...

    def tally(self, words: Sequence[Word], explicit: Node, period: Period | None) -> list[int]:
        """How many of the documents matching `explicit` have exactly 0, 1, 2… of the words."""
        ...

    def count(self, leaf: Leaf) -> int:
        """How many documents of the whole index a leaf matches, whatever their dates."""
        ...

    def document(self, found: Ranked) -> Document:
        """A document found."""
        ...

    def shown(self, found: Ranked) -> Shown:
        """A document found, to be shown in pieces."""
        ...

    def lookup(self, ident: str) -> Ranked | None:
        """The document with this id, or None."""
        ...

    def occurrences(self, found: Ranked, asked: Pattern | Together) -> list[Occurrence]:
        """Where a pattern matches in a document, ascending, title first."""
        ...


def check_expansion(forms: int, most: int) -> None:
    """Raises QueryLimit where a wildcard or a fuzzy word stands for more forms than are allowed."""
    if forms > most:
        detail = f"one word with * ? or ~ may stand for {most:,} forms; this one stands for more: type more of it"
        raise QueryLimit("expansions", detail, most)
