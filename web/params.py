"""The parameters of an address: read into a request, and written back into links."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import cast

from werkzeug.datastructures import MultiDict

from search.errors import BadParameter
from search.results import COMPLETIONS_DEFAULT, SIMILAR_DEFAULT, Group, Match, SearchRequest, Sort

SEARCH = (
    "q", "from", "to", "sort", "page", "per_page", "match", "strict", "recency", "broaden", "forms", "expand",
    "autocorrect", "group",
)  # fmt: skip
"""What a search takes: the names are those of the API and of the page."""

DOCUMENT = ("q", "expand")

SIMILAR = ("limit",)

WHY = ("q", "id", "from", "to", "match", "expand")

SUGGEST = ("q", "limit")

_DEFAULT = SearchRequest()
_NUMBER = re.compile(r"[0-9]{1,9}")


def search_request(args: MultiDict[str, str]) -> SearchRequest:
    """Read a search: `q=токаев&from=2026-01-01&page=2`.

    Raises BadParameter for an unknown or a repeated parameter and for what is no number. What a date, an order or
    a number may be, the service decides.
    """
    values = known(args, SEARCH)
    return SearchRequest(
        q=values.get("q", _DEFAULT.q),
        since=values.get("from", _DEFAULT.since),
        until=values.get("to", _DEFAULT.until),
        sort=cast(Sort, values.get("sort", _DEFAULT.sort)),
        match=cast(Match, values.get("match", _DEFAULT.match)),
        page=_number("page", values.get("page", str(_DEFAULT.page))),
        per_page=_number("per_page", values.get("per_page", str(_DEFAULT.per_page))),
        strict=_flag("strict", values.get("strict", "0")),
        recency=_number("recency", values.get("recency", str(_DEFAULT.recency))),
        broaden=_flag("broaden", values.get("broaden", "0")),
        forms=_flag("forms", values.get("forms", "0")),
        expand=_flag("expand", values.get("expand", "1")),
        autocorrect=_flag("autocorrect", values.get("autocorrect", "1")),
        group=cast(Group, values.get("group", _DEFAULT.group)),
    )


def why_request(args: MultiDict[str, str]) -> tuple[SearchRequest, str]:
    """Read which document a search is to be explained for: `q=токаев&id=astana-1`."""
    values = known(args, WHY)
    if "id" not in values:
        raise BadParameter("id", "id is missing: give the id of the document that the search is explained for")
    ident = values.pop("id")
    return search_request(MultiDict(values)), ident


def suggest_request(args: MultiDict[str, str]) -> tuple[str, int]:
    """Read what is to be completed, and how often at most: `q=тока&limit=5`."""
    values = known(args, SUGGEST)
    return values.get("q", ""), _number("limit", values.get("limit", str(COMPLETIONS_DEFAULT)))


def marking(args: MultiDict[str, str]) -> tuple[str, bool]:
    """Read what a document is to be marked by: the query, and whether it is expanded."""
    values = known(args, DOCUMENT)
    return values.get("q", _DEFAULT.q), _flag("expand", values.get("expand", "1"))


def similar_limit(args: MultiDict[str, str]) -> int:
    """Read how many similar documents are asked for."""
    return _number("limit", known(args, SIMILAR).get("limit", str(SIMILAR_DEFAULT)))


def search_args(request: SearchRequest) -> dict[str, str]:
    """Write a search as parameters, without those that have their usual value: the inverse of `search_request`."""
    pairs = zip(SEARCH, _values(request), _values(_DEFAULT), strict=True)
    return {name: value for name, value, usual in pairs if value != usual}


def known(args: MultiDict[str, str], names: Collection[str]) -> dict[str, str]:
    """The parameters, each given once and each one of `names`. Raises BadParameter for any other."""
    for name, values in args.lists():
        if name not in names:
            raise BadParameter(name, _unknown(name, names))
        if len(values) > 1:
            raise BadParameter(name, f"{name} is given {len(values)} times: give it once")
    return args.to_dict()


def _values(request: SearchRequest) -> tuple[str, ...]:
    """The values of a search in the order of `SEARCH`."""
    numbers = str(request.page), str(request.per_page)
    others = str(int(request.strict)), str(request.recency), str(int(request.broaden))
    flags = str(int(request.forms)), str(int(request.expand)), str(int(request.autocorrect))
    return (
        request.q,
        request.since,
        request.until,
        request.sort,
        *numbers,
        request.match,
        *others,
        *flags,
        request.group,
    )


def _unknown(name: str, names: Collection[str]) -> str:
    begins = [known for known in names if name.lower().startswith(known)]  # `query` means q, however short that is
    nearest = begins[0] if begins else get_close_matches(name.lower(), names, n=1, cutoff=0)[0]
    return f"there is no parameter {name[:60]!r}; the nearest is {nearest!r}, all are: {', '.join(names)}"


def _number(name: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise BadParameter(name, f"{name} is a whole number of at most nine digits, not {text[:60]!r}")
    return int(text)


def _flag(name: str, text: str) -> bool:
    if text not in ("0", "1"):
        raise BadParameter(name, f"{name} is 1 or 0, not {text[:60]!r}")
    return text == "1"
