"""JSON for programs: search, documents, what the index holds, and whether the server is fit to answer."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from search.answer import completions_json, document_json, similar_json, stats_json, token_json, why_json
from search.contract import AnalyzeAnswer
from search.finding.archive import Archive
from search.russian.analysis import analyse
from web.api.listing import answered
from web.archive import archive
from web.freshness import pack, unless_known
from web.models import (
    AnalyzeParameters,
    DocumentParameters,
    NoParameters,
    SearchParameters,
    SimilarParameters,
    SuggestParameters,
    WhyParameters,
)
from web.params import read, why_request

blueprint = Blueprint("api", __name__)
blueprint.after_request(pack)


@blueprint.get("/api/search")
def search() -> Response:
    """A list, or one page of it, in the format asked for: `/api/search?q=токаев&from=2026-01-01`."""
    return answered(read(request.args, SearchParameters))


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """What a query that was begun may be: `/api/suggest?q=тока`."""
    asked = read(request.args, SuggestParameters)
    return unless_known(lambda: jsonify(completions_json(asked.q, archive().complete(asked.q, asked.limit))))


@blueprint.get("/api/documents/<ident:ident>")
def document(ident: str) -> Response:
    """One document, whole; `q` marks what that query matches in it."""
    asked = read(request.args, DocumentParameters)
    marked_by = asked.q, asked.expand == "1"
    return unless_known(lambda: jsonify(document_json(archive().document(ident, *marked_by))))


@blueprint.get("/api/documents/<ident:ident>/similar")
def similar(ident: str) -> Response:
    """What else there is on the subject of a document, and its reprints."""
    asked = read(request.args, SimilarParameters)
    return unless_known(lambda: jsonify(similar_json(archive().similar(ident, asked.limit))))


@blueprint.get("/api/why")
def why() -> Response:
    """Why a query finds a document, or does not: `/api/why?q=токаев&id=astana-1`."""
    asked = read(request.args, WhyParameters)
    return unless_known(lambda: jsonify(why_json(archive().why(why_request(asked), asked.id))))


@blueprint.get("/api/analyze")
def analyze() -> Response:
    """How a text is understood, word by word: `/api/analyze?text=Токаев прибыл`."""
    asked = read(request.args, AnalyzeParameters)

    def analyzed(live: Archive) -> AnalyzeAnswer:
        tokens = [token_json(token, live.count(token.form)) for token in analyse(asked.text)]
        return {"text": asked.text, "tokens": tokens, "generation": live.generation.name}

    return unless_known(lambda: jsonify(archive().ask(analyzed)))


@blueprint.get("/api/stats")
def stats() -> Response:
    """What the index holds, from when to when, and where it has gaps."""
    read(request.args, NoParameters)
    return unless_known(lambda: jsonify(archive().ask(lambda live: stats_json(live.stats(), live.gaps()))))


@blueprint.get("/healthz")
def health() -> Response:
    """Whether there is an index to answer from, and which; `stale`: the live one cannot be opened."""
    held = archive().stats()
    status = "stale" if archive().stale else "ok"
    response = jsonify({"status": status, "documents": held.documents, "generation": held.generation})
    response.headers["Cache-Control"] = "no-store"
    return response
