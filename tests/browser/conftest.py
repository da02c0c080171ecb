"""A real browser, and the bundled archive served to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import chromium
from tests.browser.watching import watched
from tests.conftest import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Where something is missing the tests are skipped, but never where they are meant to gate."""
    if missing := chromium.missing():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"missing: {', '.join(missing)}")
    with chromium.running() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(archive_index: Path, serve: Callable[..., Served]) -> str:
    return serve(archive_index).address


@pytest.fixture
def scripted() -> bool:
    """Whether pages may run scripts; `either_way` tries both."""
    return True


@pytest.fixture
def page(browser: Browser, scripted: bool) -> Iterator[Page]:
    """A page of its own that may say nothing to the console and ask no other host."""
    with watched(browser, java_script_enabled=scripted) as page:
        yield page
