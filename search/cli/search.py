"""The command `slovoform search`."""

from __future__ import annotations

from pathlib import Path

import click

from search import config
from search.answer import date_text, page_json
from search.cli.options import (
    TakesText,
    expand_option,
    format_option,
    index_option,
    limit_option,
    match_option,
    names_option,
    since_option,
    synonyms_option,
    until_option,
)
from search.cli.texts import bold, echo_json
from search.problems import problems_json
from search.request import GROUPS, PER_PAGE_LIMIT, RECENCY_LIMIT, SORTS, Group, Match, SearchRequest, Sort
from search.results import Forms, Hit, Page, Suggestion
from search.service import SearchService


@click.command("search", cls=TakesText)
@click.argument("query")
@since_option
@until_option
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="Order of the list.")
@match_option
@limit_option(1, PER_PAGE_LIMIT, 10)
@click.option(
    "--recency", type=click.IntRange(0, RECENCY_LIMIT), default=0, metavar="DAYS",
    help="Halve a score for every so many days of age; by relevance alone without it.",
)  # fmt: skip
@click.option(
    "--broaden", is_flag=True, help="List, behind the others, what has the words that tell what the best are about."
)
@click.option(
    "--group", type=click.Choice(list(filter(None, GROUPS))), help="List one document of each family of copies."
)
@click.option("--forms", is_flag=True, help="Count by which forms each word and phrase was found.")
@click.option(
    "--autocorrect/--no-autocorrect", default=True,
    help="Where nothing is found and the words are misspelt, answer what was probably meant, or only name it.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Refuse a query with anything in it that cannot be used.")
@expand_option
@synonyms_option
@names_option
@format_option
@index_option
def search_command(
    query: str,
    since: str,
    until: str,
    sort: Sort,
    match: Match,
    limit: int,
    recency: int,
    broaden: bool,
    group: Group | None,
    forms: bool,
    autocorrect: bool,
    strict: bool,
    expand: bool,
    synonyms: Path | None,
    names: Path | None,
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
        sort,
        match,
        per_page=limit,
        strict=strict,
        recency=recency,
        broaden=broaden,
        group=group or "",
        forms=forms,
        expand=expand,
        autocorrect=autocorrect,
    )
    dictionaries = config.Dictionaries(synonyms, names)
    page = SearchService(index, config.from_environment().limits, dictionaries).search(request)
    if form == "json":
        echo_json(page_json(page))
        return
    for line in _page_lines(page):
        click.echo(line)


def _page_lines(page: Page) -> list[str]:
    unit = " families" if page.total.unit == "families" else ""
    lines = [f"found: {page.total.value:,}{unit} ({page.took_ms} ms)"]
    if page.relaxed:
        having = f"only {page.complete} documents have" if page.complete else "no document has"
        lines.append(f"{having} every word; not all of these have: {', '.join(page.dropped)}")
    if page.broadened:
        lines.append(f"the last ones have most of: {', '.join(page.broadened)}")
    lines += (
        f"{reading.text}: also {', '.join(reading.expanded)}" for reading in page.interpretation if reading.expanded
    )
    lines += [_suggestion_line(suggestion) for suggestion in page.suggestions]
    lines += [_forms_line(reading.text, reading.forms) for reading in page.interpretation if reading.forms]
    lines += (f"at {problem['start']}: {problem['message']}" for problem in problems_json(page))
    for place, hit in enumerate(page.hits, start=1):
        lines += _hit_lines(place, hit)
    return lines


def _suggestion_line(suggestion: Suggestion) -> str:
    if suggestion.applied:
        return f"showing what was found for: {suggestion.query} (--no-autocorrect searches for it as typed)"
    return f"did you mean: {suggestion.query} ({suggestion.hits:,})"


def _forms_line(text: str, forms: Forms) -> str:
    """`forms of стали: стали 53, сталью 14 and 3 more`."""
    counts = ", ".join(f"{count.form} {count.documents:,}" for count in forms.counts) or "—"
    return f"forms of {text}: {counts}" + (f" and {forms.more:,} more" if forms.more else "")


def _hit_lines(place: int, hit: Hit) -> list[str]:
    known: tuple[str, ...] = (date_text(hit.date) or "no date", hit.place, hit.agency, hit.source, hit.id)
    if hit.reprints:
        known += (f"{len(hit.reprints):,} more of the same",)
    lines = ["", f"{place}. {bold(hit.title)}", "   " + " · ".join(part for part in known if part)]
    return lines + ["   " + bold(snippet) for snippet in hit.snippets]
