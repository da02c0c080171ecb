"""Pages for readers: the search with its results, a refusal with what to do now, and what all pages share."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from search import answer
from search.documents import DOCUMENT_FIELDS, DocumentField
from search.errors import GenerationGone
from search.problems import problems_json
from search.results import Excerpt, Page, SearchRequest, Stats
from web import cursor
from web.addresses import web_address
from web.archive import archive
from web.document import changes, document, phrase, same
from web.facets import all_choices, chips, choices, exchanged
from web.freshness import pack
from web.help import help_page
from web.language import language
from web.layout import filled, rendered
from web.models import Format, PageParameters
from web.names import day_name, period_name
from web.opensearch import opensearch, opensearch_suggestions
from web.pager import pager
from web.params import page_request, read, search_args, search_request
from web.periods import always, presets
from web.refusals import refusal_of
from web.timeline import timeline
from web.words import counted_forms, day_in_words, figures, in_words, quoted

blueprint = Blueprint("pages", __name__)
blueprint.after_request(pack)
for _filter in (
    always, counted_forms, day_in_words, day_name, exchanged, figures, in_words, period_name, phrase, quoted, same,
    web_address,
):  # fmt: skip
    blueprint.add_app_template_filter(_filter)
blueprint.add_url_rule("/documents/<ident:ident>", view_func=document)
blueprint.add_url_rule("/changes", view_func=changes)
blueprint.add_url_rule("/help", view_func=help_page)
blueprint.add_url_rule("/opensearch.xml", view_func=opensearch)
blueprint.add_url_rule("/opensearch.json", view_func=opensearch_suggestions)


@blueprint.get("/")
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


@blueprint.get("/values/<field>")
def values(field: str) -> str:
    """All that the documents of a list say in a field: `/values/source?q=сталь`."""
    known = next((each for each in DOCUMENT_FIELDS if each == field), None)
    if known is None:
        raise NotFound
    asked = page_request(request.args)
    wanted = replace(asked, facets=(known,), highlight=False, per_page=1)
    page, stats = archive().ask(lambda live: (live.search(wanted), live.stats()))
    return rendered("values.html", asked, stats, values=all_choices(page.facets[0], asked))


def error_page(error: Exception, status: int) -> Response:
    """A refusal as a page; where the reader can put the search right, with the form as it was filled."""
    typed = {name: request.args[name] for name in ("q", "from", "to") if name in request.args}
    page = render_template("error.html", refusal=refusal_of(error, status), form=filled(typed))
    return make_response(page, status)


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
    args: dict[str, Any] = search_args(replace(asked, page=1))
    return url_for("pages.results", **args, cursor=cursor.written(page.state, _digest(asked), before))


def _digest(asked: SearchRequest) -> str:
    args = search_args(asked)
    return cursor.digest((name, each) for name, value in args.items() for each in _each(value))


def _each(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


# What templates write.


@blueprint.app_template_filter()
def marked(excerpt: Excerpt) -> Markup:
    """A text with its matches marked, escaped."""
    return Markup(answer.marked(excerpt))  # all but its own <mark> is escaped


@blueprint.app_template_filter()
def address(asked: SearchRequest, **changes: Any) -> str:
    """The address of a search, or of the same search with something changed: `asked | address(page=2)`."""
    args: dict[str, Any] = search_args(replace(asked, **changes))
    return url_for("pages.results", **args)


@blueprint.app_template_filter()
def values_address(field: DocumentField, asked: SearchRequest) -> str:
    """The address of all values of a field."""
    args: dict[str, Any] = search_args(replace(asked, page=1))
    return url_for("pages.values", field=field, **args)


@blueprint.app_template_filter()
def list_address(asked: SearchRequest, format: Format) -> str:
    """The address of the whole list in a format of the API."""
    usual = SearchRequest()
    whole = replace(asked, page=usual.page, per_page=usual.per_page, forms=usual.forms)
    args: dict[str, Any] = search_args(asked if format == "json" else whole)
    return url_for("api.search", **args, format=format)


@blueprint.app_template_filter()
def document_address(ident: str, asked: SearchRequest) -> str:
    """The address of a document that knows the search it was found by."""
    args: dict[str, Any] = search_args(asked)
    return url_for("pages.document", ident=ident, **args)
