"""The command `slovoform`, and those of its subcommands that read an index: `search`, `analyze`, `stats`."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from search import config
from search.answer import date_text, page_json, problems_json
from search.errors import IndexUnavailable, SlovoformError
from search.results import (
    MATCHES,
    PER_PAGE_LIMIT,
    RECENCY_LIMIT,
    SORTS,
    Excerpt,
    Hit,
    Match,
    Page,
    SearchRequest,
    Sort,
)
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


class _TakesText(click.Command):
    """A command whose text may begin with a minus: `slovoform search '-сталь'`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put behind `--` what begins with one minus: no option here does but -h."""
        valued = {name for option in self.params if isinstance(option, click.Option) for name in option.opts}
        stop = args.index("--") if "--" in args else len(args)
        texts: list[str] = []
        others: list[str] = []
        for before, arg in zip(["", *args], args[:stop], strict=False):
            text = arg[:1] == "-" and arg[1:2] not in ("", "-") and arg != "-h" and before not in valued
            (texts if text else others).append(arg)
        return super().parse_args(ctx, [*others, "--", *texts, *args[stop + 1 :]])


_index_option = click.option(
    "--index", type=click.Path(path_type=Path), default=lambda: config.from_environment().index,
    show_default="SLOVOFORM_INDEX or slovoform-index", help="Directory of the index.",
)  # fmt: skip
_format_option = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="Lines for people, or the JSON of the API.",
)  # fmt: skip


@click.command("search", cls=_TakesText)
@click.argument("query")
@click.option("--from", "since", default="", metavar="DAY", help="First day: 2026-01-05, 05.01.2026, 2026-01, 2026.")
@click.option("--to", "until", default="", metavar="DAY", help="Last day, itself included.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="Order of the list.")
@click.option(
    "--match", type=click.Choice(MATCHES), default="auto", show_default=True,
    help="Every word, any word, or every word while enough documents have them all.",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(1, PER_PAGE_LIMIT), default=10, show_default=True, help="How many to list."
)
@click.option(
    "--recency", type=click.IntRange(0, RECENCY_LIMIT), default=0, metavar="DAYS",
    help="Halve a score for every so many days of age; by relevance alone without it.",
)  # fmt: skip
@click.option(
    "--broaden", is_flag=True, help="List, behind the others, what has the words that tell what the best are about."
)
@click.option("--strict", is_flag=True, help="Refuse a query with anything in it that cannot be used.")
@_format_option
@_index_option
def search_command(
    query: str,
    since: str,
    until: str,
    sort: Sort,
    match: Match,
    limit: int,
    recency: int,
    broaden: bool,
    strict: bool,
    form: str,
    index: Path,
) -> None:
    """Search the index.

    \b
    slovoform search 'токаев "генеральная ассамблея"' --from 2026-01-01 --sort newest
    """
    request = SearchRequest(
        query,
        since,
        until,
        sort=sort,
        match=match,
        per_page=limit,
        strict=strict,
        recency=recency,
        broaden=broaden,
    )
    page = SearchService(index, config.from_environment().limits).search(request)
    if form == "json":
        click.echo(json.dumps(page_json(page), ensure_ascii=False, indent=2))
        return
    for line in _page_lines(page):
        click.echo(line)


@click.command("analyze", cls=_TakesText)
@click.argument("text")
@_format_option
@_index_option
@click.pass_context
def analyze_command(context: click.Context, text: str, form: str, index: Path) -> None:
    """Show how a text is understood: tokens, lemmas with tags and shares, name key, index terms, documents found.

    \b
    slovoform analyze "Токаев прибыл в Астану"

    Without an index at its default place nothing is counted.
    """
    tokens = analyse(text)
    given = context.get_parameter_source("index") is ParameterSource.COMMANDLINE
    counts = _counts(index, tokens, given)
    if form == "json":
        shown = [asdict(token) | {"documents": count} for token, count in zip(tokens, counts, strict=True)]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for token, count in zip(tokens, counts, strict=True):
        click.echo(_token_line(token, count))


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
        having = f"only {page.complete} documents have" if page.complete else "no document has"
        lines.append(f"{having} every word; not all of these have: {', '.join(page.dropped)}")
    if page.broadened:
        lines.append(f"the last ones have most of: {', '.join(page.broadened)}")
    lines += (f"at {problem['start']}: {problem['message']}" for problem in problems_json(page))
    for place, hit in enumerate(page.hits, start=1):
        lines += _hit_lines(place, hit)
    return lines


def _hit_lines(place: int, hit: Hit) -> list[str]:
    known = (date_text(hit.date) or "no date", hit.place, hit.agency, hit.source, hit.id)
    lines = ["", f"{place}. {_bold(hit.title)}", "   " + " · ".join(part for part in known if part)]
    return lines + ["   " + _bold(snippet) for snippet in hit.snippets]


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


def _counts(index: Path, tokens: list[Token], given: bool) -> list[int | None]:
    """How many documents each token finds as a word; None for all where nobody asked for an index that is not there.

    Raises IndexUnavailable where one was given.
    """
    service = SearchService(index)
    try:
        return [service.count(token.form) for token in tokens]
    except IndexUnavailable as problem:
        if given:
            raise
        click.echo(f"documents are not counted: {problem}", err=True)
        return [None] * len(tokens)


def _token_line(token: Token, count: int | None) -> str:
    lemmas = ", ".join(f"{lemma.text} {lemma.share:.2f} {lemma.tag}" for lemma in token.lemmas) or "—"
    lines = [token.form, f"lemmas    {lemmas}", f"name keys {' '.join(token.name_keys) or '—'}"]
    lines.append(f"terms     {', '.join(token.terms)}")
    return "\n    ".join([*lines, f"documents {'—' if count is None else f'{count:,}'}"])
