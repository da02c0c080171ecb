"""The command `slovoform build`."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.build import build
from indexer.cli.options import Waits, wait_option, writes_index
from indexer.cli.showing import told
from indexer.cli.sources import Sources, reads_sources
from search import config
from search.index.changing.options import WriteOptions


@click.command("build", cls=Waits)
@reads_sources
@wait_option
@writes_index
@click.option(
    "--zone", "zone_name", default=lambda: config.from_environment().zone,
    show_default="SLOVOFORM_ZONE or Europe/Moscow", help="Zone in which days without a clock lie.",
)  # fmt: skip
def build_command(
    sources: Sources,
    index: Path,
    zone_name: str,
    writing: WriteOptions,
) -> None:
    """Index files and folders, and publish the index.

    \b
    slovoform build archive/ news.jsonl.gz --set source="Степные вести"

    Reads text, JSON, tables, HTML pages and feeds, packed and in .zip and .tar archives, too. The old index answers
    until the new one is complete. Exit status: 0 all was indexed, 3 published but something was skipped, 1 nothing
    was published.
    """
    reading = sources.reading(zone_name)
    told(
        lambda show: build(
            sources.paths, index, reading, sources.on_duplicate, show, sources.workers, sources.memory, writing
        ),
        sources.skipped_file,
    )
