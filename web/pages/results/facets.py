"""What a list can be narrowed by, and what it is narrowed by already: each time the search that a link leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.documents import DOCUMENT_FIELDS, DocumentField
from search.request import Narrowed, SearchRequest
from search.results import Facet, FacetValue

SHOWN = 5
"""Values of a field that stand beside a list; a page of their own has more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, how many documents have it, and the search that takes it in, or gives it up where it is `selected`."""

    value: str
    count: int
    selected: bool
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class Choices:
    """What a field offers: the `first` values, and how many `more` there are."""

    field: DocumentField
    first: tuple[Choice, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Chip:
    """What a list is narrowed by, and the search without it. `unwanted`: documents that have it are left out."""

    field: DocumentField
    value: str
    unwanted: bool
    request: SearchRequest


def choices(facets: tuple[Facet, ...], asked: SearchRequest) -> tuple[Choices, ...]:
    """The facets that narrow something: those with two values, or with one that is selected."""
    return tuple(_few(all_choices(facet, asked)) for facet in facets if _narrows(facet))


def all_choices(facet: Facet, asked: SearchRequest) -> Choices:
    """All values that a facet names, the selected ones in front, documents of which it is not known at the end."""
    ordered = sorted(facet.values, key=lambda value: (not value.selected, not value.value))
    return Choices(facet.field, tuple(_choice(facet.field, value, asked) for value in ordered), facet.more)


def chips(asked: SearchRequest) -> Iterator[Chip]:
    """The values that a search wants, or does not want, each as a chip that takes it away."""
    for each in asked.narrowed:
        for value in each.wanted:
            yield Chip(each.field, value, False, _without(asked, each.field, value))
        for value in each.unwanted:
            yield Chip(each.field, value, True, _without(asked, each.field, value))


def exchanged(asked: SearchRequest, field: DocumentField, value: str, other: str) -> SearchRequest:
    """The same search with another value instead of this one."""
    present = _of(asked, field)
    wanted, unwanted = (tuple(other if each == value else each for each in values) for values in _both(present))
    return _changed(asked, Narrowed(field, wanted, unwanted))


def _with(asked: SearchRequest, field: DocumentField, value: str) -> SearchRequest:
    """A search for documents that have this value as well."""
    present = _of(asked, field)
    unwanted = tuple(each for each in present.unwanted if each != value)
    return _changed(asked, Narrowed(field, (*present.wanted, value), unwanted))


def _without(asked: SearchRequest, field: DocumentField, value: str) -> SearchRequest:
    wanted, unwanted = (tuple(each for each in values if each != value) for values in _both(_of(asked, field)))
    return _changed(asked, Narrowed(field, wanted, unwanted))


def _both(present: Narrowed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return present.wanted, present.unwanted


def _of(asked: SearchRequest, field: DocumentField) -> Narrowed:
    return next((each for each in asked.narrowed if each.field == field), Narrowed(field))


def _changed(asked: SearchRequest, by: Narrowed) -> SearchRequest:
    fields = {each.field: each for each in asked.narrowed} | {by.field: by}
    kept = (fields[field] for field in DOCUMENT_FIELDS if field in fields)
    return replace(asked, page=1, narrowed=tuple(each for each in kept if each.wanted or each.unwanted))


def _narrows(facet: Facet) -> bool:
    return len(facet.values) + facet.more > 1 or any(value.selected for value in facet.values)


def _few(offered: Choices) -> Choices:
    shown = SHOWN + sum(choice.selected for choice in offered.first)
    if len(offered.first) + offered.more == shown + 1:
        shown += 1  # one more is no longer than the line that leads to it
    return replace(offered, first=offered.first[:shown], more=offered.more + len(offered.first[shown:]))


def _choice(field: DocumentField, value: FacetValue, asked: SearchRequest) -> Choice:
    change = _without if value.selected else _with
    return Choice(value.value, value.count, value.selected, change(asked, field, value.value))
