"""WCAG 2.2, levels A and AA: what axe-core can tell of every page and state, and what it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.states import SCHEMES, STATES, WIDTHS, State, located, opened
from tests.conftest import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
NARROW, WIDE = 320, 1440


@pytest.fixture(scope="module")
def bare(serve: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A site without an index."""
    return serve(tmp_path_factory.mktemp("bare")).address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [_told(rule, node) for rule in found.response["violations"] for node in rule["nodes"]]


def _told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    checks = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return f"{rule['id']}: {node['html'][:200]}: {'; '.join(checks)}"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_no_page_breaks_a_rule_of_wcag_or_leaves_the_window(page: Page, site: str, bare: str, state: State) -> None:
    answer = page.goto(located(state, site, bare))
    assert answer and answer.status == state.status
    opened(page, state)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in SCHEMES if width in (NARROW, WIDE) else ():
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], f"{width} px, {scheme}"


def test_axe_sees_what_is_wrong(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("h1").evaluate("heading => { heading.style.color = '#ddd'; }")
    page.locator("label[for=q]").evaluate("label => label.remove()")
    page.locator("#q").evaluate("field => { field.placeholder = ''; }")
    assert {told.partition(":")[0] for told in violations(page)} == {"color-contrast", "label"}


# The keyboard alone.

STOP = """
() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  const style = getComputedStyle(here), box = here.getBoundingClientRect();
  return {
    name: here.innerText || here.getAttribute('aria-label') || here.id,
    outlined: !here.matches(':focus')  // the calendar button inside a date field: the browser outlines it
      || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.top >= 0 && box.left >= 0 && box.right <= innerWidth + 1
      && box.bottom <= innerHeight + 1,
  };
}
"""


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("address", ["?q=стали&from=2022&per_page=5", "documents/tlepov?q=женева", "?q=абракадабра"])
def test_every_stop_of_the_keyboard_is_seen_and_no_stop_is_a_trap(
    page: Page, site: str, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + address)
    stops: list[dict[str, Any]] = []
    page.keyboard.press("Tab")
    while stop := page.evaluate(STOP):
        stops.append(stop)
        page.keyboard.press("Tab")
        assert len(stops) < 200
    assert len(stops) > 5
    assert [stop["name"] for stop in stops if not (stop["outlined"] and stop["seen"])] == []


def test_the_main_flow_needs_no_mouse(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("ассам")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    page.keyboard.press("j")
    title = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")
    assert page.locator("h1").inner_text() == title
    while not page.locator(":focus").count() or "К\u00a0результатам" not in page.locator(":focus").inner_text():
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert page.locator("#q").input_value() == "ассамблея"


# Colours that the system chooses.


def test_what_is_told_by_colour_is_told_in_forced_colours_too(browser: Browser, site: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()

    def style(selector: str, name: str) -> str:
        value: str = page.locator(selector).first.evaluate(f"each => getComputedStyle(each).{name}")
        return value

    page.goto(f"{site}?q=стали&per_page=5")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert style("mark", "backgroundColor") not in (style("body", "backgroundColor"), "rgba(0, 0, 0, 0)")
    for current in (".order [aria-current]", ".pages [aria-current]", ".presets [aria-current]"):
        assert style(current, "textDecorationLine") == "underline"
    opened(page, State("completions", "", opens="completions"))
    assert style("[aria-selected=true]", "outlineStyle") != style("[aria-selected=false]", "outlineStyle")
    assert violations(page) == []
    context.close()
