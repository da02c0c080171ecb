"""The description of the API: for programs, and as a page."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from web.api.openapi import description
from web.freshness import pack
from web.models import NoParameters
from web.params import read

blueprint = Blueprint("described", __name__)
blueprint.after_request(pack)


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The API as OpenAPI 3.1."""
    read(request.args, NoParameters)
    return jsonify(description())


@blueprint.get("/api/docs")
def docs() -> str:
    """The same for people."""
    read(request.args, NoParameters)
    return render_template("api.html", api=description())
