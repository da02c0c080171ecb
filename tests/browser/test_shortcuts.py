"""Single keys: what they do, when they keep still, and the switch that turns them off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.watching import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"


def focused(page: Page) -> str:
    """What has the focus: its id, or its words."""
    return page.evaluate("document.activeElement.id || document.activeElement.innerText")


def switch(page: Page) -> Locator:
    return page.get_by_role("switch", name="одиночные клавиши работают")


def press_in_russian(page: Page, sign: str, place: str, shift: bool = False) -> None:
    """Press a key as a Russian layout tells of it."""
    key = {"key": sign, "code": place, "text": sign, "modifiers": 8 if shift else 0}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


def test_a_slash_leads_to_the_search_field_and_is_not_typed(page: Page, site: str) -> None:
    page.goto(f"{site}?q=стали")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("а/б")  # what stood there was selected
    assert page.get_by_role("combobox").input_value() == "а/б"


def test_j_and_k_walk_the_hits_and_enter_opens_one(page: Page, site: str) -> None:
    page.goto(f"{site}?q=стали")
    titles = page.locator(".hit h2 a").all_inner_texts()
    walked = []
    for key in "kjjk":
        page.keyboard.press(key)
        walked.append(focused(page))
    assert walked == [titles[place] for place in (0, 1, 2, 1)]
    for _ in titles:
        page.keyboard.press("j")
    assert focused(page) == titles[-1]  # and no further
    assert page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")
    assert page.locator("h1").inner_text() == titles[-1]


def test_a_question_mark_opens_the_list_of_them(page: Page, site: str) -> None:
    page.goto(f"{site}?q=стали")
    page.keyboard.press("?")
    shown = page.get_by_role("dialog", name="Горячие клавиши")
    assert shown.is_visible()
    assert {key.strip() for key in shown.locator("kbd").all_inner_texts()} == {"/", "j", "k", "Enter", "?"}
    for key in "j/?":
        page.keyboard.press(key)
        assert focused(page) == "Закрыть"  # nothing moves behind it
    page.keyboard.press("Escape")
    assert not shown.is_visible()
    page.get_by_role("button", name="Горячие клавиши").click()
    shown.get_by_role("button", name="Закрыть").click()
    assert not shown.is_visible()
    assert focused(page) == "Горячие клавиши"


def test_in_a_russian_layout_the_same_places_act(page: Page, site: str) -> None:
    page.goto(f"{site}?q=стали")
    titles = page.locator(".hit h2 a").all_inner_texts()
    press_in_russian(page, "о", "KeyJ")
    press_in_russian(page, "о", "KeyJ")
    assert focused(page) == titles[1]
    press_in_russian(page, "л", "KeyK")
    assert focused(page) == titles[0]
    press_in_russian(page, ",", "Slash", shift=True)
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    press_in_russian(page, ".", "Slash")
    assert focused(page) == "q"


def test_no_key_acts_while_something_is_typed_or_another_one_is_held(page: Page, site: str) -> None:
    page.goto(f"{site}?q=стали")
    field = page.get_by_role("combobox")
    field.fill("")
    field.press_sequentially("jk/?")
    assert (field.input_value(), focused(page)) == ("jk/?", "q")
    page.get_by_label("с", exact=True).focus()
    page.keyboard.press("j")
    assert focused(page) == "from"
    page.locator(".name").focus()
    for held in ("altKey", "metaKey", "ctrlKey"):
        for key in "j/?":
            page.locator("body").dispatch_event("keydown", {"key": key, held: True, "bubbles": True})
    assert focused(page) == "Словоформа"
    assert not page.get_by_role("dialog").is_visible()


@pytest.mark.parametrize("refused", [False, True], ids=["kept", "storage refused"])
def test_a_switch_turns_them_off(page: Page, site: str, refused: bool) -> None:
    if refused:
        page.add_init_script(REFUSED)
    page.goto(f"{site}?q=стали")
    assert switch(page).is_checked()
    switch(page).focus()
    page.keyboard.press("Space")
    page.locator(".name").focus()
    for key in "j/?":
        page.keyboard.press(key)
    assert focused(page) == "Словоформа"
    assert not page.get_by_role("dialog").is_visible()
    page.goto(f"{site}documents/tlepov")
    assert switch(page).is_checked() == refused  # else it is remembered
    switch(page).check()
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()


def test_they_are_told_in_the_language_of_the_page(browser: Browser, site: str) -> None:
    with watched(browser, locale="ru-RU") as page:
        page.goto(f"{site}?lang=en")
        page.keyboard.press("?")
        assert "to the next document of the list" in page.get_by_role("dialog", name="Shortcuts").inner_text()
