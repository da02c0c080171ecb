"""The API keeps to what it says of itself: asked by machine, whatever comes of its own description."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.answer import HIT_FIELDS
from search.contract import Hit
from tests.conftest import Served
from web.api.openapi import OPERATIONS, description
from web.models import Format

API = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
NOT_DESCRIBED = {"/api/openapi.json", "/api/docs"}


def test_the_running_server_answers_everything_as_it_declares(
    serve: Callable[..., Served], archive_index: Path
) -> None:
    served = serve(archive_index)
    ran = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "run", f"{served.address}api/openapi.json",
            "--checks=all", "--exclude-checks=positive_data_acceptance",  # a text may be no date, or no cursor
            "--max-examples=20", "--seed=1", "--generation-deterministic", "--no-color",
        ],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    assert f"{len(OPERATIONS)} selected / {len(OPERATIONS)} total" in ran.stdout


def test_every_address_is_described(app: Flask) -> None:
    routes = {re.sub(r"<.*:(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    programs = {route.replace("{ident}", "{id}") for route in routes if re.match("/(api|healthz)", route)}
    assert programs - NOT_DESCRIBED == set(description()["paths"])


def test_every_parameter_and_field_is_documented_with_words_of_its_own() -> None:
    for path, methods in description()["paths"].items():
        for parameter in methods["get"]["parameters"]:
            assert parameter["description"], (path, parameter)
            assert f"`{parameter['name']}`" in API, (path, parameter)
    for name, shape in description()["components"]["schemas"].items():
        for field in shape["properties"]:
            assert re.search(rf"[`.\"]{field}[`\".]", API), (name, field)


def test_bounds_and_choices_of_parameters_are_declared() -> None:
    declared = {each["name"]: each for each in description()["paths"]["/api/search"]["get"]["parameters"]}
    per_page = declared["per_page"]["schema"]
    assert (per_page["minimum"], per_page["maximum"], per_page["default"]) == (1, 100, 20)
    assert declared["sort"]["schema"]["enum"] == ["relevance", "newest", "oldest"]
    assert [declared[name]["explode"] for name in ("source", "facets")] == [True, False]
    assert all("title" not in each["schema"] for each in declared.values())


def test_every_format_is_documented() -> None:
    assert all(f"`{form}`" in API for form in get_args(Format))


def test_a_hit_has_no_field_that_cannot_be_asked_for() -> None:
    assert set(Hit.__annotations__) == {*HIT_FIELDS, "explain"}


def test_the_rendered_page_tells_all_and_asks_no_other_host(client: FlaskClient) -> None:
    page = client.get("/api/docs")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert not re.search(r"(src|href)=\"(?!/|#)", page.text)
    for path, methods in description()["paths"].items():
        assert f"<code>{path}</code>" in page.text
        assert all(f"<code>{parameter['name']}</code>" in page.text for parameter in methods["get"]["parameters"])


@pytest.mark.parametrize("status", ["400", "410", "422", "503"])
def test_refusals_are_declared(status: str) -> None:
    assert status in description()["paths"]["/api/search"]["get"]["responses"]
