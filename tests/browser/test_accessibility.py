"""axe-core over every page and state: WCAG 2.2, levels A and AA, as far as a machine can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.states import SCHEMES, STATES, State, located
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
def test_no_page_breaks_a_rule_of_wcag(page: Page, site: str, bare: str, state: State) -> None:
    answer = page.goto(located(state, site, bare))
    assert answer and answer.status == state.status
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], f"{width} px, {scheme}"


def test_axe_sees_what_is_wrong(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("h1").evaluate("heading => { heading.style.color = '#ddd'; }")
    page.locator("label[for=q]").evaluate("label => label.remove()")
    page.locator("#q").evaluate("field => { field.placeholder = ''; }")
    assert {told.partition(":")[0] for told in violations(page)} == {"color-contrast", "label"}
