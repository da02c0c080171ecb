"""The pages of a document in a real browser: from mark to mark, the citation, what changed in a copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from search.documents import Document
from search.index.generations import Generation
from tests.browser.watching import either_way  # noqa: F401
from tests.conftest import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MARKED = "documents/tlepov?q=и | в | на"
COMPARED = "changes?before=stal-kombinat&after=vestnik-1004"

_SMALL = """[...document.querySelectorAll("a:not(.skip), button, summary, textarea")]
    .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 24)
    .map((each) => each.textContent)"""


def step(page: Page, name: str) -> None:
    """Go on by the keyboard alone, from where the last step led."""
    link = page.locator(".step:visible").get_by_role("link", name=name)
    for key in ("Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        if link.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press(key)
    page.keyboard.press("Enter")


def test_the_keyboard_goes_from_mark_to_mark_and_back(page: Page, site: str) -> None:
    page.goto(f"{site}{MARKED}")
    page.get_by_role("link", name="К первому в тексте").press("Enter")
    assert "Место 1 из\u00a015" in page.locator(".step:visible").inner_text()
    for place in (2, 3, 4):
        step(page, "следующее")
        assert f"Место {place} из\u00a015" in page.locator(".step:visible").inner_text()
        box = page.locator("mark:target").bounding_box()
        bar = page.locator(".step:visible").bounding_box()
        assert box and bar and 0 < box["y"] < bar["y"] - box["height"]
    step(page, "предыдущее")
    assert page.locator("mark:target").get_attribute("id") == "m3"


def test_steps_are_no_pages_to_go_back_to(browser: Browser, site: str) -> None:
    page = browser.new_context(locale="ru-RU").new_page()
    page.goto(f"{site}?q=сталь")
    page.goto(f"{site}{MARKED}")
    page.get_by_role("link", name="К первому в тексте").click()
    for _ in range(3):
        page.get_by_role("link", name="следующее").click()
    page.go_back()
    page.go_back()
    assert page.url == f"{site}?q=%D1%81%D1%82%D0%B0%D0%BB%D1%8C"
    page.context.close()


def test_the_citation_is_copied_and_that_is_said(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="ru-RU", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}documents/vestnik-1013")
    field = page.get_by_label("Процитировать")
    cited = field.input_value()
    assert cited.startswith("Юдина Л. Депутаты Песчаногорска")
    page.get_by_role("button", name="Скопировать").press("Enter")
    page.get_by_role("status").get_by_text("Скопировано").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == cited
    field.focus()
    assert field.evaluate("each => each.value.slice(each.selectionStart, each.selectionEnd)") == cited
    context.close()


def test_without_javascript_the_citation_is_text_and_there_is_no_button(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}documents/vestnik-1013")
    assert page.get_by_label("Процитировать").is_visible()
    assert not page.locator("#copy").is_visible()
    page.context.close()


def test_what_changed_is_told_by_signs_and_lines_not_by_colour_alone(page: Page, site: str) -> None:
    page.goto(f"{site}{COMPARED}")
    for element, sign, line in (("del", "−", "line-through"), ("ins", "+", "underline")):
        shown = page.locator(element).first
        assert sign in shown.evaluate("each => getComputedStyle(each, '::before').content")
        assert line in shown.evaluate("each => getComputedStyle(each).textDecorationLine")


@pytest.mark.parametrize("address", [MARKED, "documents/vestnik-1013", COMPARED, "help", "help?lang=en"])
def test_targets_are_large_enough_and_nothing_runs_out_of_the_window(page: Page, site: str, address: str) -> None:
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{site}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(_SMALL) == []


def test_very_long_words_break(
    page: Page, serve: Callable[..., Served], publish: Callable[..., Generation], tmp_path: Path
) -> None:
    long = "оченьдлинноеслово" * 40
    details = dict.fromkeys(("source", "section", "author", "place", "agency"), long)
    one = Document("1" * 200, long, long, keywords=(long,), url=f"https://example.org/{long}", **details)
    publish([[one, Document("2", f"{long}а", f"{long} {long}")]])
    address = serve(tmp_path / "index").address
    page.set_viewport_size({"width": 320, "height": 640})
    for path in (f"documents/{one.id}", f"changes?before={one.id}&after=2"):
        page.goto(f"{address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
