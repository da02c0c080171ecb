"""Pages that are watched: what they say, and whom they ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@contextmanager
def watched(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page that in the end must have said nothing to the console and asked no other host."""
    context = browser.new_context(**{"locale": "ru-RU", **options})
    page = context.new_page()
    said: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).hostname or ""))
    yield page
    context.close()
    assert said == []
    assert hosts == {"127.0.0.1"}
