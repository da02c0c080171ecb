"""The commands `export` and `backup`: what an index holds, as documents or as files."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import click

from search.cli import NOT_ALL
from search.cli.options import index_option
from search.cli.output import whole_file
from search.documents import Document
from search.errors import IndexDamaged
from search.index.backup import backup
from search.index.generations import Generation, open_current


@click.command("export")
@click.option("--output", type=click.Path(path_type=Path), help="File to write, instead of printing.")
@index_option
def export_command(output: Path | None, index: Path) -> None:
    """Print all documents of the index as JSONL, which `slovoform build` reads.

    \b
    slovoform export | gzip > archive.jsonl.gz

    A damaged document is named and left out; the exit status is 3 then.
    """
    live = open_current(index)
    with whole_file(output) if output else nullcontext(sys.stdout.buffer) as to:
        damaged = _write(live, to)
    if damaged:
        sys.exit(NOT_ALL)


@click.command("backup")
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--generation", type=click.IntRange(1), help="Number of the generation to write, unless the live one.")
@index_option
def backup_command(output: Path, generation: int | None, index: Path) -> None:
    """Write the index to a tar file, which `slovoform restore` reads.

    \b
    slovoform backup archive.tar

    Every file is compared with its checksum on the way. Others may search and write meanwhile.
    """
    with whole_file(output) as file:
        name = backup(index, file, f"{generation:06}" if generation else None)
    click.echo(f"generation {name} is in {output}")


def _write(live: Generation, to: BinaryIO) -> int:
    """Write all documents; returns how many are damaged."""
    damaged = 0
    for segment in live.segments:
        for found in segment.read_all():
            if isinstance(found, IndexDamaged):
                damaged += 1
                click.echo(str(found), err=True)
            else:
                to.write(_line(found))
    return damaged


def _line(document: Document) -> bytes:
    told = {name: value.isoformat() if name == "date" else value for name, value in asdict(document).items() if value}
    try:
        return (json.dumps(told, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # half of a pair, which only an escape can say
        return (json.dumps(told) + "\n").encode()
