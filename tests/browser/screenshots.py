"""Screenshots of every page in every state, at each width, light and dark, over the bundled archive.

python -m tests.browser.screenshots FOLDER [STATE…]
"""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from indexer.build import build
from indexer.reading.sources import ReadOptions
from tests.browser import chromium
from tests.browser.states import SCHEMES, STATES, WIDTHS, State, located, opened
from tests.conftest import ARCHIVE, MOSCOW
from web.app import create_app
from web.server import server

if TYPE_CHECKING:
    from playwright.sync_api import Page

_NAMES = [state.name for state in STATES]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("names", metavar="[STATE]…", nargs=-1, type=click.Choice(_NAMES))
@click.option("--first-screen", is_flag=True, help="Only what is seen without scrolling.")
def main(folder: Path, names: tuple[str, ...], first_screen: bool) -> None:
    """Write FOLDER/STATE-WIDTH-SCHEME.png for every STATE, or for those that are named."""
    if missing := chromium.missing():
        raise click.ClickException(f"missing: {', '.join(missing)}")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, chromium.running() as browser:
        index = Path(work) / "index"
        build([ARCHIVE], index, ReadOptions(zone=MOSCOW))
        page = browser.new_page(locale="ru-RU")
        site, bare = _served(index), _served(Path(work) / "none")
        for state in STATES:
            if state.name in names or not names:
                page.goto(located(state, site, bare))
                opened(page, state)
                _shoot(page, state, folder, first_screen or state.opens in ("completions", "shortcuts"))


def _served(index: Path) -> str:
    """The address at which an index is served, until the program ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    Thread(target=server(create_app(index), listener).run, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/"


def _shoot(page: Page, state: State, folder: Path, first_screen: bool) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            path = folder / f"{state.name}-{width}-{scheme}.png"
            page.screenshot(path=path, full_page=not first_screen)


if __name__ == "__main__":
    main()
