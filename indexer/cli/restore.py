"""The command `slovoform restore`."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from indexer.cli.options import Waits, wait_option, writes_index
from search.cli.options import index_option
from search.index.changing.options import WriteOptions
from search.index.changing.restoring import restore


@click.command("restore", cls=Waits)
@click.argument("backup", type=click.File("rb"))
@index_option
@wait_option
@writes_index
def restore_command(backup: BinaryIO, index: Path, writing: WriteOptions) -> None:
    """Let what `slovoform backup` wrote answer, in this index or in a new one.

    \b
    slovoform restore archive.tar --index /srv/archive

    Every file is compared with its checksum before. What answered until now can be gone back to with `rollback`.
    """
    click.echo(f"generation {restore(index, backup, writing)} answers")
