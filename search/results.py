"""What a search asks for and what it returns: plain data, which the edges turn into text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from search.documents import Document, When

Sort = Literal["relevance", "newest", "oldest"]
Match = Literal["auto", "all", "any"]
SORTS: tuple[Sort, ...] = get_args(Sort)
MATCHES: tuple[Match, ...] = get_args(Match)
PER_PAGE_DEFAULT = 20
PER_PAGE_LIMIT = 100
RECENCY_LIMIT = 36_500
"""A hundred years, in days."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a person or a program asks for.

    >>> SearchRequest("токаев оон", since="2026-01-01", until="2026-01-31", sort="newest")

    `since` and `until` are inclusive days (or months, years, instants) as typed, read in the zone of the
    index; empty means open. `match`: `all` wants every word, `any` one of them, `auto` every word, and
    relaxes where no document has all, or few have all of three and more. `strict`: a query with something that cannot
    be used is refused. `recency`: days in which a score falls to its half; 0: age does not count.
    `broaden`: behind these, documents with the words that tell what the best ones are about (by relevance).
    """

    q: str = ""
    since: str = ""
    until: str = ""
    sort: Sort = "relevance"
    match: Match = "auto"
    page: int = 1
    per_page: int = PER_PAGE_DEFAULT
    strict: bool = False
    recency: int = 0
    broaden: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, `start` inclusive and `end` exclusive, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a document's text and the parts of it that the query matched."""

    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a result list. `score` is None where the list is sorted by date."""

    id: str
    title: Excerpt
    date: When | None
    source: str
    url: str
    place: str
    agency: str
    score: int | None
    snippets: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """How many documents the whole list holds: exactly (`eq`), or at least (`gte`)."""

    value: int
    relation: Literal["eq", "gte"] = "eq"


Role = Literal["required", "optional", "excluded", "ignored"]
Kind = Literal["word", "phrase", "exact", "lemma", "prefix", "wildcard", "fuzzy", "near", "filter", "date"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How one clause of the query was understood.

    `стали` → kind `word`, lemmas («стать», «сталь»), 53 documents. `role`: `required`; `optional` (one of
    several that may match); `excluded` (`-слово`); `ignored` (a stop word among other words).
    """

    text: str
    kind: Kind
    lemmas: tuple[str, ...]
    role: Role
    documents: int


ProblemKind = Literal[
    "pipe", "quote", "bracket", "star", "tilde", "lemma", "near", "field", "date", "capitals", "empty"
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the query that could not be used as typed, and where it stands in it (code points).

    What each kind means, and what is done instead, stands in `docs/query-language.md`; the rest of the query is used
    all the same. `hint`: for `field`, the known name that was probably meant.
    """

    kind: ProblemKind
    start: int
    end: int
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer. `total` counts what is listed, also after relaxation.

    `relaxed`: no document had every word, or few had all of a long query, so that the list holds those with most of
    them; `complete` is how many had all, and `dropped` are the plain words that some listed document lacks.
    `broadened`: the words that were added, where that was asked for.
    """

    request: SearchRequest
    parsed: str
    interpretation: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    total: Total
    relaxed: bool
    complete: int
    dropped: tuple[str, ...]
    broadened: tuple[str, ...]
    hits: tuple[Hit, ...]
    took_ms: float


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A whole document with the parts of its title and text that a query matched."""

    document: Document
    title: Excerpt
    text: Excerpt


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds: `size` in bytes; `first` and `last` are the dates of its earliest and latest document."""

    documents: int
    undated: int
    first: When | None
    last: When | None
    forms: int
    terms: int
    tokens: int
    generation: str
    created: str
    zone: str
    size: int
