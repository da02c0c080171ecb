"""The command `check`, which also mends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.options import Waits, wait_option, writes_index
from indexer.cli.showing import shown
from indexer.repair import Repaired, repair
from search.cli import NOT_ALL
from search.cli.options import index_option
from search.finding.checking import Checked, check
from search.index.changing.options import WriteOptions


@click.command("check", cls=Waits)
@click.option("--documents", type=click.IntRange(0), default=1000, show_default=True,
              help="How many documents are read and looked for, evenly over the index.")  # fmt: skip
@click.option(
    "--repair", "mending", is_flag=True, help="Make anew what can be, and name the documents that are lost."
)
@index_option
@wait_option
@writes_index
def check_command(documents: int, mending: bool, index: Path, writing: WriteOptions) -> None:
    """Check that an index is as it was written, and finds what it holds.

    \b
    slovoform check

    Every file is read; the search goes on meanwhile. Exit status: 0 all is well, 1 something is damaged. With
    --repair: 0 all is well again, 3 some documents are lost, 1 nothing could be done.
    """
    if mending:
        _mend(index, writing)
    else:
        _check(index, documents)


def _check(index: Path, documents: int) -> None:
    checked = check(index, documents)
    for line in _found(checked):
        click.echo(line)
    if checked.damages:
        for damage in checked.damages:
            click.echo(f"damaged: {damage.path}: {damage.reason}", err=True)
        click.echo("`slovoform check --repair` mends what can be, `slovoform rollback` lets the generation before "
                   "answer", err=True)  # fmt: skip
        sys.exit(1)


def _mend(index: Path, writing: WriteOptions) -> None:
    repaired = shown(lambda show: repair(index, show, writing))
    if repaired is None:
        click.echo("there is nothing to mend")
        return
    for text in _mended(repaired):
        click.echo(text)
    if repaired.lost:
        sys.exit(NOT_ALL)


def _found(checked: Checked) -> Iterator[str]:
    yield f"generation  {checked.generation}"
    yield f"files       {checked.files:,}, {checked.bytes / 1e6:,.1f} MB"
    yield f"documents   {checked.documents:,} read, and found by their own words"
    yield f"damages     {len(checked.damages):,}"


def _mended(repaired: Repaired) -> Iterator[str]:
    yield f"generation  {repaired.generation} answers"
    yield f"documents   {repaired.saved:,} indexed anew"
    yield f"lost        {len(repaired.lost):,}"
    yield from (f"  {lost.ident}: {lost.reason}" for lost in repaired.lost)
