"""The command `slovoform serve`."""

from __future__ import annotations

import errno
import gc
import logging
import resource
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

import click

from search import config
from search.cli.options import names_option, synonyms_option
from search.errors import IndexUnavailable
from search.service import SearchService
from web.app import create_app
from web.server import server

_OPEN_FILES = 65_536


@click.command("serve")
@click.option(
    "--index", type=click.Path(path_type=Path), default=lambda: config.from_environment().index,
    show_default="SLOVOFORM_INDEX or slovoform-index", help="Directory of the index.",
)  # fmt: skip
@click.option(
    "--host", default=lambda: config.from_environment().host, show_default="SLOVOFORM_HOST or 127.0.0.1",
    help="Address to listen on; 0.0.0.0 is every one of this machine.",
)  # fmt: skip
@click.option(
    "--port", type=click.IntRange(0, config.LAST_PORT), default=lambda: config.from_environment().port,
    show_default="SLOVOFORM_PORT or 8080", help="Port to listen on; 0 lets the system choose.",
)  # fmt: skip
@synonyms_option
@names_option
@click.option("--next-port", is_flag=True, help="Where the port is taken, use the next free one.")
def serve_command(
    index: Path, host: str, port: int, synonyms: Path | None, names: Path | None, next_port: bool
) -> None:
    """Serve the search page and the JSON API.

    \b
    slovoform serve --index /srv/archive --port 8000

    Starts without an index as well, and answers as soon as one is built. Ctrl-C or SIGTERM stops it.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of each request that waits for a thread
    settings = config.from_environment()
    app = create_app(index, settings.limits, config.Dictionaries(synonyms, names), settings.holding)
    _allow_open_files()
    listener = _listen(host, port, next_port)
    running = server(app, listener)
    click.echo(f"Slovoform is at {_address(listener)} (Ctrl-C stops it)")
    _warn_without_index(index)
    _keep_what_is_loaded()
    running.run()


def _listen(host: str, port: int, next_port: bool) -> socket.socket:
    """Take the port, or with `next_port` the first free one from it on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, config.LAST_PORT + 1 if next_port else port + 1):
        try:
            return socket.create_server((host, candidate), family=family)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise click.ClickException(f"cannot listen on {host} port {candidate}: {problem}") from problem
    raise click.ClickException(f"port {port} is taken: choose another with --port, or add --next-port")


def _allow_open_files() -> None:
    """Have as many files open as the system lets the process have: each segment is some seventy, mapped."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # macOS has a bound of its own: then it stays as it was
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _keep_what_is_loaded() -> None:
    """Look for garbage among what is made from now on: among all that is loaded it takes the time of an answer."""
    gc.collect()
    gc.freeze()


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _warn_without_index(index: Path) -> None:
    try:
        SearchService(index).stats()
    except IndexUnavailable as problem:
        click.echo(f"{problem}; until then every request is answered with 503", err=True)
