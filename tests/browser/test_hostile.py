"""Documents, queries and addresses as an enemy writes them: nothing runs, anywhere, and all of it is shown as text.

The browser is told to disregard the Content-Security-Policy, so that it is the escaping alone that is tried; that the
policy is sent with every answer is tried beside it.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urldefrag, urlsplit
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest

from indexer.build import build
from indexer.reading.sources import ReadOptions
from search.request import SearchRequest
from search.service import SearchService
from tests.browser.watching import watched
from tests.conftest import MOSCOW, Served
from web.models import PageParameters, SearchParameters
from web.params import names

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TEXTS = {
    "script": "<script>alert(1)</script>",
    "closing": "</title></textarea></style></script><script src=/pwned></script>",
    "attribute": "\"><img src=/pwned onerror=alert(1)> '><svg onload=alert(2)>",
    "single": "' onmouseover='alert(1)' autofocus onfocus='alert(2)' x='",
    "comment": "--><img src=/pwned onerror=alert(1)><!-- ]]><iframe src=javascript:alert(1)>",
    "mark": "<mark onclick=alert(1)>сталь</mark> &lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;",
    "template": "{{ 7 * 7 }} {% raw %} ${alert(1)} `${alert(2)}` %(q)s {0}",
    "turned": "\u202eтёлоп <b>круглый</b>",
    "override": "\u202eгнин\u2066 \u200f<b>жирный</b>\u2028строка\u2029абзац\u0085",
    "surrogate": "\ud83d половина \udc00 знака <img src=/pwned onerror=alert(1)>",
    "control": "\x01\x0b\x0c\x1b[31m<b onclick=alert(1)>\x7f\ufffe\uffff",
    "formula": '=HYPERLINK("https://evil.example/";"сталь")',
    "long": "Ж" * 3000 + "<script>alert(1)</script>",
}
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "\x01javascript:alert(1)", "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "//evil.example/pwned",
    "https:javascript:alert(1)", "https://example.org/\"><img/src=/pwned/onerror=alert(1)>", "https://example.org/'onclick='alert(1)",
    "https://example.org/\u202e\ud83d", "blob:https://example.org/1", "file:///etc/passwd",
)  # fmt: skip
FIELDS = ("source", "section", "author", "place", "agency")

INTRUDERS = """
() => [...document.querySelectorAll('*')].filter(each =>
    ['IFRAME', 'OBJECT', 'EMBED', 'IMG', 'BASE', 'STYLE', 'B'].includes(each.tagName)
    || (each.tagName === 'SCRIPT' && !(each.src.startsWith(location.origin + '/static/') && !each.textContent))
    || (each.tagName === 'MARK' && [...each.attributes].some(attribute => attribute.name !== 'id'))
    || [...each.attributes].some(attribute => attribute.name.startsWith('on'))
    || (each.href && !/^https?:/.test(new URL(each.href.baseVal ?? each.href, location).protocol))
    || (each.tagName === 'FORM' && new URL(each.action).origin !== location.origin)
).map(each => each.outerHTML)
"""


def rows() -> Iterator[dict[str, object]]:
    """A document for each text, which stands in all of its fields, and one for each address."""
    for number, (name, text) in enumerate(TEXTS.items()):
        yield {
            "id": f"{name}/{text[:200]}", "title": f"{text} сталь", "text": f"{text} сталь {text}\n\n{text}",
            "date": f"2026-01-{number + 1:02}", "url": "https://example.org/" + text, "keywords": [text, "сталь"],
        } | dict.fromkeys(FIELDS, text[:500])  # fmt: skip
    for number, address in enumerate(ADDRESSES):
        yield {
            "id": f"address-{number}",
            "title": f"Адрес {number}",
            "text": "Чугун.",
            "url": address,
            "source": address,
        }


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows()))
    assert build([folder / "a.jsonl"], folder / "index", ReadOptions(MOSCOW), workers=1).indexed == len([*rows()])
    return folder / "index"


@pytest.fixture(scope="module")
def site(index: Path, serve: Callable[..., Served]) -> str:
    return serve(index).address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which whatever gets in would run; who asks for /pwned did."""
    with watched(browser, bypass_csp=True) as page:
        pwned: list[str] = []
        page.on("request", lambda asked: pwned.append(asked.url) if urlsplit(asked.url).path == "/pwned" else None)
        yield page
        assert pwned == []


