"""The command `slovoform stats`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from search.answer import date_text
from search.cli.options import format_option, index_option
from search.cli.texts import echo_json
from search.service import SearchService


@click.command("stats")
@format_option
@index_option
def stats_command(form: str, index: Path) -> None:
    """Show what the index holds.

    \b
    slovoform stats --index /srv/archive
    """
    stats = asdict(SearchService(index).stats())
    stats |= {name: date_text(stats[name]) for name in ("first", "last")}
    if form == "json":
        echo_json(stats)
        return
    for name, value in stats.items():
        click.echo(f"{name:<11} {value:,}" if isinstance(value, int) else f"{name:<11} {value or '—'}")
