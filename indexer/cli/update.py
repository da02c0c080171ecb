"""The commands that change a published index: `update`, `compact`, `rollback`; `delete` and `restore` are apart."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.cli.options import Waits, wait_option, writes_index
from indexer.cli.showing import shown, told
from indexer.cli.sources import Sources, reads_sources
from indexer.update import compact_all, update
from search import config
from search.cli.options import index_option
from search.index.changing.options import WriteOptions
from search.index.changing.publishing import rollback


@click.command("update", cls=Waits)
@reads_sources
@wait_option
@writes_index
@click.option("--delete-missing", is_flag=True, help="Delete documents of the index that are not under the paths.")
def update_command(
    sources: Sources,
    index: Path,
    delete_missing: bool,
    writing: WriteOptions,
) -> None:
    """Add new documents to the index, and replace those that are another now.

    \b
    slovoform update news/2026-11-25.jsonl

    A document is known again by its id; what is unchanged is left as it is. With --delete-missing the paths are all
    that there is to be: what is not there goes, unless something there could not be read. Exit status as of `build`.
    """
    reading = sources.reading(config.from_environment().zone)
    told(
        lambda show: update(
            sources.paths, index, reading, sources.on_duplicate, show, sources.workers, sources.memory,
            delete_missing, writing,
        ),
        sources.skipped_file,
        update=True,
    )  # fmt: skip


@click.command("compact", cls=Waits)
@index_option
@wait_option
@writes_index
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True,
              help="How many processes share the work.")  # fmt: skip
def compact_command(index: Path, workers: int, writing: WriteOptions) -> None:
    """Join all segments of the index into one, and leave no trace of deleted documents.

    \b
    slovoform compact

    `update` and `delete` join what is worth it by themselves; readers go on meanwhile.
    """
    published = shown(lambda show: compact_all(index, show, workers, writing))
    click.echo(f"generation {published.name}" if published else "there is nothing to join")


@click.command("rollback", cls=Waits)
@click.option("--to", "name", help="Number of the generation that is to answer; else the one before the live one.")
@index_option
@wait_option
def rollback_command(name: str | None, index: Path, writing: WriteOptions) -> None:
    """Let an earlier generation of the index answer again.

    \b
    slovoform rollback

    Its files are verified before. The generation that answered until now stays, and can be gone back to.
    """
    click.echo(f"generation {rollback(index, name, writing)} answers")
