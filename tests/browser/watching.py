"""Pages that are watched: what they say, and whom they ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

_REFUSED = "Failed to load resource: the server responded with a status of "  # said of a page that is a refusal


@pytest.fixture(name="scripted", params=[True, False], ids=["javascript", "no javascript"])
def either_way(request: pytest.FixtureRequest) -> bool:
    """For modules that bring it in: each test with JavaScript and without."""
    scripted: bool = request.param
    return scripted


@contextmanager
def watched(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page that in the end must have said nothing, to the console or in a dialog, and asked no other host."""
    context = browser.new_context(**{"locale": "ru-RU", **options})
    page = context.new_page()
    said: list[str] = []
    hosts: set[str] = set()

    def dismissed(dialog: Dialog) -> None:
        said.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).hostname or ""))
    yield page
    context.close()
    assert [line for line in said if not line.startswith(_REFUSED)] == []
    assert hosts == {"127.0.0.1"}
