"""The shapes of the answers, declared once: what `answer.py` makes, what the API describes of itself.

Each field has its description behind it. A field that is `NotRequired` is there where it is asked for.
"""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from search.documents import DocumentField
from search.request import Interval
from search.results import CompletionKind, FailureKind, Kind, Part, ProblemKind, Role, SuggestionKind, TermKind, Unit


class ReadingLemma(TypedDict):
    """A dictionary word that a clause was read as."""

    lemma: str
    part: Part
    """its part of speech"""
    documents: int
    """how many documents `!!` finds by it, in the field of the clause"""


class FormCount(TypedDict):
    """A spelling by which documents of the list have a clause."""

    form: str
    """in lower case, with е for ё"""
    documents: int


class Clause(TypedDict):
    """How one clause of the query was understood."""

    text: str
    """as typed"""
    kind: Kind
    lemmas: list[str]
    """the dictionary words that it was read as: «стали» is «стать» and «сталь»"""
    expanded: list[str]
    """what stands for the word as well"""
    readings: list[ReadingLemma]
    role: Role
    """`optional`: one of several that may match; `ignored`: a very common word among others"""
    documents: int
    """how many documents of the whole archive have it"""
    dropped: bool
    """a word that some listed document lacks, where the search was relaxed"""
    forms: NotRequired[list[FormCount]]
    """with `forms=1`: the most frequent 10 spellings"""
    more_forms: NotRequired[int]
    """how many further forms there are"""


class Query(TypedDict):
    """The query."""

    raw: str
    """as sent"""
    parsed: str
    """as understood, in the query language"""
    interpretation: list[Clause]


class Total(TypedDict):
    """How many documents the whole list holds."""

    value: int
    relation: Literal["eq", "gte"]
    """`eq`: exactly so many"""
    unit: Unit
    """of what: `families` with `group=reprints`, where copies of one text count once"""


class Suggestion(TypedDict):
    """Another query that finds more."""

    kind: SuggestionKind
    query: str
    hits: int
    applied: bool
    """whether this list answers it already"""


class QueryProblem(TypedDict):
    """Something in the query that could not be used as typed."""

    kind: ProblemKind
    start: int
    """in code points"""
    end: int
    text: str
    message: str
    """in Russian, for readers"""


class Warned(TypedDict):
    """Something that was answered, but is hardly what was meant."""

    kind: Literal["unknown_value"]
    """`unknown_value`: no document says this in the field that the parameter narrows"""
    parameter: DocumentField
    value: str
    suggestion: str
    """the nearest value that some document has, or empty"""


class HitHighlight(TypedDict):
    """Where the query matches, as HTML: escaped, matching forms in `<mark>`."""

    title: str
    text: list[str]
    """pieces of the text, one line each"""


class DocumentHighlight(TypedDict):
    """The whole document as HTML: escaped, matching forms in `<mark>`."""

    title: str
    text: str


class Match(TypedDict):
    """A place where the query matches."""

    form: str
    """as it stands there"""
    lemma: str
    """the dictionary word that the query and the form share; empty where the query asks for a spelling"""
    clause: str
    """which clause of the query"""
    field: Literal["title", "text"]
    start: int
    """in code points of the title or of the text"""
    end: int


class WhyWords(TypedDict):
    """How many plain words the query has, and how many of them the document."""

    asked: int
    had: int


class WhyWorth(TypedDict):
    """The same by rarity: what all words are worth, how much of that the list asks for, how much the document has."""

    asked: int
    needed: int
    had: int


class WhyFailure(TypedDict):
    """What keeps a document out of the list."""

    kind: FailureKind
    text: str
    """the clause"""


class WhyTerm(TypedDict):
    """What a form was indexed under."""

    term: str
    kind: TermKind


class WhyForm(TypedDict):
    """A form in the document that a clause matches."""

    form: str
    places: int
    terms: list[WhyTerm]


class WhyPlace(TypedDict):
    """A place where a clause matches."""

    field: Literal["title", "text"]
    text: str
    """the text around it as HTML"""


class WhyClause(TypedDict):
    """What a clause is to the document: its score is weight × idf × times."""

    text: str
    kind: Kind
    role: Role
    matched: bool
    weight: int
    """how much the document is about it, 1 to 255"""
    idf: int
    """how rare it is"""
    times: int
    """how often it counts"""
    score: int
    forms: list[WhyForm]
    places: int
    """how many places match"""
    shown: list[WhyPlace]
    """the first three of them"""


class WhyFamily(TypedDict):
    """What words of the same root add for a word that is lacking."""

    text: str
    score: int


class WhyAnswer(TypedDict):
    """Why a search finds a document, or does not."""

    id: str
    title: str
    date: str | None
    listed: bool
    """whether the search finds it"""
    failures: list[WhyFailure]
    relaxed: bool
    words: WhyWords
    worth: WhyWorth
    score: int
    """the sum of the scores of `clauses`, of `passage` and of `families`"""
    clauses: list[WhyClause]
    passage: int
    """what the words gain by standing near each other"""
    families: list[WhyFamily]


class HitReprints(TypedDict):
    """The other copies of this text that the archive has, whether the query finds them or not."""

    count: int
    ids: list[str]
    """the earliest first"""


