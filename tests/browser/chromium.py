"""Debian's Chromium, as the tests and the screenshots start it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def missing() -> list[str]:
    """What is not there of all that a browser needs."""
    absent = [f"Debian's package chromium ({CHROMIUM})"] if not CHROMIUM.exists() else []
    packages = ("playwright", "axe_playwright_python")
    return absent + [f"the Python package {name}" for name in packages if not find_spec(name)]


@contextmanager
def running() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()