def visit(page: Page, address: str) -> int:
    """Open an address: nothing got in, and the headers forbid it to."""
    answer = page.goto(address)
    assert answer
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert page.evaluate(INTRUDERS) == []
    return answer.status


def asked(site: str, path: str = "", **parameters: str) -> str:
    """An address; half signs are sent as the bytes that they would be."""
    pairs = [f"{name}={quote(value, errors='surrogatepass')}" for name, value in parameters.items()]
    return f"{site}{path}" + (f"?{'&'.join(pairs)}" if pairs else "")


HREFS = "links => links.map(link => new URL(link.getAttribute('href'), location).href)"


def test_every_link_of_a_list_leads_to_a_page_on_which_nothing_runs(page: Page, site: str) -> None:
    links: set[str] = set()
    for address in (asked(site, q="сталь", per_page="100"), asked(site, per_page="100")):
        assert visit(page, address) == 200
        links |= {urldefrag(link).url for link in page.locator("a").evaluate_all(HREFS)}
    chosen = list(some_of_each_kind(sorted(link for link in links if link.startswith(site))))
    assert len(chosen) > len([*rows()])
    assert {visit(page, link) for link in chosen} == {200}


def some_of_each_kind(links: list[str]) -> Iterator[str]:
    """All documents, and of the lists a few with the same parameters; tables and lines are downloads."""
    kinds: Counter[tuple[str, ...]] = Counter()
    for link in links:
        path, parameters = urlsplit(link).path, parse_qs(urlsplit(link).query)
        kind = (path, *parameters)
        kinds[kind] += 1
        if "format" not in parameters and kinds[kind] <= 4:
            yield link


def seen(text: str) -> str:
    """A text as far as it can be seen: signs without a shape are blanks, half signs are what stands for them."""
    whole = text.encode("utf-8", "replace").decode().replace("\ufffd", "?")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in whole).split())


def test_a_document_is_shown_as_it_was_written(page: Page, site: str, index: Path) -> None:
    service = SearchService(index)
    for hit in service.search(SearchRequest(per_page=100)).hits:
        document = service.document(hit.id).document
        path = f"documents/{quote(document.id, safe='', errors='surrogatepass')}"
        assert visit(page, asked(site, path, q="сталь")) == 200
        shown = seen(page.locator("main").inner_text())
        told = (document.title, document.section, document.author, document.url, document.id)
        for text in (*told, *document.text.split("\n\n")):
            assert seen(text) in shown, document.id


def test_long_words_stay_in_the_window(page: Page, site: str) -> None:
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        path = "documents/" + quote(f"long/{TEXTS['long'][:200]}", safe="")
        for address in (
            asked(site, q="сталь", per_page="100"),
            asked(site, path),
            asked(site, q=TEXTS["long"][:900]),
        ):
            visit(page, address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_sign_that_turns_writing_round_turns_nothing_behind_it(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 800})
    visit(page, asked(site, q="круглый"))
    about = page.locator(".hit", has_text="круглый").first.locator(".about > *")
    boxes = [box for each in about.all() if (box := each.bounding_box())]
    line = [box["x"] for box in boxes if box["y"] < boxes[0]["y"] + 5]
    assert len(line) > 2
    assert line == sorted(line)


