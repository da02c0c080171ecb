"""The command `slovoform why`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from search import config
from search.answer import date_text, why_json
from search.cli.options import (
    TakesText,
    expand_option,
    format_option,
    index_option,
    match_option,
    names_option,
    since_option,
    synonyms_option,
    until_option,
)
from search.cli.texts import bold, echo_json
from search.request import Match, SearchRequest
from search.results import Clause, Failure, FailureKind, FormMatch, Why
from search.service import SearchService

_FAILURES: dict[FailureKind, str] = {
    "period": "its date is out of the range asked for",
    "missing": "it lacks {text}",
    "few": "it lacks {text}",
    "alternatives": "it matches no part of {text}",
    "excluded": "it has what is excluded: {text}",
    "filter": "it is not of {text}",
    "date": "it is not of {text}",
}


@click.command("why", cls=TakesText)
@click.argument("query")
@click.argument("ident", metavar="ID")
@since_option
@until_option
@match_option
@expand_option
@synonyms_option
@names_option
@format_option
@index_option
def why_command(
    query: str,
    ident: str,
    since: str,
    until: str,
    match: Match,
    expand: bool,
    synonyms: Path | None,
    names: Path | None,
    form: str,
    index: Path,
) -> None:
    """Show why a query finds a document, or does not: clause by clause, and what each adds to the score.

    \b
    slovoform why 'токаев "генеральная ассамблея"' 2026/astana
    """
    request = SearchRequest(query, since, until, match=match, expand=expand)
    dictionaries = config.Dictionaries(synonyms, names)
    found = SearchService(index, config.from_environment().limits, dictionaries).why(request, ident)
    if form == "json":
        echo_json(why_json(found))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: Why) -> Iterator[str]:
    yield " · ".join(part for part in (found.id, date_text(found.date) or "no date", found.title) if part)
    yield f"found, score {found.score:,}" if found.listed else "not found:"
    yield from (f"  {_failure_text(failure)}" for failure in found.failures)
    if found.worth_needed < found.worth:
        needed, had = (f"{part / found.worth:.0%}" for part in (found.worth_needed, found.worth_had))
        yield f"the list asks for {needed} of the words by their rarity; it has {had}"
    for clause in found.clauses:
        yield from _clause_lines(clause)
    if found.passage:
        yield f"best passage: +{found.passage:,}"
    yield from (f"words of the family of {word}: +{gain:,}" for word, gain in found.families)


def _failure_text(failure: Failure) -> str:
    return _FAILURES[failure.kind].format(text=failure.text)


def _clause_lines(clause: Clause) -> Iterator[str]:
    """One clause: `+ стали (word, required): 3 places, weight 200 × idf 388 = 77,600`."""
    reading = clause.reading
    head = f"{'+' if clause.matched else '-'} {reading.text} ({reading.kind}, {reading.role}): "
    if not clause.places:
        yield head + ("matches" if clause.matched else "no match")
        return
    yield head + f"{clause.places:,} place{'s' if clause.places > 1 else ''}, {_score_text(clause)}"
    yield from (f"    {_form_text(form)}" for form in clause.forms)
    yield from (f"    {place.field}: {bold(place.excerpt)}" for place in clause.shown)


def _score_text(clause: Clause) -> str:
    counted = f"weight {clause.weight} × idf {clause.idf}"
    if not clause.times:
        return f"{counted}, not counted"
    repeated = f" × {clause.times}" if clause.times > 1 else ""
    return f"{counted}{repeated} = {clause.score:,}"


def _form_text(form: FormMatch) -> str:
    """`стали × 3: стать (lemma), ~сталь (rare lemma)`."""
    terms = ", ".join(f"{term} ({kind})" for term, kind in form.terms) or "as spelt"
    return f"{form.form} × {form.places:,}: {terms}"
