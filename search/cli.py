"""The command `slovoform`, and those of its subcommands that read an index: `search`, `analyze`, `stats`."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import click

from search import config
from search.answer import date_text, page_json, problems_json
from search.errors import SlovoformError
from search.results import MATCHES, PER_PAGE_LIMIT, SORTS, Excerpt, Hit, Match, Page, SearchRequest, Sort
from search.russian.analysis import Token, analyse
from search.service import SearchService


class _Program(click.Group):
    """A group whose subcommands are the entry points of `slovoform.commands`, loaded when they are asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(point.name for point in _commands())

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        loaded = (point.load() for point in _commands() if point.name == name)
        return next(loaded, None)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SlovoformError as problem:
            raise click.ClickException(str(problem)) from problem


def _commands() -> list[EntryPoint]:
    return list(entry_points(group="slovoform.commands"))


@click.command(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="slovoform", prog_name="slovoform")
def main() -> None:
    """Full-text search for Russian news archives: every form of every word and name."""


_index_option = click.option(
    "--index", type=click.Path(path_type=Path), default=lambda: config.from_environment().index,
    show_default="SLOVOFORM_INDEX or slovoform-index", help="Directory of the index.",
)  # fmt: skip
_format_option = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="Lines for people, or the JSON of the API.",
)  # fmt: skip


@click.command("search")
@click.argument("query")
@click.option("--from", "since", default="", metavar="DAY", help="First day: 2026-01-05, 05.01.2026, 2026-01, 2026.")
@click.option("--to", "until", default="", metavar="DAY", help="Last day, itself included.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="Order of the list.")
@click.option(
    "--match", type=click.Choice(MATCHES), default="auto", show_default=True,
    help="Every word, any word, or every word while some document has them all.",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(1, PER_PAGE_LIMIT), default=10, show_default=True, help="How many to list."
)
@_format_option
@_index_option
def search_command(
    query: str, since: str, until: str, sort: Sort, match: Match, limit: int, form: str, index: Path
) -> None:
    """Search the index.

    \b
    slovoform search 'токаев "генеральная ассамблея"' --from 2026-01-01 --sort newest
    """
    request = SearchRequest(query, since, until, sort=sort, match=match, per_page=limit)
    page = SearchService(index).search(request)
    if form == "json":
        click.echo(json.dumps(page_json(page), ensure_ascii=False, indent=2))
        return
    for line in _page_lines(page):
        click.echo(line)


@click.command("analyze")
@click.argument("text")
@_format_option
def analyze_command(text: str, form: str) -> None:
    """Show how a text is understood: tokens, lemmas with tags and shares, name key, index terms.

    \b
    slovoform analyze "Токаев прибыл в Астану"
    """
    tokens = analyse(text)
    if form == "json":
        click.echo(json.dumps([asdict(token) for token in tokens], ensure_ascii=False, indent=2))
        return
    for token in tokens:
        click.echo(_token_line(token))


@click.command("stats")
@_format_option
@_index_option
def stats_command(form: str, index: Path) -> None:
    """Show what the index holds.

    \b
    slovoform stats --index /srv/archive
    """
    stats = asdict(SearchService(index).stats())
    stats |= {name: date_text(stats[name]) for name in ("first", "last")}
    if form == "json":
        click.echo(json.dumps(stats, ensure_ascii=False, indent=2))
        return
    for name, value in stats.items():
        click.echo(f"{name:<11} {value:,}" if isinstance(value, int) else f"{name:<11} {value or '—'}")


def _page_lines(page: Page) -> list[str]:
    lines = [f"found: {page.total.value:,} ({page.took_ms} ms)"]
    if page.relaxed:
        lines.append(f"no document has every word; not all of these have: {', '.join(page.dropped)}")
    lines += (f"at {problem['start']}: {problem['message']}" for problem in problems_json(page))
    for place, hit in enumerate(page.hits, start=1):
        lines += _hit_lines(place, hit)
    return lines


def _hit_lines(place: int, hit: Hit) -> list[str]:
    known = (date_text(hit.date) or "no date", hit.place, hit.agency, hit.source, hit.id)
    lines = ["", f"{place}. {_bold(hit.title)}", "   " + " · ".join(part for part in known if part)]
    return lines + ["   " + " ".join(_bold(snippet).split()) for snippet in hit.snippets]


def _bold(excerpt: Excerpt) -> str:
    """Matches in bold on a terminal; elsewhere click strips the codes."""
    pieces = []
    end = 0
    for span in excerpt.marks:
        pieces += [
            excerpt.text[end : span.start],
            click.style(excerpt.text[span.start : span.end], bold=True),
        ]
        end = span.end
    return "".join(pieces) + excerpt.text[end:]


def _token_line(token: Token) -> str:
    lemmas = ", ".join(f"{lemma.text} {lemma.share:.2f} {lemma.tag}" for lemma in token.lemmas) or "—"
    lines = [token.form, f"lemmas    {lemmas}", f"name keys {' '.join(token.name_keys) or '—'}"]
    return "\n    ".join([*lines, f"terms     {', '.join(token.terms)}"])
