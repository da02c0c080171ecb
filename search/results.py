"""What a search returns: plain data, which the edges turn into text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from search.documents import Document, DocumentField, When
from search.request import Interval, SearchRequest

Unit = Literal["documents", "families"]


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
class HitMatch:
    """A place where a clause of the query matches a document, in code points of the title or of the text.

    `form`: as it stands there; `lemma`: the dictionary word that both have, empty where the clause asks for none.
    """

    form: str
    lemma: str
    clause: str
    field: Literal["title", "text"]
    span: Span


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a result list. `score` is None where the list is sorted by date.

    `reprints`: the ids of the other copies that the archive has of this text, the earliest first.
    `matches`, `text` and `why` are there where the request asks for them.
    """

    id: str
    title: Excerpt
    date: When | None
    source: str
    section: str
    author: str
    place: str
    agency: str
    url: str
    keywords: tuple[str, ...]
    score: int | None
    snippets: tuple[Excerpt, ...]
    reprints: tuple[str, ...] = ()
    matches: tuple[HitMatch, ...] = ()
    text: str = ""
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """How many documents the whole list holds: exactly (`eq`), or at least (`gte`).

    `unit`: `families` where the copies of a text count as one.
    """

    value: int
    relation: Literal["eq", "gte"] = "eq"
    unit: Unit = "documents"


Role = Literal["required", "optional", "excluded", "ignored"]
Kind = Literal["word", "phrase", "exact", "lemma", "prefix", "wildcard", "fuzzy", "near", "filter", "date", "mention"]


Part = Literal["noun", "name", "verb", "adjective", "adverb", "numeral", "pronoun", "other"]


@dataclass(frozen=True, slots=True)
class LemmaRead:
    """One dictionary word that a clause was read as: «сталь», a noun, which 33 documents have (`!!сталь`).

    `query` is the whole query with this word instead of the one typed; empty where it has no other reading.
    """

    text: str
    part: Part
    documents: int
    query: str = ""


@dataclass(frozen=True, slots=True)
class FormCount:
    """A spelling by which documents of a result match a clause, folded («сталью»), and how many do so."""

    form: str
    documents: int


