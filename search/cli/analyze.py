"""The command `slovoform analyze`."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from search.answer import token_json
from search.cli.options import TakesText, format_option, index_option
from search.cli.texts import echo_json
from search.errors import IndexUnavailable
from search.finding.archive import Archive
from search.russian.analysis import Token, analyse
from search.service import SearchService


@click.command("analyze", cls=TakesText)
@click.argument("text")
@format_option
@index_option
@click.pass_context
def analyze_command(context: click.Context, text: str, form: str, index: Path) -> None:
    """Show how a text is understood: tokens, lemmas with tags and shares, name key, index terms, documents found.

    \b
    slovoform analyze "Токаев прибыл в Астану"

    Without an index at its default place nothing is counted.
    """
    tokens = analyse(text)
    given = context.get_parameter_source("index") is ParameterSource.COMMANDLINE
    counts, generation = _counts(index, tokens, given)
    if form == "json":
        shown = [{**token_json(token, 0), "documents": count} for token, count in zip(tokens, counts, strict=True)]
        echo_json({"text": text, "tokens": shown, "generation": generation})
        return
    for token, count in zip(tokens, counts, strict=True):
        click.echo(_token_line(token, count))


def _counts(index: Path, tokens: list[Token], given: bool) -> tuple[list[int | None], str | None]:
    """How many documents each token finds as a word, and in which generation; None where nothing was counted.

    So it is where nobody asked for an index that is not there. Raises IndexUnavailable where one was given.
    """

    def counted(live: Archive) -> tuple[list[int | None], str | None]:
        return [live.count(token.form) for token in tokens], live.generation.name

    try:
        return SearchService(index).ask(counted)
    except IndexUnavailable as problem:
        if given:
            raise
        click.echo(f"documents are not counted: {problem}", err=True)
        return [None] * len(tokens), None


def _token_line(token: Token, count: int | None) -> str:
    lemmas = ", ".join(f"{lemma.text} {lemma.share:.2f} {lemma.tag}" for lemma in token.lemmas) or "—"
    lines = [token.form, f"lemmas    {lemmas}", f"name keys {' '.join(token.name_keys) or '—'}"]
    lines.append(f"terms     {', '.join(token.terms)}")
    return "\n    ".join([*lines, f"documents {'—' if count is None else f'{count:,}'}"])
