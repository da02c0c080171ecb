"""The API described by itself, as OpenAPI 3.1: from the parameters and the answers as they are declared."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from typing_extensions import is_typeddict

from search import contract
from web.api.listing import TYPES
from web.models import (
    AnalyzeParameters,
    DocumentParameters,
    NoParameters,
    Parameters,
    SearchParameters,
    SimilarParameters,
    SuggestParameters,
    WhyParameters,
)

Json = dict[str, Any]

_ABOUT = "Search an archive of Russian news: every form of every word and name. docs/api.md tells more."
_REFERENCE = "#/components/schemas/{model}"
_PROBLEMS = {
    400: "A parameter that cannot be understood",
    404: "No document has this id",
    410: "The state of the index that a cursor is of is no longer kept",
    422: "A query over a limit",
    503: "There is no index to answer from",
}

# Pydantic reads the descriptions behind the fields; the shapes themselves need not know of it.
for _shape in vars(contract).values():
    if is_typeddict(_shape):
        _shape.__pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked of one address.

    `others`: in which types it also answers, beside JSON; `in_path`: what stands in the address, with a description;
    `tagged`: an answer that the client has already is not sent again.
    """

    path: str
    name: str
    summary: str
    parameters: type[Parameters]
    answer: Any
    refusals: tuple[int, ...]
    others: tuple[str, ...] = ()
    in_path: Json = field(default_factory=dict)
    tagged: bool = True


OPERATIONS = (
    Operation(
        "/api/search", "search", "Search the archive", SearchParameters, contract.SearchAnswer,
        (400, 410, 422, 503), tuple(kind for kind in TYPES.values() if kind != TYPES["json"]),
    ),
    Operation(
        "/api/documents/{id}", "document", "One document, whole", DocumentParameters, contract.DocumentAnswer,
        (400, 404, 422, 503), in_path={"id": "the id, percent-encoded, slashes too"},
    ),
    Operation(
        "/api/documents/{id}/similar", "similar", "What else there is on the subject of a document",
        SimilarParameters, contract.SimilarAnswer, (400, 404, 503),
        in_path={"id": "the id, percent-encoded, slashes too"},
    ),
    Operation(
        "/api/suggest", "suggest", "What a query that was begun may be", SuggestParameters, contract.SuggestAnswer,
        (400, 422, 503),
    ),
    Operation(
        "/api/why", "why", "Why a search finds a document, or does not", WhyParameters, contract.WhyAnswer,
        (400, 404, 422, 503),
    ),
    Operation(
        "/api/analyze", "analyze", "How a text is understood", AnalyzeParameters, contract.AnalyzeAnswer, (400, 503)
    ),
    Operation("/api/stats", "stats", "What the index holds", NoParameters, contract.StatsAnswer, (400, 503)),
    Operation(
        "/healthz", "health", "Whether there is an index to answer from", Parameters, contract.HealthAnswer, (503,),
        tagged=False,
    ),
)  # fmt: skip


@cache
def description() -> Json:
    """The whole document."""
    shapes = {operation.name: TypeAdapter(operation.answer) for operation in OPERATIONS}
    shapes["problem"] = TypeAdapter(contract.ProblemAnswer)
    inputs = [(name, "serialization", shape) for name, shape in shapes.items()]
    references, defined = TypeAdapter.json_schemas(inputs, ref_template=_REFERENCE)  # type: ignore[arg-type]
    answers = {name: schema for (name, _), schema in references.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Slovoform", "version": version("slovoform"), "description": _ABOUT},
        "paths": {operation.path: {"get": _operation(operation, answers)} for operation in OPERATIONS},
        "components": {"schemas": _untitled(defined["$defs"])},
    }


def _operation(operation: Operation, answers: Json) -> Json:
    content: Json = {"application/json": {"schema": answers[operation.name]}}
    content |= {kind: {"schema": {"type": "string"}} for kind in operation.others}
    responses: Json = {"200": {"description": "The answer", "content": content}}
    if operation.tagged:
        responses["304"] = {"description": "The client has this answer already (`If-None-Match`)"}
    problem = {"application/problem+json": {"schema": answers["problem"]}}
    refusals = {str(status): _PROBLEMS[status] for status in operation.refusals}
    responses |= {status: {"description": told, "content": problem} for status, told in refusals.items()}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_in_path(operation.in_path), *_in_query(operation.parameters)],
        "responses": responses,
    }


def _in_path(named: Json) -> list[Json]:
    schema = {"type": "string", "minLength": 1}
    return [
        {"name": name, "in": "path", "required": True, "description": told, "schema": schema}
        for name, told in named.items()
    ]


def _in_query(model: type[Parameters]) -> list[Json]:
    schema = model.model_json_schema(by_alias=True, ref_template=_REFERENCE)
    required = schema.get("required", [])
    return [_parameter(name, its, name in required, model) for name, its in schema["properties"].items()]


def _parameter(name: str, schema: Json, required: bool, model: type[Parameters]) -> Json:
    """A parameter; of those with several values the repeated ones are, the others have commas between them."""
    its: Json = _untitled(_without_null(schema))
    told = " ".join(its.pop("description", "").split())
    parameter: Json = {"name": name, "in": "query", "required": required, "description": told, "schema": its}
    if its.get("type") == "array":
        parameter |= {"style": "form", "explode": name in model.repeated}
    return parameter


def _without_null(schema: Json) -> Json:
    """An address has no null: a parameter is left out."""
    if "anyOf" not in schema:
        return schema
    kinds: list[Json] = [each for each in schema["anyOf"] if each.get("type") != "null"]
    return {name: value for name, value in schema.items() if name not in ("anyOf", "default")} | kinds[0]


def _untitled(schema: Any) -> Any:
    """The same without the titles that repeat the names."""
    if isinstance(schema, list):
        return [_untitled(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _untitled(value) for name, value in schema.items() if name != "title" or isinstance(value, dict)}