@dataclass(frozen=True, slots=True)
class Forms:
    """By which spellings a clause was found: the most frequent ones, and how many more there are."""

    counts: tuple[FormCount, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How one clause of the query was understood.

    `стали` → kind `word`, lemmas («стать», «сталь»), 53 documents. `role`: `required`; `optional` (one of
    several that may match); `excluded` (`-слово`); `ignored` (a stop word among other words). `expanded`: what
    stands for it as well, `оон` → («организация объединённых наций»). `dropped`: a
    plain word that some listed document lacks. `exact`: the whole query with `!слово` for a plain word, else empty.
    `forms`: by which spellings the listed documents have it, where the request asks for that.
    """

    text: str
    kind: Kind
    lemmas: tuple[LemmaRead, ...]
    expanded: tuple[str, ...]
    role: Role
    documents: int
    dropped: bool = False
    exact: str = ""
    forms: Forms | None = None


SuggestionKind = Literal["spelling", "layout", "transliteration", "kazakh"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that finds more: `призедент` → `президент`, 21 documents. `applied`: the page answers it already.

    `spelling`: one or two slips; `layout`: typed with the other keyboard layout on; `transliteration`: Russian in
    Latin letters; `kazakh`: Kazakh letters.
    """

    kind: SuggestionKind
    query: str
    hits: int
    applied: bool = False


def applied(suggestions: Iterable[Suggestion]) -> Suggestion | None:
    """The suggestion that is answered instead of what was asked, if there is one."""
    return next((suggestion for suggestion in suggestions if suggestion.applied), None)


CompletionKind = Literal["word", "title"]


@dataclass(frozen=True, slots=True)
class Completion:
    """What a query that was begun may be: `тока` → «токаев», «токаев подписал».

    `word`: the last word completed, which stands so often in texts, in all forms that begin so; `title`: so it goes
    on in titles.
    """

    kind: CompletionKind
    text: str
    times: int


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
class FacetValue:
    """A value of a field, how many documents say so, and whether the request narrows to it."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """What the documents of a list say in a field, the most frequent first; `more`: values that are not named.

    They are counted as if the request did not narrow this field, so that it can be told what else may be chosen.
    """

    field: DocumentField
    values: tuple[FacetValue, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """A stretch of time, first and last day, and how many documents are of it."""

    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """How the documents of a list are spread over time, from the oldest to the newest, without a gap.

    `undated`: how many are in no bucket, since they have no date.
    """

    interval: Interval
    buckets: tuple[Bucket, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value asked for that no document of the index has in this field, and the nearest that some have, or ""."""

    field: DocumentField
    value: str
    nearest: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer. `total` counts what is listed, also after relaxation.

    Where a suggestion is applied, `request` is what was asked, and all else is the answer to the suggestion.

    `relaxed`: no document had every word, or few had all of a long query, so that the list holds those with most of
    them; `complete` is how many had all, and `dropped` are the plain words that some listed document lacks.
    `broadened`: the words that were added, where that was asked for. `generation`: which one answered; `stale`: it is
    not the live one, which could not be opened. `zone`: the one in which its days lie. `state`: what tells the
    generation from any other, of the same name too.
    """

    request: SearchRequest
    parsed: str
    interpretation: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    total: Total
    relaxed: bool
    complete: int
    dropped: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    broadened: tuple[str, ...]
    hits: tuple[Hit, ...]
    took_ms: float
    generation: str
    zone: str
    state: str
    facets: tuple[Facet, ...] = ()
    histogram: Histogram | None = None
    unknown: tuple[UnknownValue, ...] = ()
    stale: bool = False

    @property
    def behind(self) -> int:
        """How many documents stand in the list up to the end of this page."""
        return self.request.offset + len(self.hits)

    @property
    def goes_on(self) -> bool:
        """Does anything stand behind this page?"""
        return bool(self.hits) and self.behind < self.total.value

    @property
    def answered(self) -> str:
        """The query that is answered: the one asked, or the suggestion that is applied."""
        suggestion = applied(self.suggestions)
        return suggestion.query if suggestion else self.request.q


TermKind = Literal["lemma", "name key", "rare lemma"]


@dataclass(frozen=True, slots=True)
class FormMatch:
    """A form in a document that a clause matches, how often it does, and the terms under which: («сталь», a lemma).

    Without terms the clause asks for spellings (`!стали`, `стал*`).
    """

    form: str
    terms: tuple[tuple[str, TermKind], ...]
    places: int


@dataclass(frozen=True, slots=True)
class MatchPlace:
    """One place where a clause matches, with the text around it."""

    field: Literal["title", "text"]
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Clause:
    """What one clause of a query is to one document.

    `places` counts all, `shown` are the first of them. `score` is weight (1…255) × idf × `times`: how often the
    clause counts. Usually once; never where the document is not listed, twice where it stands in two brackets.
    """

    reading: Reading
    matched: bool
    places: int
    shown: tuple[MatchPlace, ...]
    forms: tuple[FormMatch, ...]
    weight: int
    idf: int
    times: int
    score: int


FailureKind = Literal["period", "missing", "few", "alternatives", "excluded", "filter", "date"]


@dataclass(frozen=True, slots=True)
class Failure:
    """What keeps a document out of a list.

    `period`: it is not of these days; `missing`: it lacks this clause; `few`: this is one of the words that it lacks,
    and it has fewer than the list asks for; `alternatives`: it has none of these; `excluded`: it has what it must
    not; `filter`, `date`: it is not of this source, of this day…
    """

    kind: FailureKind
    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why a document is in a list, or is not.

    Of the `words` plain words of the query the document is `having` so many. Each is worth its rarity: all of them
    `worth`, those of the document `worth_had`, and the list asks for `worth_needed` (less than all where it is
    relaxed). `score` is the sum of the scores of all clauses, of `passage` (how near the words
    stand) and of `families` (words of the same root as one that is lacking): that of the list by relevance.
    """

    id: str
    title: str
    date: When | None
    listed: bool
    failures: tuple[Failure, ...]
    relaxed: bool
    words: int
    having: int
    worth: int
    worth_had: int
    worth_needed: int
    clauses: tuple[Clause, ...]
    passage: int
    families: tuple[tuple[str, int], ...]
    score: int


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A whole document with the parts of its title and text that a query matched."""

    document: Document
    title: Excerpt
    text: Excerpt


@dataclass(frozen=True, slots=True)
class Similar:
    """What else there is on the subject of a document.

    `lemmas`: those that tell most of it, by which `hits` were found, the most alike first; `reprints`: its copies,
    the earliest first, which are not among the hits.
    """

    lemmas: tuple[str, ...]
    hits: tuple[Hit, ...]
    reprints: tuple[Hit, ...]


RunKind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of two texts that were compared: both have it, or only the first (removed), or the second (added)."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents, and what of the first is another in the second."""

    before: Document
    after: Document
    title: tuple[Run, ...]
    text: tuple[Run, ...]


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
