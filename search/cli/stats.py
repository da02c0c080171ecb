"""The command `slovoform stats`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from search.answer import date_text, stats_json
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
    stats, gaps = SearchService(index).ask(lambda live: (live.stats(), live.gaps()))
    if form == "json":
        echo_json(stats_json(stats, gaps))
        return
    shown = asdict(stats) | {"first": date_text(stats.first), "last": date_text(stats.last)}
    for name, value in shown.items():
        click.echo(f"{name:<11} {value:,}" if isinstance(value, int) else f"{name:<11} {value or '—'}")