def test_a_query_is_shown_as_it_was_typed(page: Page, site: str) -> None:
    for name, text in TEXTS.items():
        assert visit(page, asked(site, q=text)) in (200, 422), name
        assert visit(page, asked(site, "documents/address-1", q=text)) in (200, 422), name
        if name not in ("surrogate", "control", "override", "turned", "long"):
            visit(page, asked(site, q=text))
            assert page.locator("#q").input_value() == text


@pytest.mark.parametrize("text", [TEXTS["attribute"], TEXTS["closing"], TEXTS["surrogate"]], ids=["a", "b", "c"])
def test_no_parameter_and_no_path_lets_anything_in(page: Page, site: str, text: str) -> None:
    for name in (*names(PageParameters), text):
        assert visit(page, asked(site, **{"q": "сталь", name: text})) in (200, 400), name
    for path in ("help", "changes", "opensearch.xml", "opensearch.json", "values/source"):
        for name in ("q", "before", text):
            visit(page, asked(site, path, **{"before": "address-1", "after": "address-2", name: text}))
    for path in ("documents/nobody", "nothing/", "static/", "values/"):
        assert visit(page, asked(site, path + quote(text, errors="surrogatepass"))) == 404
    for name in (*names(SearchParameters), text):
        assert visit(page, asked(site, "api/search", **{name: text})) in (200, 400, 422), name
    for path in ("suggest", "analyze", "why", "stats", "docs", "openapi.json", "documents/nobody", "nothing"):
        for name in ("q", "text", "id", text):
            visit(page, asked(site, f"api/{path}", **{name: text}))


# What is not for readers: feeds and tables, which other programs show.


def fetched(address: str, **headers: str) -> bytes:
    with urlopen(Request(address, headers=headers)) as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        body: bytes = answer.read()
    return body


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_holds_texts_and_addresses_of_the_web(page: Page, site: str, form: str) -> None:
    for query in ("сталь", "чугун", *TEXTS.values()):
        if len(query) > 1000:
            continue
        feed = asked(site, "api/search", q=query, format=form, per_page="100")
        root = ElementTree.fromstring(fetched(feed))
        names = {each.tag.rpartition("}")[2] for each in root.iter()}
        assert names <= {
            "rss", "channel", "feed", "item", "entry", "id", "title", "link", "description", "lastBuildDate", "guid",
            "pubDate", "updated", "author", "name", "summary",
        }  # fmt: skip
        links = [each.get("href") or each.text or "" for each in root.iter() if each.tag.endswith("link")]
        assert links and all(link.startswith(("http://", "https://")) for link in links)
        page.goto(site)
        for each in root.iter():
            if each.tag.endswith(("summary", "description")):
                page.locator("main").evaluate("(main, html) => { main.innerHTML = html; }", each.text)
                assert page.evaluate(INTRUDERS) == []


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_whoever_asks_a_feed_of_a_false_host_gets_no_markup_of_his(site: str, form: str) -> None:
    with closing(HTTPConnection(urlsplit(site).netloc)) as connection:
        connection.request("GET", f"/api/search?format={form}", headers={"Host": 'evil"><script>alert(1)</script>'})
        answer = connection.getresponse()
        body = answer.read()
    assert answer.status == 400 or "script" not in {each.tag for each in ElementTree.fromstring(body).iter()}


def test_a_table_has_no_formula_and_a_line_all_fields(site: str) -> None:
    table = fetched(asked(site, "api/search", q="сталь", format="csv")).decode("utf-8-sig")
    header, *lines = csv.reader(io.StringIO(table), delimiter=";")
    assert len(lines) == len(TEXTS)
    assert {len(line) for line in lines} == {len(header)}
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_lines_hold_what_was_written(site: str) -> None:
    lines = fetched(asked(site, "api/search", format="jsonl")).decode().splitlines()
    kept = {row["id"]: row for row in map(json.loads, lines)}
    assert len(kept) == len([*rows()])
    assert kept["closing/" + TEXTS["closing"]]["section"] == TEXTS["closing"]
