"""A list of results as a page, and all that its documents say in a field."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.exceptions import NotFound

from search.documents import DOCUMENT_FIELDS
from search.errors import GenerationGone
from search.problems import problems_json
from search.request import SearchRequest
from search.results import Page, Stats
from web import cursor
from web.archive import archive
from web.language import language
from web.models import PageParameters
from web.pages.layout import rendered
from web.pages.links import cursor_address
from web.pages.results.facets import all_choices, chips, choices
from web.pages.results.pager import pager
from web.pages.results.periods import presets
from web.pages.results.timeline import timeline
from web.params import page_request, pairs, read, search_args, search_request


def results() -> str:
    """The search form and what was found; without a query the whole archive, newest first."""
    parameters = read(request.args, PageParameters)
    asked, state = _begun(parameters, search_request(parameters))
    page, stats, moved = _found(replace(asked, forms=True, facets=DOCUMENT_FIELDS, histogram="auto"), state)
    return rendered(
        "search.html",
        asked,
        stats,
        page=page,
        moved=moved,
        answered=replace(asked, q=page.answered),
        problems=problems_json(page, language()),
        pager=pager(page.request.page, page.total.value, page.request.per_page),
        further=_further(asked, page),
        presets=presets(asked, datetime.now(ZoneInfo(stats.zone)).date()),
        chips=tuple(chips(asked)),
        facets=choices(page.facets, asked) if page.total.value else (),
        timeline=timeline(page.histogram, asked),
    )


def values(field: str) -> str:
    """All that the documents of a list say in a field: `/values/source?q=сталь`."""
    known = next((each for each in DOCUMENT_FIELDS if each == field), None)
    if known is None:
        raise NotFound
    asked = page_request(request.args)
    wanted = replace(asked, facets=(known,), highlight=False, per_page=1)
    page, stats = archive().ask(lambda live: (live.search(wanted), live.stats()))
    return rendered("values.html", asked, stats, values=all_choices(page.facets[0], asked))


# A list that goes on in the state of the index in which it began.


def _begun(parameters: PageParameters, asked: SearchRequest) -> tuple[SearchRequest, str]:
    """The search of an address, and of which state of the index; "" is the live one."""
    if parameters.cursor is None:
        return asked, ""
    state, before = cursor.read(parameters.cursor, _digest(asked))
    return replace(asked, page=before // asked.per_page + 1), state


def _found(wanted: SearchRequest, state: str) -> tuple[Page, Stats, bool]:
    """A page, what the index holds, and whether the list goes on in another state than it began in."""
    try:
        return archive().search(wanted, state), archive().stats(), False
    except GenerationGone:  # the same page of the live list serves a reader, who is told
        return archive().search(wanted), archive().stats(), True


def _further(asked: SearchRequest, page: Page) -> str:
    """The address of the next page, by cursor."""
    before = page.request.page * page.request.per_page
    return cursor_address(asked, cursor.written(page.state, _digest(asked), before))


def _digest(asked: SearchRequest) -> str:
    return cursor.digest(pairs(search_args(asked)))
