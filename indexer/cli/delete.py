"""The command `slovoform delete`, which searches: no other command that writes loads all that a search needs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from indexer.cli.options import Waits, wait_option, writes_index
from indexer.update import delete
from search.cli.options import index_option
from search.finding.archive import matching
from search.index.changing.options import WriteOptions
from search.index.generations import Generation


@click.command("delete", cls=Waits)
@click.argument("ids", nargs=-1)
@click.option("--query", help="Delete what this query finds, all of its words wanted: source:тасс date:2019.")
@click.option("--dry-run", is_flag=True, help="Only say how many documents would go.")
@index_option
@wait_option
@writes_index
def delete_command(
    ids: tuple[str, ...], query: str | None, dry_run: bool, index: Path, writing: WriteOptions
) -> None:
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

    gone = delete(index, chosen, dry_run, writing)
    click.echo(f"{'would delete' if dry_run else 'deleted'}     {len(gone):,}")
    missing = [ident for ident in ids if ident not in set(gone)]
    for ident in missing:
        click.echo(f"there is no document with the id {ident!r}", err=True)
    if missing:
        sys.exit(1)
