"""What the documents of a list say in their fields, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import nlargest
from operator import itemgetter

from search.documents import DocumentField
from search.engines.base import Selection
from search.request import Narrowed, SearchRequest
from search.results import Facet, FacetValue

MOST_VALUES = 100
"""Values of a field that are named; the others are counted."""


def facets(request: SearchRequest, listed: Callable[[DocumentField], Selection]) -> tuple[Facet, ...]:
    """The facets asked for; `listed`: the list as it would be if the request did not narrow that field."""
    asked = {each.field: each for each in request.narrowed}
    return tuple(
        _facet(field, listed(field).values(field), asked.get(field, Narrowed(field))) for field in request.facets
    )


def _facet(field: DocumentField, counts: Mapping[str, int], asked: Narrowed) -> Facet:
    """The most frequent values, and those asked for; of those as many documents have, in order of the alphabet."""
    least = min(nlargest(MOST_VALUES, counts.values()), default=0)  # so that few of thousands have to be sorted
    named = _ranked((value, count) for value, count in counts.items() if count >= least)[:MOST_VALUES]
    missing = set(asked.wanted).difference(value for value, _ in named)
    named += _ranked((value, counts.get(value, 0)) for value in missing)
    values = tuple(FacetValue(value, count, value in asked.wanted) for value, count in named)
    return Facet(field, values, len(counts) + len(missing - counts.keys()) - len(named))


def _ranked(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(sorted(counted), key=itemgetter(1), reverse=True)
