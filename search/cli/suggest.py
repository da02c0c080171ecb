"""The command `slovoform suggest`."""

from __future__ import annotations

from pathlib import Path

import click

from search import config
from search.answer import completions_json
from search.cli.options import TakesText, format_option, index_option, limit_option
from search.cli.texts import echo_json
from search.request import COMPLETIONS_DEFAULT, COMPLETIONS_LIMIT
from search.service import SearchService


@click.command("suggest", cls=TakesText)
@click.argument("query")
@limit_option(1, COMPLETIONS_LIMIT, COMPLETIONS_DEFAULT)
@format_option
@index_option
def suggest_command(query: str, limit: int, form: str, index: Path) -> None:
    """Complete a query that was begun, by what is frequent in texts and titles.

    \b
    slovoform suggest тока
    """
    found = SearchService(index, config.from_environment().limits).complete(query, limit)
    if form == "json":
        echo_json(completions_json(query, found))
        return
    for completion in found:
        click.echo(f"{completion.text} ({completion.times:,})")
