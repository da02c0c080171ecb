"""The parameters of every address, declared once: what is validated, and what the API describes of itself."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from search.answer import HitField
from search.documents import DOCUMENT_FIELDS, DocumentField
from search.request import (
    COMPLETIONS_DEFAULT,
    COMPLETIONS_LIMIT,
    PER_PAGE_LIMIT,
    RECENCY_LIMIT,
    SIMILAR_DEFAULT,
    HistogramInterval,
    Match,
    Sort,
)

LARGEST = 999_999_999
LONGEST_TEXT = 2000
MOST_VALUES = 100

_NUMBER = re.compile(r"[0-9]{1,9}")

Format = Literal["json", "jsonl", "csv", "rss", "atom"]


def _digits(value: object) -> object:
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError("a whole number of at most nine digits")
    return value


def _between_commas(value: object) -> object:
    return value.split(",") if isinstance(value, str) else value


Digits = BeforeValidator(_digits)
Flag = Literal["0", "1"]
Values = Annotated[list[str], Field(max_length=MOST_VALUES)]

Item = TypeVar("Item")
Listed = Annotated[list[Item], BeforeValidator(_between_commas), Field(min_length=1)]
"""Several values with commas between; to name none, the parameter is left out."""


class Parameters(BaseModel):
    """What an address takes: each parameter once, but for the `repeated` ones, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    repeated: ClassVar[frozenset[str]] = frozenset()


class ListParameters(Parameters):
    """A search, on the page as in the API."""

    repeated: ClassVar[frozenset[str]] = frozenset(DOCUMENT_FIELDS)

    q: str = ""
    """a query in the query language; empty lists the whole range, newest first"""
    since: str = Field("", alias="from")
    """first day, month, year or instant, itself included: `2026-01-05`, `05.01.2026`, `2026-01`, `2026`"""
    until: str = Field("", alias="to")
    """last day, month, year or instant, itself included"""
    day: str = ""
    """one day of any year, month and day: `11-30`"""
    sort: Sort | None = None
    """order of the list; feeds are sorted by `newest` unless told otherwise"""
    page: Annotated[int, Field(ge=1, le=LARGEST), Digits] = 1
    """which page, from 1 on"""
    per_page: Annotated[int, Field(ge=1, le=PER_PAGE_LIMIT), Digits] = 20
    """documents on a page"""
    match: Match = "auto"
    """`all`: every word; `any`: at least one; `auto`: every word, or most of them where few documents have all"""
    strict: Flag = "0"
    """`1`: a query with anything in it that cannot be used is refused"""
    recency: Annotated[int, Field(ge=0, le=RECENCY_LIMIT), Digits] = 0
    """days in which a score falls to its half; `0`: age does not count"""
    broaden: Flag = "0"
    """`1`: behind the list, documents with the words that tell what the best ones are about"""
    forms: Flag = "0"
    """`1`: count by which forms each clause was found"""
    expand: Flag = "1"
    """`0`: words find only themselves, without synonyms and listed names"""
    autocorrect: Flag = "1"
    """`0`: a query that finds nothing since it is misspelt stays as it is, and what was meant is only suggested"""
    group: Literal["reprints"] | None = None
    """`reprints`: of the copies of one text that match, the list has the first one in its order"""
    inside: Listed[Literal["title", "text"]] = Field(["title", "text"], alias="in")
    """where words are looked for that name no field"""
    source: Values = []
    """only documents whose source is this one, to the letter; repeated: any of these; `-ТАСС`: not this one; empty:
    those without one"""
    section: Values = []
    """the same by section"""
    author: Values = []
    """the same by author"""
    place: Values = []
    """the same by place"""
    agency: Values = []
    """the same by agency"""


class PageParameters(ListParameters):
    """A search of the page."""

    cursor: str | None = None
    """where the list goes on, as a link of the page says it, in the state of the index in which it began"""
    lang: Literal["ru", "en"] = "ru"
    """the language of the page"""


class HelpParameters(Parameters):
    """A page that needs to know nothing but its language."""

    lang: Literal["ru", "en"] = "ru"
    """the language of the page"""


class ChangesParameters(HelpParameters):
    """Two documents that are compared."""

    before: str
    """the id of the document that was there first"""
    after: str
    """the id of the other one"""


class SearchParameters(ListParameters):
    """A search of the API."""

    facets: Listed[DocumentField] | None = None
    """fields whose values are counted over the whole list"""
    histogram: HistogramInterval = ""
    """count the list by stretches of time; `auto`: the finest with at most 100 of them"""
    fields: Listed[HitField] | None = None
    """what is told of each document; the usual: `id,title,date,source,url,score,highlight,reprints`; in `jsonl` all
    that `slovoform build` reads, in `csv` the same without `text`, and `score`"""
    highlight: Flag = "1"
    """`0`: do not show where the query matches"""
    explain: Flag = "0"
    """`1`: tell of each document why it is found, as `/api/why` does"""
    cursor: str | None = None
    """the `next_cursor` of an answer, with its parameters: what stands behind it, in the same state of the index"""
    format: Format | None = None
    """`json`: a page; `jsonl`, `csv`: the whole list, however long; `rss`, `atom`: a feed. Without it, what `Accept`
    asks for, or `json`"""


class DocumentParameters(Parameters):
    """What marks a document."""

    q: str = ""
    """a query: what it matches is marked"""
    expand: Flag = "1"
    """`0`: without synonyms and listed names"""


class WhyParameters(Parameters):
    """Which document a search is explained for."""

    repeated: ClassVar[frozenset[str]] = frozenset(DOCUMENT_FIELDS)

    id: str
    """the id of the document"""
    q: str = ""
    """the query"""
    since: str = Field("", alias="from")
    """as in a search"""
    until: str = Field("", alias="to")
    """as in a search"""
    day: str = ""
    """as in a search"""
    match: Match = "auto"
    """as in a search"""
    expand: Flag = "1"
    """as in a search"""
    inside: Listed[Literal["title", "text"]] = Field(["title", "text"], alias="in")
    """as in a search"""
    source: Values = []
    """as in a search"""
    section: Values = []
    """as in a search"""
    author: Values = []
    """as in a search"""
    place: Values = []
    """as in a search"""
    agency: Values = []
    """as in a search"""


class SimilarParameters(Parameters):
    """How much is told that is similar to a document."""

    limit: Annotated[int, Field(ge=0, le=PER_PAGE_LIMIT), Digits] = SIMILAR_DEFAULT
    """so many documents, beside its reprints"""


class SuggestParameters(Parameters):
    """A query that was begun."""

    q: str = ""
    """what was typed so far"""
    limit: Annotated[int, Field(ge=1, le=COMPLETIONS_LIMIT), Digits] = COMPLETIONS_DEFAULT
    """so many completions at most"""


class AnalyzeParameters(Parameters):
    """A text to be analysed."""

    text: str = Field(max_length=LONGEST_TEXT)
    """the text"""


class NoParameters(Parameters):
    """An address that takes none."""
