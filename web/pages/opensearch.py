"""What browsers read to search the archive from their address field: OpenSearch 1.1."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, render_template, request, url_for

from web.archive import archive
from web.models import HelpParameters, SuggestParameters
from web.params import read

_TERMS = "{searchTerms}"  # stands in an address as it is: whoever reads this puts the words there


def opensearch() -> Response:
    """The description of the search: its name, and where words go."""
    read(request.args, HelpParameters)
    page, suggestions = _template("pages.results"), _template("pages.opensearch_suggestions", lang=None)
    described = render_template("opensearch.xml", page=page, suggestions=suggestions)
    return Response(described, mimetype="application/opensearchdescription+xml")


def opensearch_suggestions() -> Response:
    """How a query goes on, as browsers want it: `["тока", ["токаев", "токарь"]]`."""
    asked = read(request.args, SuggestParameters)
    completed = [completion.text for completion in archive().complete(asked.q, asked.limit)]
    response = jsonify([asked.q, completed])
    response.mimetype = "application/x-suggestions+json"
    return response


def _template(endpoint: str, **plain: Any) -> str:
    address = url_for(endpoint, _external=True, **plain)
    return f"{address}{'&' if '?' in address else '?'}q={_TERMS}"
