"""What a visit weighs: bytes as they are before packing, requests, and nothing that moves once it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MOST = 50_000  # bytes of HTML, CSS and JS, none of them packed

SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => entry.value)))
    .observe({type: 'layout-shift', buffered: true});
"""
SETTLED = """
() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(
    () => done(window.shifts.reduce((sum, shift) => sum + shift, 0))))))
"""
PAGES = {"the first page": "", "twenty hits": "?q=год%20новый%20сталь%20город&match=any"}


def visited(page: Page, address: str) -> dict[str, int]:
    """What was loaded, and how large each part of it is."""
    loaded = []
    page.on("response", lambda answer: loaded.append(answer))
    page.goto(address, wait_until="networkidle")
    return {urlsplit(each.url).path: len(each.body()) for each in loaded}


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_is_light_and_comes_from_one_host(page: Page, site: str, address: str) -> None:
    weights = visited(page, site + address)  # that no other host is asked, every watched page holds
    assert len(weights) >= 2
    assert sum(weights.values()) <= MOST, weights


def test_the_page_of_hits_is_a_full_one(page: Page, site: str) -> None:
    page.goto(site + PAGES["twenty hits"])
    assert page.locator(".hit").count() == 20


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("address", [*PAGES.values(), "documents/tlepov?q=женева"])
def test_nothing_moves_once_it_is_seen(page: Page, site: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(SHIFTS)
    page.goto(site + address, wait_until="networkidle")
    assert page.evaluate(SETTLED) == 0
    page.locator("h1").evaluate("heading => { heading.style.marginTop = '300px'; }")
    assert page.evaluate(SETTLED) > 0  # it would have been seen
