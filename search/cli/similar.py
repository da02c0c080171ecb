"""The command `slovoform similar`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from search.answer import date_text, similar_json
from search.cli.options import TakesText, format_option, index_option, limit_option
from search.cli.texts import echo_json
from search.request import PER_PAGE_LIMIT, SIMILAR_DEFAULT
from search.results import Hit, Similar
from search.service import SearchService


@click.command("similar", cls=TakesText)
@click.argument("ident", metavar="ID")
@limit_option(0, PER_PAGE_LIMIT, SIMILAR_DEFAULT)
@format_option
@index_option
def similar_command(ident: str, limit: int, form: str, index: Path) -> None:
    """Show what else there is on the subject of a document, and its copies.

    \b
    slovoform similar 2026/astana
    """
    found = SearchService(index).similar(ident, limit)
    if form == "json":
        echo_json(similar_json(found))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: Similar) -> Iterator[str]:
    yield f"about: {', '.join(found.lemmas) or '—'}"
    yield from _hit_lines("reprints", found.reprints)
    yield from _hit_lines("similar", found.hits)


def _hit_lines(name: str, hits: Sequence[Hit]) -> Iterator[str]:
    if hits:
        yield f"{name}:"
    for hit in hits:
        known = (date_text(hit.date) or "no date", hit.source, hit.id, hit.title.text)
        yield "  " + " · ".join(part for part in known if part)
