"""The main flow in a real browser: type, narrow, open, go back; with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from search.documents import Document
from search.index.generations import Generation
from tests.browser.watching import either_way  # noqa: F401
from tests.conftest import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def count(page: Page) -> int:
    found = re.search(r"\d+", page.locator("h1").inner_text())
    return int(found[0]) if found else 0


def search(page: Page, query: str) -> None:
    page.get_by_label("Что искать").fill(query)
    page.get_by_role("button", name="Найти").click()


def test_a_reader_types_narrows_opens_and_goes_back(page: Page, site: str) -> None:
    page.goto(site)
    search(page, "стали")
    everything = count(page)
    assert everything > 10
    assert page.title().startswith("стали: найдено")

    page.get_by_label("с", exact=True).fill("2024-01-01")
    page.get_by_label("по", exact=True).fill("2024-12-31")
    page.get_by_role("button", name="Найти").click()
    narrowed = count(page)
    assert 0 < narrowed < everything
    assert {text[-4:] for text in page.locator("time").all_inner_texts()} == {"2024"}
    assert page.get_by_label("с", exact=True).input_value() == "2024-01-01"

    results = page.url
    first = page.locator("h2 a").first
    title = first.inner_text()
    first.click()
    assert page.locator("h1").inner_text() == title
    assert page.locator("mark").count() > 0

    page.get_by_role("link", name="К результатам").click()
    assert page.url == results
    assert count(page) == narrowed

    page.get_by_role("link", name="Всё время").click()
    assert count(page) == everything


def test_the_order_stays_when_the_query_changes(page: Page, site: str) -> None:
    page.goto(f"{site}?q=стали")
    page.get_by_role("link", name="сначала старые").click()
    search(page, "чемпион")
    years = [int(text[-4:]) for text in page.locator("time").all_inner_texts()]
    assert len(years) > 1
    assert years == sorted(years)


def test_a_list_is_walked_page_by_page(page: Page, site: str) -> None:
    page.goto(f"{site}?per_page=20")
    seen = page.locator(".hits h2").all_inner_texts()
    while page.get_by_role("link", name="Дальше").count():
        page.get_by_role("link", name="Дальше").click()
        seen += page.locator(".hits h2").all_inner_texts()
    assert len(seen) == 56
    page.get_by_role("link", name="Страница 1").click()
    assert page.locator(".hits h2").all_inner_texts() == seen[:20]


def test_the_keyboard_reaches_everything_in_order(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "К\N{NO-BREAK SPACE}результатам"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "сначала новые"
    page.get_by_label("Что искать").focus()
    page.keyboard.type("тлепов")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert count(page) >= 1


def test_the_readings_of_a_word_are_reached_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}?q=стали")
    page.locator(".reading summary").focus()
    for name in ("стать (гл.)", "сталь (сущ.)"):
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == name
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=!!*")
    assert page.get_by_label("Что искать").input_value() == "!!сталь"
    page.goto(f"{site}?q=стали")
    page.get_by_role("link", name="точная форма стали").click()
    assert page.get_by_label("Что искать").input_value() == "!стали"


def test_a_browser_tidies_no_id_away(
    page: Page, publish: Callable[..., Generation], serve: Callable[..., Served], tmp_path: Path
) -> None:
    ids = ["a/../b", "../up", "a/./b", "/leading", "a//b", "trailing/", "50%?#", "https://example.org/a//b?x=1"]
    publish([[Document(ident, f"Документ {ident}", "") for ident in ids]])
    address = serve(tmp_path / "index").address
    for ident in ids:
        page.goto(address)
        page.get_by_role("link", name=f"Документ {ident}", exact=True).click()
        assert page.locator("h1").inner_text() == f"Документ {ident}"


def test_a_bar_narrows_to_its_days_and_dragging_to_those_of_all_bars_between(
    page: Page, site: str, scripted: bool
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    bars = [page.locator(".timeline svg.wide a").nth(place) for place in (2, 5)]
    periods = [parse_qs(urlsplit(str(bar.get_attribute("href"))).query) for bar in bars]
    if scripted:
        spots = [(box["x"] + 5, box["y"] + 30) for bar in bars if (box := bar.bounding_box())]
        page.mouse.move(*spots[0])
        page.mouse.down()
        page.mouse.move(*spots[1], steps=5)
        page.mouse.up()
        page.wait_for_url("**/?from=*")
        assert parse_qs(urlsplit(page.url).query) == {"from": periods[0]["from"], "to": periods[1]["to"]}
        page.goto(site)
    bars[0].click(position={"x": 5, "y": 30})
    page.wait_for_url("**/?from=*")
    assert parse_qs(urlsplit(page.url).query) == periods[0]
