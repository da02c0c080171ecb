"""The web application over one index."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask, Response, current_app, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import MethodNotAllowed

from search.config import DEFAULT_HOLDING, DEFAULT_LIMITS, NO_DICTIONARIES, Dictionaries, Holding, Limits
from search.errors import IndexUnavailable
from search.service import SearchService
from web.addresses import IdentConverter
from web.api import described
from web.api import endpoints as api
from web.api.problems import problem_of, problem_response
from web.archive import serve_archive
from web.language import speak
from web.pages import routes as pages
from web.pages.routes import error_page

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""Sent with every answer: a page loads and runs files of this server and nothing else, nothing that stands in it."""


_FOR_PROGRAMS = re.compile(r"/(api|healthz)(/|$)")


class _Json(DefaultJSONProvider):
    """Russian letters as themselves, keys in the order of the contract."""

    ensure_ascii = False
    sort_keys = False


class _Application(Flask):
    json_provider_class = _Json


def create_app(
    index: Path,
    limits: Limits = DEFAULT_LIMITS,
    dictionaries: Dictionaries = NO_DICTIONARIES,
    holding: Holding = DEFAULT_HOLDING,
) -> Flask:
    """Make an application that answers from the index in a folder, which may be built later.

    Raises BadParameter for a dictionary that cannot be used.

    >>> create_app(Path("slovoform-index")).test_client().get("/api/search?q=сталь").json["total"]
    {'value': 12, 'relation': 'eq', 'unit': 'documents'}
    """
    app = _Application(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.merge_slashes = False  # an id may hold two slashes in a row, or begin with one
    app.url_map.converters["ident"] = IdentConverter
    speak(app)
    serve_archive(app, SearchService(index, limits, dictionaries, lambda problem: _notice(app, problem), holding))
    app.register_blueprint(api.blueprint)
    app.register_blueprint(described.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_error_handler(Exception, _refuse)
    app.after_request(_guard)
    return app


def _notice(app: Flask, problem: IndexUnavailable | None) -> None:
    if problem:
        app.logger.warning("%s; until then the generation that was opened before answers", problem)
    else:
        app.logger.warning("the live generation answers again")


def _refuse(error: Exception) -> Response:
    """Answer an error in the caller's manner: a problem to a program, a page to a reader."""
    problem = problem_of(error)
    if problem.status == 500:
        current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    elif problem.status == 503:
        current_app.logger.warning("%s", error)
    programs = _FOR_PROGRAMS.match(request.path)
    response = problem_response(problem) if programs else error_page(error, problem.status)
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def _guard(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
