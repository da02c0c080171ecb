"""The list under the search field: by keyboard, mouse and touch, told to a screen reader, and never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.watching import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

pytestmark = pytest.mark.browser


def field(page: Page) -> Locator:
    return page.get_by_label("Что искать")


def begin(page: Page, site: str, text: str) -> Locator:
    """Type, and wait for the list."""
    page.goto(site)
    field(page).press_sequentially(text)
    options = page.get_by_role("listbox", name="Подсказки").get_by_role("option")
    options.first.wait_for()
    return options


def query(page: Page) -> str:
    page.wait_for_url("**/?q=*")
    return parse_qs(urlsplit(page.url).query)["q"][0]


def pointed(page: Page) -> str | None:
    """The option that the combobox points to, which is the selected one."""
    ident = field(page).get_attribute("aria-activedescendant")
    selected = page.locator("[role=option][aria-selected=true]")
    assert selected.count() == (1 if ident else 0)
    assert not ident or selected.get_attribute("id") == ident
    return selected.inner_text() if ident else None


def test_the_keyboard_chooses_a_completion_and_searches_for_it(page: Page, site: str) -> None:
    options = begin(page, site, "ассам")
    texts = options.all_inner_texts()
    assert texts[:2] == ["ассамблея", "ассамблея оон"]
    assert (field(page).get_attribute("aria-expanded"), pointed(page)) == ("true", None)
    page.keyboard.press("ArrowDown")
    assert pointed(page) == texts[0]
    page.keyboard.press("ArrowDown")
    assert (pointed(page), field(page).input_value()) == (texts[1], "ассам")
    page.keyboard.press("Enter")
    assert query(page) == texts[1]


def test_enter_without_a_choice_searches_for_what_was_typed(page: Page, site: str) -> None:
    begin(page, site, "ассам")
    page.keyboard.press("Enter")
    assert query(page) == "ассам"


def test_the_arrows_go_round_by_way_of_the_field(page: Page, site: str) -> None:
    texts = begin(page, site, "ассам").all_inner_texts()
    seen = []
    for _ in range(len(texts) + 2):
        page.keyboard.press("ArrowUp")
        seen.append(pointed(page))
    assert seen == [*reversed(texts), None, texts[-1]]


def test_what_moves_in_the_text_leaves_the_list(page: Page, site: str) -> None:
    begin(page, site, "ассам")
    for key, place in (("Home", 0), ("End", 5), ("ArrowLeft", 4), ("ArrowRight", 5)):
        page.keyboard.press("ArrowDown")
        assert pointed(page)
        page.keyboard.press(key)
        assert field(page).evaluate("field => field.selectionStart") == place
        assert pointed(page) is None
    page.keyboard.press("Alt+ArrowUp")
    assert page.get_by_role("listbox").count() == 0
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("option").first.wait_for()
    assert pointed(page) is None


def test_escape_closes_the_list_first_and_empties_the_field_then(page: Page, site: str) -> None:
    begin(page, site, "ассам")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    assert field(page).get_attribute("aria-expanded") == "false"
    assert (pointed(page), field(page).input_value()) == (None, "ассам")
    page.keyboard.press("Escape")
    assert field(page).input_value() == ""


def test_who_leaves_the_field_leaves_the_list(page: Page, site: str) -> None:
    begin(page, site, "ассам")
    page.keyboard.press("Tab")
    assert page.get_by_role("listbox").count() == 0
    assert page.locator(":focus").inner_text() == "Найти"


def test_the_mouse_chooses(page: Page, site: str) -> None:
    begin(page, site, "ассам").nth(1).click()
    assert query(page) == "ассамблея оон"


def test_a_finger_chooses(browser: Browser, site: str) -> None:
    with watched(browser, has_touch=True, viewport={"width": 320, "height": 600}) as page:
        begin(page, site, "ассам").nth(1).tap()
        assert query(page) == "ассамблея оон"


def test_it_is_told_how_many_there_are(page: Page, site: str) -> None:
    options = begin(page, site, "ассам")
    told = page.get_by_role("status")
    assert told.inner_text() == f"Подсказок: {options.count()}"
    field(page).press_sequentially("ъъъ")
    told.filter(has_text="Подсказок нет").wait_for()
    assert page.get_by_role("listbox").count() == 0
    page.goto(f"{site}?lang=en")
    page.get_by_label("What to search for").press_sequentially("ассам")
    page.get_by_role("listbox", name="Completions").wait_for()
    assert told.inner_text() == f"Completions: {page.get_by_role('option').count()}"


# What is asked, and what is done with the answer.


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the server was asked for; the clock of the page stands still."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    found: list[str] = []
    page.on("request", lambda request: found.extend(parse_qs(urlsplit(request.url).query).get("q", ())))
    return found


def test_the_server_is_asked_once_the_typing_rests(page: Page, site: str, asked: list[str]) -> None:
    page.goto(site)
    for letter in "асса":
        field(page).press_sequentially(letter)
        page.clock.run_for(149)
    assert asked == []
    page.clock.run_for(1)
    page.get_by_role("option").first.wait_for()
    assert asked == ["асса"]


def test_neither_one_letter_nor_the_middle_of_a_query_is_completed(page: Page, site: str, asked: list[str]) -> None:
    page.goto(site)
    field(page).press_sequentially("а")
    page.clock.run_for(1000)
    field(page).fill("стали мост")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("т")
    page.clock.run_for(1000)
    assert field(page).input_value() == "сталит мост"
    assert asked == []


def test_a_late_answer_does_not_replace_a_newer_one(page: Page, site: str) -> None:
    held: list[Route] = []
    page.route("**/api/suggest?q=%D0%B3%D0%B5", lambda route: held.append(route))  # «ге»
    page.goto(site)
    with page.expect_request("**/api/suggest?q=%D0%B3%D0%B5"):
        field(page).press_sequentially("ге")
    field(page).fill("ассам")
    options = page.get_by_role("option")
    options.first.wait_for()
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    assert options.all_inner_texts()[0] == "ассамблея"


def test_where_the_server_is_not_reached_the_field_is_a_plain_one(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(site)
    context.set_offline(True)
    with page.expect_event("requestfailed"):
        field(page).press_sequentially("ассам")
    assert page.get_by_role("listbox").count() == 0
    context.set_offline(False)
    page.keyboard.press("Enter")
    assert query(page) == "ассам"
    context.close()
    assert errors == []


def test_without_a_script_nothing_is_promised(browser: Browser, site: str) -> None:
    with watched(browser, java_script_enabled=False) as page:
        page.goto(site)
        assert page.get_by_role("combobox").count() == page.get_by_role("listbox").count() == 0
        assert field(page).get_attribute("autocomplete") is None
        assert not page.get_by_text("одиночные клавиши работают").is_visible()
