"""The addresses of the pages, a refusal as a page, and what templates write."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup

from search import answer
from search.results import Excerpt
from web.addresses import web_address
from web.freshness import pack
from web.pages.document.page import changes, document, phrase, same
from web.pages.help import help_page
from web.pages.layout import filled
from web.pages.links import address, document_address, list_address, values_address
from web.pages.names import day_name, period_name
from web.pages.opensearch import opensearch, opensearch_suggestions
from web.pages.refusals import refusal_of
from web.pages.results.facets import exchanged
from web.pages.results.page import results, values
from web.pages.results.periods import always
from web.words import counted_forms, day_in_words, figures, in_words, quoted

blueprint = Blueprint("pages", __name__)
blueprint.after_request(pack)
for _filter in (
    address, always, counted_forms, day_in_words, day_name, document_address, exchanged, figures, in_words,
    list_address, period_name, phrase, quoted, same, values_address, web_address,
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
