"""The JSON API: its contract, field by field and refusal by refusal."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.config import DEFAULT_LIMITS, Limits
from search.documents import Document
from tests.conftest import Publish
from web.api.openapi import description
from web.app import create_app

API = Path(__file__).parents[1] / "docs" / "api.md"
HOST = "http://127.0.0.1:8080"


def found(client: FlaskClient, **parameters: str | int) -> list[str]:
    answer = client.get("/api/search", query_string=parameters)
    assert answer.status_code == 200, answer.text
    return [hit["id"] for hit in answer.json["hits"]]


# What is answered.


def test_an_answer_has_the_keys_of_the_contract_in_its_order(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=сталь&per_page=1")
    assert answer.content_type == "application/json"
    body = answer.json
    keys = [
        "query",
        "total",
        "relaxed",
        "dropped",
        "broadened",
        "suggestions",
        "problems",
        "warnings",
        "hits",
        "took_ms",
        "generation",
        "zone",
        "stale",
        "next_cursor",
        "links",
    ]
    assert list(body) == keys
    assert list(body["query"]) == ["raw", "parsed", "interpretation"]
    assert list(body["total"]) == ["value", "relation", "unit"]
    (hit,) = body["hits"]
    assert list(hit) == ["id", "title", "date", "source", "url", "score", "reprints", "highlight"]
    assert list(hit["highlight"]) == ["title", "text"]


def test_russian_letters_are_sent_as_themselves(client: FlaskClient) -> None:
    assert '"raw":"сталь"'.encode() in client.get("/api/search?q=сталь").data


def test_the_range_is_inclusive_and_narrows(client: FlaskClient) -> None:
    assert "tlepov" in found(client, q="тлепов", **{"from": "2026-01-12", "to": "12.01.2026"})
    assert "tlepov" not in found(client, q="тлепов", to="2026-01-11")


def test_without_a_query_everything_is_listed_newest_first(client: FlaskClient) -> None:
    body = client.get("/api/search?per_page=100").json
    dates = [hit["date"][:10] for hit in body["hits"] if hit["date"]]
    assert len(body["hits"]) == body["total"]["value"]
    assert dates == sorted(dates, reverse=True)
    assert {hit["score"] for hit in body["hits"]} == {None}


def test_pages_together_are_the_whole_list(client: FlaskClient) -> None:
    whole = found(client, q="стали", per_page=100)
    assert len(whole) > 10
    pages = [found(client, q="стали", page=page, per_page=5) for page in range(1, len(whole) // 5 + 2)]
    assert [ident for page in pages for ident in page] == whole


@pytest.mark.parametrize("page", [9, 999_999_999])
def test_a_page_past_the_end_is_an_empty_one(client: FlaskClient, page: int) -> None:
    answer = client.get(f"/api/search?q=стали&page={page}&per_page=100")
    assert answer.status_code == 200
    assert answer.json["hits"] == []
    assert answer.json["total"]["value"] > 10


def test_match_decides_what_a_query_without_full_match_lists(client: FlaskClient) -> None:
    assert found(client, q="тлепов абракадабра", match="all") == []
    assert "tlepov" in found(client, q="тлепов абракадабра", match="any")
    relaxed = client.get("/api/search?q=тлепов абракадабра").json
    assert relaxed["relaxed"] is True
    assert relaxed["dropped"] == ["абракадабра"]


def test_forms_are_counted_where_they_are_asked_for(client: FlaskClient) -> None:
    (counted,) = client.get("/api/search?q=сталь&forms=1").json["query"]["interpretation"]
    assert counted["forms"] == [{"form": "сталь", "documents": 2}, {"form": "сталью", "documents": 2}]
    assert counted["more_forms"] == 0
    (reading,) = client.get("/api/search?q=стали").json["query"]["interpretation"]
    assert reading["lemmas"] == ["стать", "сталь"]
    assert reading["readings"] == [
        {"lemma": "стать", "part": "verb", "documents": 12},
        {"lemma": "сталь", "part": "noun", "documents": 5},
    ]
    assert "forms" not in reading


def test_what_was_meant_is_answered_and_said_unless_it_is_switched_off(client: FlaskClient) -> None:
    found = client.get("/api/search?q=гпфуров").json
    assert found["suggestions"] == [{"kind": "spelling", "query": "гафуров", "hits": 3, "applied": True}]
    assert (found["query"]["raw"], found["query"]["parsed"], found["total"]["value"]) == ("гпфуров", "гафуров", 3)
    found = client.get("/api/search?q=гпфуров&autocorrect=0").json
    assert found["suggestions"] == [{"kind": "spelling", "query": "гафуров", "hits": 3, "applied": False}]
    assert (found["query"]["parsed"], found["total"]["value"]) == ("гпфуров", 0)


def test_a_query_that_was_begun_is_completed(client: FlaskClient) -> None:
    assert client.get("/api/suggest?q=Ассам&limit=2").json == {
        "query": "Ассам",
        "completions": [
            {"kind": "word", "text": "Ассамблея", "times": 5},
            {"kind": "title", "text": "Ассамблея оон", "times": 1},
        ],
    }
    assert client.get("/api/suggest").json == {"query": "", "completions": []}
    assert client.get("/api/suggest?q=г&limit=0").status_code == 400
    assert client.get("/api/suggest?q=г&page=2").status_code == 400
    assert client.get("/api/suggest?q=" + "г" * 2001).status_code == 422


def test_what_else_finds_more_is_suggested(client: FlaskClient) -> None:
    suggested = client.get("/api/search?q=Ғафуров").json["suggestions"]
    assert suggested == [{"kind": "kazakh", "query": "Гафуров", "hits": 3, "applied": False}]


def test_a_document_is_answered_whole_and_marked(client: FlaskClient) -> None:
    body = client.get("/api/documents/tlepov?q=женева").json
    assert (body["place"], body["agency"], body["date"]) == ("Астана", "ТАСС", "2026-01-12")
    assert "<mark>Женеве</mark>" in body["highlight"]["text"]
    assert "<mark>" not in client.get("/api/documents/tlepov").text


def test_an_instant_is_answered_with_its_offset(publish: Publish, tmp_path: Path) -> None:
    publish([[Document("1", "Сталь", "", datetime(2026, 1, 5, 12, 30, tzinfo=UTC)), Document("2", "Сталь", "")]])
    hits = create_app(tmp_path / "index").test_client().get("/api/search?q=сталь").json["hits"]
    assert [hit["date"] for hit in hits] == ["2026-01-05T12:30:00+00:00", None]


def test_health_names_the_generation(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok", "documents": 56, "generation": "000001"}


def test_texts_are_escaped_in_highlights_and_raw_elsewhere(publish: Publish, tmp_path: Path) -> None:
    hostile = '<script>alert("сталь")</script>'
    publish([[Document(hostile, hostile, f"Текст {hostile}", date(2026, 1, 5), url="javascript:alert(1)")]])
    (hit,) = create_app(tmp_path / "index").test_client().get("/api/search?q=сталь").json["hits"]
    assert hit["title"] == hostile
    assert hit["highlight"]["title"] == "&lt;script&gt;alert(&quot;<mark>сталь</mark>&quot;)&lt;/script&gt;"
    assert "<script" not in hit["highlight"]["text"][0]


# What is refused.

REFUSALS = [
    ("/api/search?formats=2026", 400, "formats"),
    ("/api/search?form=2026", 400, "form"),
    ("/api/search?q=a&q=b", 400, "q"),
    ("/api/search?sort=best", 400, "sort"),
    ("/api/search?sort=", 400, "sort"),
    ("/api/search?match=some", 400, "match"),
    ("/api/search?page=two", 400, "page"),
    ("/api/search?page=0", 400, "page"),
    ("/api/search?per_page=0", 400, "per_page"),
    ("/api/search?per_page=101", 400, "per_page"),
    ("/api/search?from=2026-13-01", 400, "from"),
    ("/api/search?to=вчера", 400, "to"),
    ("/api/search?from=2026-01-02&to=2026-01-01", 400, "from"),
    ("/api/documents/tlepov?page=1", 400, "page"),
    ("/api/documents/nobody", 404, None),
    ("/api/nothing", 404, None),
    ("/api", 404, None),
    ("/healthz/", 404, None),
    (f"/api/search?q={'я' * (DEFAULT_LIMITS.length + 1)}", 422, "q"),
    (f"/api/search?q={' '.join(f'ж{number}' for number in range(300))}", 422, "q"),
    (f"/api/search?q={'(a | ' * 30}", 422, "q"),
    ("/api/search?strict=yes", 400, "strict"),
    ("/api/search?expand=no", 400, "expand"),
    ("/api/documents/tlepov?expand=no", 400, "expand"),
    ("/api/search?strict=1&q=сталь )", 400, "q"),
]


def problem(client: FlaskClient, address: str, status: int) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = answer.json
    assert list(body)[:5] == ["type", "title", "status", "detail", "instance"]
    assert body["status"] == status
    assert all(body.values())
    return body


@pytest.mark.parametrize(("address", "status", "parameter"), REFUSALS, ids=lambda value: str(value)[:40])
def test_a_refusal_is_a_problem_that_says_where_and_why(
    client: FlaskClient, address: str, status: int, parameter: str | None
) -> None:
    body = problem(client, address, status)
    assert body["instance"] == address.partition("?")[0]
    assert [error["parameter"] for error in body.get("errors", [])] == ([parameter] if parameter else [])


@pytest.mark.parametrize(
    ("address", "suggestion"),
    [
        ("/api/search?form=2026", "forms"),
        ("/api/search?sort=newes", "newest"),
        ("/api/search?facets=source,sektion", "section"),
        ("/api/search?strict=1&q=sourse:вестник", "source"),
        ("/api/stats?q=сталь", None),
    ],
)
def test_a_refusal_suggests_what_may_have_been_meant(
    client: FlaskClient, address: str, suggestion: str | None
) -> None:
    (error,) = problem(client, address, 400)["errors"]
    assert error.get("suggestion") == suggestion


def test_a_strict_search_names_every_problem_of_the_query(client: FlaskClient) -> None:
    body = problem(client, "/api/search?strict=1&q=sourse:вестник (сталь date:вчера", 400)
    assert [(error["parameter"], error["position"]) for error in body["errors"]] == [("q", 0), ("q", 15), ("q", 22)]
    assert "'source'" in body["errors"][0]["detail"]
    assert "date:2026-01-05" in body["errors"][2]["detail"]


def test_a_strict_search_answers_what_is_understood(client: FlaskClient) -> None:
    address = "/api/search?q=source:вестник (сталь | салют)"
    plain, strict = client.get(address).json, client.get(address + "&strict=1").json
    assert plain["hits"] == strict["hits"] != []


@pytest.mark.parametrize(
    ("query", "limit"),
    [("я" * 21, "length"), ("*о*", "expansions"), ("о~2", "expansions"), ("(a | (b", "depth"), ("a b c", "clauses")],
)
def test_a_query_over_a_limit_is_told_which(archive_index: Path, query: str, limit: str) -> None:
    client = create_app(archive_index, Limits(20, 2, 1, 30)).test_client()
    (error,) = problem(client, f"/api/search?q={query}", 422)["errors"]
    assert error["limit"] == limit


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    answer = client.post("/api/search")
    assert answer.status_code == 405
    assert answer.content_type == "application/problem+json"
    assert set(answer.allow) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("hurt", "kind"),
    [
        (lambda folder: next(folder.glob("*.records")).write_bytes(b"\0"), "index-damaged"),
        (lambda folder: (folder / "generation.json").write_text('{"format": 5}'), "index-format"),
        (lambda folder: (folder.parents[1] / "current").unlink(), "index-unavailable"),
    ],
)
def test_what_is_wrong_with_an_index_is_told_without_its_path(
    publish: Publish, tmp_path: Path, hurt: Callable[[Path], object], kind: str
) -> None:
    hurt(publish([[Document("1", "Сталь", "")]]).folder)
    body = problem(create_app(tmp_path / "index").test_client(), "/api/search", 503)
    assert body["type"] == f"urn:slovoform:problem:{kind}"
    assert str(tmp_path) not in str(body)


@pytest.mark.parametrize("address", ["/api/search", "/api/documents/1", "/healthz"])
def test_without_an_index_every_answer_is_503_until_there_is_one(
    publish: Publish, tmp_path: Path, address: str
) -> None:
    client = create_app(tmp_path / "index").test_client()
    body = problem(client, address, 503)
    assert str(tmp_path) not in body["detail"]
    publish([[Document("1", "Сталь", "")]])
    assert client.get(address).status_code == 200


def test_a_new_generation_is_answered_from_without_a_restart(publish: Publish, tmp_path: Path) -> None:
    client = create_app(tmp_path / "index").test_client()
    publish([[Document("1", "Сталь", "")]])
    assert found(client, q="сталь") == ["1"]
    publish([[Document("2", "Сталь", "")]])
    assert found(client, q="сталь") == ["2"]


def test_an_unexpected_error_is_logged_and_tells_nothing_outside(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise ZeroDivisionError("secret")

    app.add_url_rule("/api/broken", view_func=broken)
    body = problem(app.test_client(), "/api/broken", 500)
    assert "secret" not in str(body)
    assert "secret" in caplog.text


# What is documented.


def examples() -> Iterator[str]:
    """The address that each curl of the documentation asks for."""
    for command in re.findall(r"^curl (.+)$", API.read_text(encoding="utf-8"), re.MULTILINE):
        words = shlex.split(command)
        (address,) = (word for word in words if word.startswith(HOST))
        pairs = [following for option, following in pairwise(words) if option in ("-d", "--data-urlencode")]
        query = urlencode([tuple(pair.split("=", 1)) for pair in pairs])
        yield address.removeprefix(HOST) + (f"?{query}" if query else "")


@pytest.mark.parametrize("address", list(examples()))
def test_an_example_of_the_documentation_is_answered(client: FlaskClient, address: str) -> None:
    if "CURSOR" in address:
        begun = client.get(address.replace("&cursor=CURSOR", "")).json["next_cursor"]
        address = address.replace("CURSOR", begun)
    answer = client.get(address)
    assert answer.status_code == (400 if "?form=" in address else 200), answer.text
    assert answer.data
    if answer.mimetype == "application/json":
        assert answer.json.get("hits", True), "an example finds nothing"


def test_every_parameter_has_an_example() -> None:
    asked = {name for address in examples() for name, _ in parse_qsl(address.partition("?")[2], True)}
    described = (methods["get"]["parameters"] for methods in description()["paths"].values())
    assert {each["name"] for listed in described for each in listed if each["in"] == "query"} <= asked


def test_every_field_of_an_answer_is_documented(client: FlaskClient) -> None:
    api = API.read_text(encoding="utf-8")
    counted = "search?q=сталь | Ғафуров&forms=1&facets=source&source=сталь&histogram=auto&explain=1&fields=id,matches"
    paths = (
        *(counted, "documents/tlepov", "documents/tlepov/similar", "search?x=1", "why?q=хор хористка&id=hor"),
        *("stats", "analyze?text=сталь", "suggest?q=ассам"),
    )
    answers = [client.get(f"/api/{path}").json for path in paths]
    for name in set(names(answers)):
        assert re.search(rf"[`.\"]{name}[`\"]", api), name


def names(value: object) -> Iterator[str]:
    """All keys of an answer, however deep."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from names(inner)
