"""The parameters of an address: read into a request, and written back into links."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from search.documents import DOCUMENT_FIELDS
from search.errors import BadParameter, Flaw
from search.request import Inside, Narrowed, SearchRequest
from web.models import ListParameters, PageParameters, Parameters, SearchParameters, WhyParameters

Asked = TypeVar("Asked", bound=Parameters)

_DEFAULT = SearchRequest()
_SHOWN = 60  # signs of a value that is refused
_ALLOWED = re.compile("'([^']*)'")


def names(model: type[Parameters]) -> tuple[str, ...]:
    """What the parameters are called in an address."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


SEARCH = names(ListParameters)
"""What a search takes, on the page as in the API."""


def read(args: MultiDict[str, str], model: type[Asked]) -> Asked:
    """Read parameters: `q=токаев&from=2026-01-01&page=2`.

    Raises BadParameter for an unknown or a repeated parameter, and for a value that cannot be used. What a date or a
    query may be, the service decides.
    """
    known = names(model)
    values: dict[str, str | list[str]] = {}
    for name, given in args.lists():
        if name not in known:
            raise _unknown(name, known)
        if name not in model.repeated and len(given) > 1:
            raise BadParameter(name, f"{name} is given {len(given)} times: give it once")
        values[name] = given if name in model.repeated else given[0]
    try:
        return model.model_validate(values)
    except ValidationError as problem:
        raise _refused(problem) from None


def page_request(args: MultiDict[str, str]) -> SearchRequest:
    """Read a search of the page. Raises as `read` does."""
    return search_request(read(args, PageParameters))


def search_request(asked: ListParameters) -> SearchRequest:
    """What the service is asked for."""
    return SearchRequest(
        q=asked.q,
        since=asked.since,
        until=asked.until,
        day=asked.day,
        sort=asked.sort or _DEFAULT.sort,
        match=asked.match,
        page=asked.page,
        per_page=asked.per_page,
        strict=asked.strict == "1",
        recency=asked.recency,
        broaden=asked.broaden == "1",
        forms=asked.forms == "1",
        expand=asked.expand == "1",
        autocorrect=asked.autocorrect == "1",
        group=asked.group or _DEFAULT.group,
        inside=_inside(asked),
        narrowed=tuple(_narrowed(asked)),
    )


def api_request(asked: SearchParameters) -> SearchRequest:
    """The same of a search of the API."""
    return replace(
        search_request(asked),
        facets=tuple(dict.fromkeys(asked.facets or ())),
        histogram=asked.histogram,
        explain=asked.explain == "1",
    )


def why_request(asked: WhyParameters) -> SearchRequest:
    """The search that is to be explained."""
    return SearchRequest(
        q=asked.q,
        since=asked.since,
        until=asked.until,
        day=asked.day,
        match=asked.match,
        expand=asked.expand == "1",
        inside=_inside(asked),
        narrowed=tuple(_narrowed(asked)),
    )


def search_args(request: SearchRequest) -> dict[str, str | list[str]]:
    """Write a search as parameters, without those that have their usual value."""
    triples = zip(_SINGLE, _values(request), _values(_DEFAULT), strict=True)
    single: dict[str, str | list[str]] = {name: value for name, value, usual in triples if value != usual}
    return single | {
        each.field: [*each.wanted, *(f"-{value}" for value in each.unwanted)] for each in request.narrowed
    }


def pairs(args: Mapping[str, str | Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Parameters one by one: `{"source": ["ТАСС", "РИА"]}` → `source`, «ТАСС»; `source`, «РИА»."""
    for name, value in args.items():
        yield from ((name, each) for each in ([value] if isinstance(value, str) else value))


_SINGLE = tuple(name for name in SEARCH if name not in ListParameters.repeated)


def _values(request: SearchRequest) -> tuple[str, ...]:
    """The values of a search in the order of `_SINGLE`."""
    numbers = str(request.page), str(request.per_page)
    others = str(int(request.strict)), str(request.recency), str(int(request.broaden))
    flags = str(int(request.forms)), str(int(request.expand)), str(int(request.autocorrect)), request.group
    first = request.q, request.since, request.until, request.day, request.sort
    return *first, *numbers, request.match, *others, *flags, request.inside


def _inside(asked: ListParameters | WhyParameters) -> Inside:
    inside = {*asked.inside}
    return inside.pop() if len(inside) == 1 else ""


def _narrowed(asked: ListParameters | WhyParameters) -> Iterator[Narrowed]:
    for field in DOCUMENT_FIELDS:
        values: list[str] = getattr(asked, field)
        wanted = tuple(dict.fromkeys(value for value in values if not value.startswith("-")))
        unwanted = tuple(dict.fromkeys(value[1:] for value in values if value.startswith("-")))
        if values:
            yield Narrowed(field, wanted, unwanted)


def _unknown(name: str, known: Collection[str]) -> BadParameter:
    if not known:
        return BadParameter(name, f"there is no parameter {name[:_SHOWN]!r}: this address takes none")
    begins = [each for each in known if name.lower().startswith(each)]  # `query` means q, however short that is
    nearest = begins[0] if begins else _nearest(name, known)
    listed = ", ".join(known)
    detail = f"there is no parameter {name[:_SHOWN]!r}; the nearest is {nearest!r}, all are: {listed}"
    return BadParameter(name, detail, (Flaw(detail, parameter=name, suggestion=nearest),))


def _nearest(text: str, known: Iterable[str], cutoff: float = 0) -> str:
    found = get_close_matches(text.lower(), list(known), n=1, cutoff=cutoff)
    return found[0] if found else ""


def _refused(problem: ValidationError) -> BadParameter:
    """Every parameter that cannot be used, the first one in front."""
    flaws = tuple(_flaw(error) for error in problem.errors(include_url=False))
    return BadParameter(flaws[0].parameter, "; ".join(flaw.detail for flaw in flaws), flaws)


def _flaw(error: Any) -> Flaw:
    name = str(error["loc"][0])
    if error["type"] == "missing":
        return Flaw(f"{name} is missing", parameter=name)
    if error["type"] == "too_long":
        most, given = error["ctx"]["max_length"], error["ctx"]["actual_length"]
        return Flaw(f"{name}: at most {most} values at once, not {given}", parameter=name)
    message = error["msg"].removeprefix("Value error, ")
    detail = f"{name}: {message[0].lower()}{message[1:]}, not {str(error['input'])[:_SHOWN]!r}"
    allowed = _ALLOWED.findall(str(error.get("ctx", {}).get("expected", "")))
    return Flaw(detail, parameter=name, suggestion=_nearest(str(error["input"]), allowed, cutoff=0.6))
