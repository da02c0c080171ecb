"""JSON for programs: search, one document, and whether the server is fit to answer."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from search.answer import completions_json, document_json, page_json, similar_json, why_json
from web.archive import archive
from web.params import marking, search_request, similar_limit, suggest_request, why_request

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/search")
def search() -> Response:
    """One page of results: `/api/search?q=токаев&from=2026-01-01`."""
    return jsonify(page_json(archive().search(search_request(request.args))))


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """What a query that was begun may be: `/api/suggest?q=тока`."""
    begun, most = suggest_request(request.args)
    return jsonify(completions_json(begun, archive().complete(begun, most)))


@blueprint.get("/api/documents/<ident:ident>")
def document(ident: str) -> Response:
    """One document, whole; `q` marks what that query matches in it."""
    return jsonify(document_json(archive().document(ident, *marking(request.args))))


@blueprint.get("/api/documents/<ident:ident>/similar")
def similar(ident: str) -> Response:
    """What else there is on the subject of a document, and its reprints."""
    return jsonify(similar_json(archive().similar(ident, similar_limit(request.args))))


@blueprint.get("/api/why")
def why() -> Response:
    """Why a query finds a document, or does not: `/api/why?q=токаев&id=astana-1`."""
    asked, ident = why_request(request.args)
    return jsonify(why_json(archive().why(asked, ident)))


@blueprint.get("/healthz")
def health() -> Response:
    """Whether there is an index to answer from, and which; `stale`: the live one cannot be opened."""
    stats = archive().stats()
    status = "stale" if archive().stale else "ok"
    return jsonify({"status": status, "documents": stats.documents, "generation": stats.generation})
