"""What went wrong, as a program reads it: `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException

from search.errors import (
    BadParameter,
    DocumentNotFound,
    Flaw,
    GenerationGone,
    IndexDamaged,
    IndexUnavailable,
    OtherFormat,
    QueryLimit,
)

Errors = tuple[dict[str, str | int], ...]
"""What is wrong, parameter by parameter."""

_TYPE = "urn:slovoform:problem:"


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal: status, a name that programs can compare, and words for the developer who reads them."""

    status: int
    type: str
    title: str
    detail: str
    errors: Errors = ()


def problem_of(error: Exception) -> Problem:
    """Describe an error without giving away anything of the machine it happened on."""
    match error:
        case BadParameter():
            return Problem(400, f"{_TYPE}bad-parameter", "Bad parameter", str(error), _errors(error))
        case DocumentNotFound():
            return Problem(404, f"{_TYPE}document-not-found", "No such document", str(error))
        case GenerationGone():
            return Problem(410, f"{_TYPE}generation-gone", "The cursor has expired", str(error))
        case QueryLimit():
            errors: Errors = ({"parameter": "q", "limit": error.limit, "detail": str(error)},)
            return Problem(422, f"{_TYPE}query-limit", "The query is over a limit", str(error), errors)
        case IndexUnavailable():
            return _of_index(error)
        case HTTPException(code=int(status)):
            return _of_status(status)
    return _of_status(500)


def _of_index(error: IndexUnavailable) -> Problem:
    """The message names a folder of the server: that is for its log."""
    match error:
        case IndexDamaged():
            detail = "files of the index are damaged; the log of the server names one, `slovoform check` all"
            return Problem(503, f"{_TYPE}index-damaged", "The index is damaged", detail)
        case OtherFormat():
            detail = "another version of the program wrote the index; build it anew, or run the version that wrote it"
            return Problem(503, f"{_TYPE}index-format", "The index has another format", detail)
    detail = "no index is there yet, or it cannot be read; the log of the server says which"
    return Problem(503, f"{_TYPE}index-unavailable", "There is no index to search", detail)


def problem_response(problem: Problem) -> Response:
    """Answer with a problem."""
    body = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": quote(request.script_root + request.path),
    }
    if problem.errors:
        body["errors"] = list(problem.errors)
    response = jsonify(body)
    response.status_code = problem.status
    response.content_type = "application/problem+json"
    return response


def _errors(error: BadParameter) -> Errors:
    """What is wrong with a parameter; each flaw by itself where several are known."""
    flaws = tuple(_flaw(flaw, error.parameter) for flaw in error.flaws)
    return flaws or ({"parameter": error.parameter, "detail": str(error)},)


def _flaw(flaw: Flaw, parameter: str) -> dict[str, str | int]:
    told: dict[str, str | int] = {"parameter": flaw.parameter or parameter, "detail": flaw.detail}
    if flaw.position is not None:
        told["position"] = flaw.position
    if flaw.suggestion:
        told["suggestion"] = flaw.suggestion
    return told


def _of_status(status: int) -> Problem:
    """A problem that HTTP itself has the words for."""
    known = HTTPStatus(status)
    return Problem(status, "about:blank", known.phrase, known.description or known.phrase)
