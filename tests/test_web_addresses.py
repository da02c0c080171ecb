"""Ids of any characters through a real server, and which addresses of originals become links."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import pytest

from search.documents import Document
from search.index.building.draft import Draft
from search.index.changing import publishing
from tests.conftest import Served
from web.addresses import encoded, web_address

IDS = [
    "plain",
    "2026/01/05/tokaev",
    "папка/Токаев — в Женеве",
    "ёлка й",
    "with blank  two",
    " blanks around ",
    "50%",
    "a%2Fb",
    "%D1%82",
    "a?b=c&d=e",
    "a#b",
    "a+b;c,d=e:f@g",
    "a//b",
    "/leading",
    "//two/leading",
    "trailing/",
    "a/./b",
    "a/../b",
    "../up",
    "..",
    ".",
    "/",
    "https://example.org/a//b?x=1#y",
    "https://example.org/news/2024/01/01/elka/",
    "<script>\"&amp;'",
    "line\nbreak\ttab",
    "back\\slash",
    "\U0001f984",
    "search",
    "x" * 2000,
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> Served:
    index = tmp_path_factory.mktemp("ids") / "index"
    with publishing.writing(index) as folder, Draft(folder, ZoneInfo("UTC")) as draft:
        for number, ident in enumerate(IDS):
            draft.add(Document(ident, f"Номер{number}", "Текст."))
        publishing.publish(folder, [draft.write()], ZoneInfo("UTC"))
    return serve(index)


def get(server: Served, target: str) -> tuple[int, str]:
    """Ask for a target exactly as it is, without a client that tidies it."""
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    connection.request("GET", target)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


@pytest.mark.parametrize("ident", IDS, ids=lambda ident: repr(ident)[:30])
@pytest.mark.parametrize("safe", ["", "/"])
def test_a_document_is_found_by_any_id(server: Served, ident: str, safe: str) -> None:
    status, text = get(server, f"/api/documents/{quote(ident, safe=safe)}")
    assert status == 200
    assert json.loads(text)["id"] == ident


def test_every_result_links_to_its_document(server: Served) -> None:
    _, listed = get(server, "/?per_page=100")
    links = re.findall(r'<h2><a href="([^"]+)">(Номер\d+)</a>', listed)
    assert len(links) == len(IDS)
    for link, title in links:
        status, text = get(server, unescape(link))
        assert status == 200, link
        assert f"<h1>{title}</h1>" in text


@pytest.mark.parametrize(
    ("ident", "address"),
    [
        ("2026/01/tokaev", "2026/01/tokaev"),
        ("a b?", "a%20b%3F"),
        ("a//b", "a%2F%2Fb"),
        ("a/../b", "a%2F..%2Fb"),
        ("/a", "%2Fa"),
    ],
)
def test_slashes_stay_readable_where_nobody_would_tidy_them_away(ident: str, address: str) -> None:
    assert encoded(ident) == address


@pytest.mark.parametrize("url", ["https://example.org/a?b=1", "HTTP://example.org", "http://пример.рф/новость"])
def test_an_address_of_the_web_is_linked(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", " https://example.org", "java\nscript:alert(1)", "data:text/html,x", "//example.org",
     "https:///x", "http://", "file:///etc/passwd", "example.org", "https://example.org/ x"],
)  # fmt: skip
def test_nothing_else_is_linked(url: str) -> None:
    assert web_address(url) == ""