class Hit(TypedDict, total=False):
    """A document of the list, with the fields asked for."""

    id: str
    title: str
    """plain text"""
    date: str | None
    """a day (`2026-01-05`), or an instant with its offset, or null"""
    source: str
    """where it was published, or empty"""
    url: str
    """where the original is, as the archive has it, or empty: check it before linking"""
    section: str
    author: str
    place: str
    agency: str
    keywords: list[str]
    text: str
    """the whole text"""
    score: int | None
    """larger is better; null where the list is sorted by date"""
    highlight: HitHighlight
    reprints: HitReprints
    matches: list[Match]
    explain: WhyAnswer
    """with `explain=1`: why it is found"""


class FacetValue(TypedDict):
    """A value of a field."""

    value: str
    """empty for documents of which the field is not known"""
    count: int
    selected: bool
    """whether the request narrows to it"""


class Facet(TypedDict):
    """What the documents of the list say in a field, as if the request did not narrow this field."""

    field: DocumentField
    values: list[FacetValue]
    """the 100 most frequent, and those that the request narrows to"""
    more: int
    """how many further values there are"""


Bucket = TypedDict("Bucket", {"from": str, "to": str, "count": int})
"""A stretch of time by its first and last day, as `from` and `to` take them."""


class Histogram(TypedDict):
    """How the documents of the list are spread over time, from the oldest to the newest one."""

    interval: Interval
    zone: str
    """the zone in which its days lie"""
    buckets: list[Bucket]
    """without a gap"""
    undated: int
    """how many documents have no date"""


class Links(TypedDict):
    """Addresses of the same search."""

    self: str
    first: str
    prev: str | None
    next: str | None


class SearchAnswer(TypedDict):
    """One page of results."""

    query: Query
    total: Total
    relaxed: bool
    """no document had every word, or few had all of a long query, and the list holds documents that lack some"""
    dropped: list[str]
    """the words that some listed document lacks for that reason"""
    broadened: list[str]
    """the words that `broaden=1` added"""
    suggestions: list[Suggestion]
    problems: list[QueryProblem]
    """what of the query could not be used"""
    warnings: list[Warned]
    hits: list[Hit]
    facets: NotRequired[list[Facet]]
    """with `facets`: in the order asked for"""
    histogram: NotRequired[Histogram]
    """with `histogram`"""
    took_ms: float
    generation: str
    """which state of the index answered"""
    zone: str
    """in which zone days lie"""
    stale: bool
    """the live generation cannot be opened: an older one answers"""
    next_cursor: NotRequired[str | None]
    """the `cursor` for what stands behind this page, in this very state of the index; null at the end"""
    links: NotRequired[Links]


class DocumentAnswer(TypedDict):
    """One document, whole."""

    id: str
    title: str
    date: str | None
    source: str
    section: str
    author: str
    place: str
    agency: str
    url: str
    keywords: list[str]
    text: str
    highlight: DocumentHighlight


class SimilarAnswer(TypedDict):
    """What else there is on the subject of a document."""

    lemmas: list[str]
    """the words that tell most about it, by which the others are found"""
    hits: list[Hit]
    """the most alike first; of copies of one text one"""
    reprints: list[Hit]
    """its copies, the earliest first"""


class Completion(TypedDict):
    """What a query that was begun may be."""

    kind: CompletionKind
    """`word`: the last word completed; `title`: so it goes on in titles"""
    text: str
    """the whole query"""
    times: int
    """how often the word stands in texts, in all forms that begin so, or how often titles go on so"""


class SuggestAnswer(TypedDict):
    """Completions, the most frequent first."""

    query: str
    """as sent"""
    completions: list[Completion]


Gap = TypedDict("Gap", {"from": str, "to": str, "months": int})
"""Months without a document: their first and last day, and how many they are."""


class StatsAnswer(TypedDict):
    """What the index holds."""

    documents: int
    undated: int
    """how many have no date"""
    first: str | None
    """the date of the earliest document"""
    last: str | None
    forms: int
    """distinct spellings"""
    terms: int
    tokens: int
    """words in all texts"""
    gaps: list[Gap]
    """the months without a document between the first and the last"""
    generation: str
    created: str
    """when it was written"""
    zone: str
    size: int
    """bytes on the disk"""


class AnalyzedLemma(TypedDict):
    """A dictionary word that a form may be of."""

    text: str
    share: float
    """how likely"""
    tag: str
    """its grammar, as OpenCorpora writes it"""


class AnalyzedToken(TypedDict):
    """A word of a text, and how it is understood."""

    form: str
    start: int
    """in code points"""
    end: int
    lemmas: list[AnalyzedLemma]
    name_keys: list[str]
    terms: list[str]
    """what it is indexed under"""
    documents: int
    """how many documents it finds as a word of a query"""


class AnalyzeAnswer(TypedDict):
    """How a text is understood."""

    text: str
    tokens: list[AnalyzedToken]
    generation: str


class HealthAnswer(TypedDict):
    """Whether there is an index to answer from."""

    status: Literal["ok", "stale"]
    documents: int
    generation: str


class ProblemError(TypedDict, total=False):
    """One thing that is wrong."""

    parameter: str
    detail: str
    position: int
    """at which code point of the value"""
    suggestion: str
    """what may have been meant"""
    limit: str
    """which limit the query is over"""


class ProblemAnswer(TypedDict):
    """What went wrong (RFC 9457)."""

    type: str
    """compare this one"""
    title: str
    status: int
    detail: str
    """for a person"""
    instance: str
    errors: NotRequired[list[ProblemError]]
