"""The command `slovoform build`."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from indexer.build import build
from indexer.cli.options import Waits, pairs, reads_sources, wait_option, writes_index
from indexer.cli.showing import told
from indexer.duplicates import OnDuplicate
from indexer.reading.sources import ReadOptions
from search import config
from search.dates import DateOrder, zone
from search.index.building.options import WriteOptions


@click.command("build", cls=Waits)
@reads_sources
@wait_option
@writes_index
@click.option(
    "--zone", "zone_name", default=lambda: config.from_environment().zone,
    show_default="SLOVOFORM_ZONE or Europe/Moscow", help="Zone in which days without a clock lie.",
)  # fmt: skip
def build_command(
    paths: tuple[Path, ...],
    index: Path,
    encoding: str | None,
    mapping: tuple[str, ...],
    constants: tuple[str, ...],
    zone_name: str,
    date_order: DateOrder,
    on_duplicate: OnDuplicate,
    workers: int | None,
    memory: int | None,
    skipped_file: TextIO | None,
    writing: WriteOptions,
) -> None:
    """Index files and folders, and publish the index.

    \b
    slovoform build archive/ news.jsonl.gz --set source="Степные вести"

    Reads text, JSON, tables, HTML pages and feeds, packed and in .zip and .tar archives, too. The old index answers
    until the new one is complete. Exit status: 0 all was indexed, 3 published but something was skipped, 1 nothing
    was published.
    """
    options = ReadOptions(zone(zone_name), encoding, pairs("--map", mapping), pairs("--set", constants), date_order)
    told(lambda show: build(paths, index, options, on_duplicate, show, workers, memory, writing), skipped_file)
