"""Pages for readers: the search with its results, one document, and a refusal with what to do now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, render_template, request, url_for
from markupsafe import Markup

from search import answer
from search.results import SIMILAR_DEFAULT, Excerpt, SearchRequest, Stats
from web.addresses import web_address
from web.archive import archive
from web.forms import Form, form
from web.pager import pager
from web.paragraphs import paragraphs
from web.params import page_request, search_args
from web.refusals import refusal_of
from web.russian import (
    DOCUMENTS,
    PARTS,
    PLACES,
    PUBLICATIONS,
    counted,
    counted_forms,
    day_in_words,
    figures,
    found,
    in_words,
    quoted,
)

SORT_NAMES = {"relevance": "по релевантности", "newest": "сначала новые", "oldest": "сначала старые"}

blueprint = Blueprint("pages", __name__)
for _filter in (counted, counted_forms, day_in_words, figures, found, in_words, paragraphs, quoted, web_address):
    blueprint.add_app_template_filter(_filter)


@blueprint.get("/")
def results() -> str:
    """The search form and what was found; without a query the whole archive, newest first."""
    asked = page_request(request.args)
    page, stats = archive().ask(lambda live: (live.search(replace(asked, forms=True)), live.stats()))
    return _page(
        "search.html",
        asked,
        stats,
        page=page,
        answered=replace(asked, q=page.answered),
        problems=answer.problems_json(page),
        pager=pager(page.request.page, page.total.value, page.request.per_page),
        sort_names=SORT_NAMES,
        parts=PARTS,
    )


@blueprint.get("/documents/<ident:ident>")
def document(ident: str) -> str:
    """One document, with the words of the query marked and the way back to its results."""
    asked = page_request(request.args)
    shown, similar, stats = archive().ask(
        lambda live: (live.document(ident, asked.q, asked.expand), live.similar(ident, SIMILAR_DEFAULT), live.stats())
    )
    marks = len(shown.title.marks) + len(shown.text.marks)
    return _page("document.html", asked, stats, shown=shown, document=shown.document, marks=marks, similar=similar)


def error_page(error: Exception, status: int) -> Response:
    """A refusal as a page; where the reader can put the search right, with the form as it was filled."""
    typed = {name: request.args[name] for name in ("q", "from", "to") if name in request.args}
    page = render_template("error.html", refusal=refusal_of(error, status), form=_form(typed))
    return make_response(page, status)


def _page(template: str, asked: SearchRequest, stats: Stats, **values: Any) -> str:
    """Render a page about the archive, with the form as it was filled."""
    common = {"asked": asked, "form": _form(search_args(asked)), "stats": stats, "zone": ZoneInfo(stats.zone)}
    nouns = {"documents": DOCUMENTS, "places": PLACES, "publications": PUBLICATIONS}
    return render_template(template, **common, **nouns, stale=archive().stale, **values)


def _form(typed: dict[str, str]) -> Form:
    return form(typed, archive().limits.length)


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
def document_address(ident: str, asked: SearchRequest) -> str:
    """The address of a document that knows the search it was found by."""
    args: dict[str, Any] = search_args(asked)
    return url_for("pages.document", ident=ident, **args)
