"""What a search asks for: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from search.documents import DocumentField

Sort = Literal["relevance", "newest", "oldest"]
Match = Literal["auto", "all", "any"]
Group = Literal["", "reprints"]
Inside = Literal["", "title", "text"]
Interval = Literal["day", "week", "month", "quarter", "year"]
HistogramInterval = Literal["", "auto", "day", "week", "month", "quarter", "year"]
SORTS: tuple[Sort, ...] = get_args(Sort)
INTERVALS: tuple[Interval, ...] = get_args(Interval)
MATCHES: tuple[Match, ...] = get_args(Match)
GROUPS: tuple[Group, ...] = get_args(Group)
PER_PAGE_DEFAULT = 20
PER_PAGE_LIMIT = 100
COMPLETIONS_DEFAULT = 10
COMPLETIONS_LIMIT = 50
SIMILAR_DEFAULT = 5
RECENCY_LIMIT = 36_500
"""A hundred years, in days."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a field of the documents says, to the letter: one of `wanted`, where there are any, none of `unwanted`.

    >>> Narrowed("source", wanted=("ТАСС", "РИА Новости"))

    The empty value is that of documents of which the field is not known.
    """

    field: DocumentField
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a person or a program asks for.

    >>> SearchRequest("токаев оон", since="2026-01-01", until="2026-01-31", sort="newest")

    `since` and `until` are inclusive days (or months, years, instants) as typed, read in the zone of the
    index; empty means open. `day`: one day of any year, `11-30`. `match`: `all` wants every word, `any` one of them,
    `auto` every word, and relaxes where no document has all, or few have all of three and more. `strict`: a query
    with something that cannot be used is refused. `recency`: days in which a score falls to its half; 0: age does
    not count.
    `broaden`: behind these, documents with the words that tell what the best ones are about (by relevance).
    `forms`: count by which forms each clause was found.
    `group`: `reprints` lists one document of each family of copies, the first in the order of the list.
    `expand`: a word also finds its synonyms and the forms of a name that the user lists.
    `autocorrect`: where nothing is found and the words are misspelt, what was probably meant is answered.
    `inside`: where words are looked for that name no field; empty: in title and text. `narrowed`: each field at most
    once. `facets`: the fields whose values are counted; `histogram`: by which stretches of time, if any.
    `skip`: so many documents stand before the first page. `highlight`: show where the query matches; `places`: tell
    it by figures as well; `texts`: give whole texts; `explain`: tell of each document why it is found.
    """

    q: str = ""
    since: str = ""
    until: str = ""
    sort: Sort = "relevance"
    match: Match = "auto"
    page: int = 1
    per_page: int = PER_PAGE_DEFAULT
    strict: bool = False
    forms: bool = False
    expand: bool = True
    recency: int = 0
    broaden: bool = False
    autocorrect: bool = True
    group: Group = ""
    day: str = ""
    inside: Inside = ""
    narrowed: tuple[Narrowed, ...] = ()
    facets: tuple[DocumentField, ...] = ()
    histogram: HistogramInterval = ""
    skip: int = 0
    highlight: bool = True
    places: bool = False
    texts: bool = False
    explain: bool = False

    @property
    def offset(self) -> int:
        """How many documents of the list stand before those asked for."""
        return self.skip + (self.page - 1) * self.per_page
