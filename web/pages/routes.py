"""The addresses of the pages, a refusal as a page, and what templates write."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from markupsafe import Markup

from search import answer
from search.documents import DocumentField
from search.request import SearchRequest
from search.results import Excerpt
from web.addresses import web_address
from web.freshness import pack
from web.models import Format
from web.pages.document.page import changes, document, phrase, same
from web.pages.help import help_page
from web.pages.layout import filled
from web.pages.names import day_name, period_name
from web.pages.opensearch import opensearch, opensearch_suggestions
from web.pages.refusals import refusal_of
from web.pages.results.facets import exchanged
from web.pages.results.page import results, values
from web.pages.results.periods import always
from web.params import search_args
from web.words import counted_forms, day_in_words, figures, in_words, quoted

blueprint = Blueprint("pages", __name__)
blueprint.after_request(pack)
for _filter in (
    always, counted_forms, day_in_words, day_name, exchanged, figures, in_words, period_name, phrase, quoted, same,
    web_address,
):  # fmt: skip
    blueprint.add_app_template_filter(_filter)
blueprint.add_url_rule("/", view_func=results)
blueprint.add_url_rule("/values/<field>", view_func=values)
blueprint.add_url_rule("/documents/<ident:ident>", view_func=document)
blueprint.add_url_rule("/changes", view_func=changes)
blueprint.add_url_rule("/help", view_func=help_page)
blueprint.add_url_rule("/opensearch.xml", view_func=opensearch)
blueprint.add_url_rule("/opensearch.json", view_func=opensearch_suggestions)


def error_page(error: Exception, status: int) -> Response:
    """A refusal as a page; where the reader can put the search right, with the form as it was filled."""
    typed = {name: request.args[name] for name in ("q", "from", "to") if name in request.args}
    page = render_template("error.html", refusal=refusal_of(error, status), form=filled(typed))
    return make_response(page, status)


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
