"""The command `slovoform demo`."""

from __future__ import annotations

from contextlib import suppress
from importlib import resources
from pathlib import Path

import click

from indexer.build import build
from indexer.reading.sources import ReadOptions
from search import config
from search.dates import zone
from search.index.changing.lock import Locked


@click.command("demo")
@click.option(
    "--port", type=click.IntRange(0, config.LAST_PORT), default=lambda: config.from_environment().port,
    show_default="SLOVOFORM_PORT or 8080", help="Port to begin with; 0 lets the system choose.",
)  # fmt: skip
@click.option(
    "--index", type=click.Path(path_type=Path), default=lambda: config.from_environment().cache / "demo",
    show_default="slovoform/demo in XDG_CACHE_HOME or ~/.cache", help="Directory of the index.",
)  # fmt: skip
@click.pass_context
def demo_command(context: click.Context, port: int, index: Path) -> None:
    """Try it: index a small bundled archive and serve it.

    \b
    slovoform demo

    The index lies in the user's cache folder. Where the port is taken, the next free one serves.
    """
    options = ReadOptions(zone=zone(config.from_environment().zone))
    with resources.as_file(resources.files("indexer") / "archive") as archive, suppress(Locked):
        build([archive], index, options)  # another demo that is writing just now brings the same
    program = context.find_root().command
    serve = program.get_command(context, "serve") if isinstance(program, click.Group) else None
    if serve is None:
        raise click.ClickException("the command `serve` is not installed")
    context.invoke(serve, index=index, port=port, next_port=True)
