"""A search of the API, answered in the format asked for: a page, the whole list, or a feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urlencode

from flask import Response, jsonify, request, url_for

from search.answer import USUAL_FIELDS, HitField, page_json
from search.contract import Links
from search.errors import BadParameter, Flaw
from search.request import SearchRequest
from search.results import Hit, Page
from web import cursor
from web.api import feeds
from web.api.export import CSV_FIELDS, JSONL_FIELDS, NOT_IN_TABLES, jsonl, table
from web.api.feeds import Feed
from web.archive import archive
from web.freshness import unless_known
from web.models import Format, SearchParameters
from web.params import api_request

TYPES: dict[Format, str] = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
}

_PAGED = frozenset(("page", "per_page", "cursor", "facets", "histogram", "forms", "explain"))
"""What means nothing where the whole list is asked for."""


def answered(asked: SearchParameters) -> Response:
    """Answer a search. Raises BadParameter for parameters that do not go together, and as the service does."""
    form = asked.format or _accepted()
    wanted = _shown(api_request(asked), asked, form)
    if form == "json":
        return _page(asked, wanted)
    if form in ("rss", "atom"):
        return _feed(asked, wanted, form)
    return _whole_list(asked, wanted, form)


def _accepted() -> Format:
    """What the client would rather have; JSON where it does not care, or takes nothing of what there is."""
    best = request.accept_mimetypes.best_match(TYPES.values(), default=TYPES["json"])
    return next(form for form, kind in TYPES.items() if kind == best)


def _shown(wanted: SearchRequest, asked: SearchParameters, form: Format) -> SearchRequest:
    """The request with what is to be told of each document, and in the order that is usual for the format."""
    fields = _fields(asked, form)
    newest = form in ("rss", "atom") and asked.sort is None
    return replace(
        wanted,
        sort="newest" if newest else wanted.sort,
        highlight="highlight" in fields or (form in ("rss", "atom") and asked.highlight == "1"),
        places="matches" in fields,
        texts="text" in fields,
    )


def _fields(asked: SearchParameters, form: Format) -> Sequence[HitField]:
    usual: dict[Format, Sequence[HitField]] = {"jsonl": JSONL_FIELDS, "csv": CSV_FIELDS}
    chosen = asked.fields or usual.get(form, USUAL_FIELDS)
    return [name for name in chosen if name != "highlight" or asked.highlight == "1" or asked.fields]


# A page.


def _page(asked: SearchParameters, wanted: SearchRequest) -> Response:
    args = list(request.args.items(multi=True))
    search = cursor.digest([*args, ("dictionaries", archive().dictionaries)])
    state, before = _begins(asked, search)
    wanted = replace(wanted, skip=before)

    def answer() -> Response:
        page = archive().search(wanted, state)
        further = _next_cursor(page, search)
        links = _links(args, page, further)
        response = jsonify(page_json(page, _fields(asked, "json")) | {"next_cursor": further, "links": links})
        _tell_links(response, links)
        return response

    return unless_known(answer, state, TYPES["json"])


def _begins(asked: SearchParameters, search: str) -> tuple[str, int]:
    """In which state of the index a list goes on, and behind how many documents; "" is the live one."""
    if asked.cursor is None:
        return "", 0
    if "page" in request.args:
        raise _meaningless("page", "a cursor says where the list goes on: leave `page` out")
    return cursor.read(asked.cursor, search)


def _next_cursor(page: Page, search: str) -> str | None:
    return cursor.written(page.state, search, page.behind) if page.goes_on else None


def _links(args: list[tuple[str, str]], page: Page, next_cursor: str | None) -> Links:
    """Addresses of this list; where a cursor led here, the next one leads on."""
    number, last = page.request.page, max(1, -(-page.total.value // page.request.per_page))

    def address(**changed: str | None) -> str:
        others = [(name, value) for name, value in args if name not in ("page", "cursor")]
        query = urlencode([*others, *((name, value) for name, value in changed.items() if value)])
        path = request.script_root + request.path
        return f"{path}?{query}" if query else path

    by_cursor = "cursor" in dict(args)
    further = address(page=str(number + 1)) if number < last else None
    return {
        "self": address(page=dict(args).get("page"), cursor=dict(args).get("cursor")),
        "first": address(),
        "prev": address(page=str(min(number - 1, last))) if number > 1 and not by_cursor else None,
        "next": further if not by_cursor else address(cursor=next_cursor) if next_cursor else None,
    }


def _tell_links(response: Response, links: Links) -> None:
    told = [("first", links["first"]), ("prev", links["prev"]), ("next", links["next"])]
    shown = [f'<{address}>; rel="{relation}"' for relation, address in told if address]
    response.headers["Link"] = ", ".join([*shown, f'<{url_for("described.openapi")}>; rel="service-desc"'])


# The whole list.


def _whole_list(asked: SearchParameters, wanted: SearchRequest, form: Format) -> Response:
    for name in request.args:
        if name in _PAGED:
            raise _meaningless(name, f"{name} means nothing in {form}: it holds the whole list")
    fields = _fields(asked, form)
    if form == "csv" and (none := NOT_IN_TABLES.intersection(fields)):
        raise _meaningless("fields", f"there is no column {min(none)}: use json or jsonl")

    def answer() -> Response:
        writer: Callable[..., Iterator[bytes]] = jsonl if form == "jsonl" else table
        response = Response(writer(_begun(archive().walk(wanted)), fields), mimetype=TYPES[form])
        response.headers["Content-Disposition"] = f"attachment; filename=slovoform.{form}"
        return response

    return unless_known(answer, form=TYPES[form])


def _begun(hits: Iterator[Hit]) -> Iterator[Hit]:
    """The same documents, the first one found already: what is refused is refused before anything is sent."""
    return chain(list(islice(hits, 1)), hits)


# A feed.


def _feed(asked: SearchParameters, wanted: SearchRequest, form: Format) -> Response:
    for name in ("cursor", "facets", "histogram", "forms", "explain", "fields"):
        if name in request.args:
            raise _meaningless(name, f"{name} means nothing in a feed")

    def answer() -> Response:
        page, held = archive().ask(lambda live: (live.search(wanted), live.stats()))
        links = _links(list(request.args.items(multi=True)), page, None)
        told = {"self": links["self"], "prev": links["prev"], "next": links["next"]}
        site = request.host_url
        absolute = {name: site.rstrip("/") + address for name, address in told.items() if isinstance(address, str)}
        feed = Feed(page, request.url_root, absolute["self"], absolute, datetime.fromisoformat(held.created))
        response = Response(feeds.atom(feed) if form == "atom" else feeds.rss(feed), mimetype=TYPES[form])
        response.content_type = f"{TYPES[form]}; charset=utf-8"
        return response

    return unless_known(answer, form=TYPES[form])


def _meaningless(parameter: str, detail: str) -> BadParameter:
    return BadParameter(parameter, detail, (Flaw(detail, parameter=parameter),))
