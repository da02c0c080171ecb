"""What a visit weighs, and nothing that moves once it is seen.

Bytes are counted as they travel: pages packed, since every browser asks for that and the server does it, the style
sheet and the scripts as they are. Unpacked, a page of twenty hits is larger than that by its text and links alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MOST = 50_000  # bytes of HTML, CSS, JS and icon

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
    """What was loaded, and how large each part of it was on its way."""
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(request))
    page.goto(address, wait_until="networkidle")
    return {urlsplit(request.url).path: request.sizes()["responseBodySize"] for request in loaded}


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_is_light_and_comes_from_one_host(page: Page, site: str, address: str) -> None:
    weights = visited(page, site + address)  # that no other host is asked, every watched page holds
    assert {path.rpartition(".")[2] for path in weights} >= {"/", "css", "js"}
    assert min(weights.values()) > 0
    assert sum(weights.values()) <= MOST, weights


def test_the_page_of_hits_is_a_full_one(page: Page, site: str) -> None:
    page.goto(site + PAGES["twenty hits"])
    assert page.locator(".hit").count() == 20


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("address", [*PAGES.values(), "documents/tlepov?q=женева", "?q=абракадабра"])
def test_nothing_moves_once_it_is_seen(page: Page, site: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(SHIFTS)
    page.goto(site + address, wait_until="networkidle")
    assert page.evaluate(SETTLED) == 0
    page.locator("h1").evaluate("heading => { heading.style.marginTop = '300px'; }")
    assert page.evaluate(SETTLED) > 0  # it would have been seen
