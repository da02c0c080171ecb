"""The commands that change a published index: `update`, `delete`, `compact`, `rollback`, `restore`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, TextIO

import click

from indexer.cli.options import pairs, reads_sources
from indexer.cli.showing import shown, told
from indexer.duplicates import OnDuplicate
from indexer.reading.sources import ReadOptions
from indexer.update import compact_all, delete, update
from search import config
from search.cli.options import index_option
from search.dates import DateOrder, zone
from search.finding.archive import matching
from search.index.building.publishing import rollback
from search.index.building.restoring import restore
from search.index.generations import Generation


@click.command("update")
@reads_sources
@click.option("--delete-missing", is_flag=True, help="Delete documents of the index that are not under the paths.")
def update_command(
    paths: tuple[Path, ...],
    index: Path,
    encoding: str | None,
    mapping: tuple[str, ...],
    constants: tuple[str, ...],
    date_order: DateOrder,
    on_duplicate: OnDuplicate,
    workers: int | None,
    memory: int | None,
    skipped_file: TextIO | None,
    delete_missing: bool,
) -> None:
    """Add new documents to the index, and replace those that are another now.

    \b
    slovoform update news/2026-11-25.jsonl

    A document is known again by its id; what is unchanged is left as it is. With --delete-missing the paths are all
    that there is to be: what is not there goes, unless something there could not be read. Exit status as of `build`.
    """
    options = ReadOptions(zone(config.from_environment().zone), encoding, pairs("--map", mapping),
                          pairs("--set", constants), date_order)  # fmt: skip
    told(
        lambda show: update(paths, index, options, on_duplicate, show, workers, memory, delete_missing),
        skipped_file,
        update=True,
    )


@click.command("delete")
@click.argument("ids", nargs=-1)
@click.option("--query", help="Delete what this query finds, all of its words wanted: source:тасс date:2019.")
@click.option("--dry-run", is_flag=True, help="Only say how many documents would go.")
@index_option
def delete_command(ids: tuple[str, ...], query: str | None, dry_run: bool, index: Path) -> None:
    """Delete documents by their ids, or all that a query finds.

    \b
    slovoform delete vestnik-1004
    slovoform delete --query 'source:вестник date:..2019' --dry-run

    Exit status 1 if an id was not there; the others are gone then.
    """
    if bool(ids) == bool(query):
        raise click.UsageError("name the ids of documents, or give a --query")

    def chosen(live: Generation) -> Iterable[str]:
        return ids if query is None else matching(live, query)

    gone = delete(index, chosen, dry_run)
    click.echo(f"{'would delete' if dry_run else 'deleted'}     {len(gone):,}")
    missing = [ident for ident in ids if ident not in set(gone)]
    for ident in missing:
        click.echo(f"there is no document with the id {ident!r}", err=True)
    if missing:
        sys.exit(1)


@click.command("compact")
@index_option
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True,
              help="How many processes share the work.")  # fmt: skip
def compact_command(index: Path, workers: int) -> None:
    """Join all segments of the index into one, and leave no trace of deleted documents.

    \b
    slovoform compact

    `update` and `delete` join what is worth it by themselves; readers go on meanwhile.
    """
    published = shown(lambda show: compact_all(index, show, workers))
    click.echo(f"generation {published.name}" if published else "there is nothing to join")


@click.command("rollback")
@click.option("--to", "name", help="Number of the generation that is to answer; else the one before the live one.")
@index_option
def rollback_command(name: str | None, index: Path) -> None:
    """Let an earlier generation of the index answer again.

    \b
    slovoform rollback

    Its files are verified before. The generation that answered until now stays, and can be gone back to.
    """
    click.echo(f"generation {rollback(index, name)} answers")


@click.command("restore")
@click.argument("backup", type=click.File("rb"))
@index_option
def restore_command(backup: BinaryIO, index: Path) -> None:
    """Let what `slovoform backup` wrote answer, in this index or in a new one.

    \b
    slovoform restore archive.tar --index /srv/archive

    Every file is compared with its checksum before. What answered until now can be gone back to with `rollback`.
    """
    click.echo(f"generation {restore(index, backup)} answers")
