"""What several commands take: an index, a format, days, and texts that may begin with a minus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from search import config
from search.request import MATCHES

Command = Callable[..., Any]


class TakesText(click.Command):
    """A command whose text may begin with a minus: `slovoform search '-сталь'`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the texts behind `--`, in their order: whatever is no option and no option's value."""
        options = (option for option in self.params if isinstance(option, click.Option))
        valued = {name for option in options if not option.is_flag for name in option.opts}
        stop = args.index("--") if "--" in args else len(args)
        texts: list[str] = []
        others: list[str] = []
        for before, arg in zip(["", *args], args[:stop], strict=False):
            text = before not in valued and arg[:2] != "--" and arg != "-h"
            (texts if text else others).append(arg)
        return super().parse_args(ctx, [*others, "--", *texts, *args[stop + 1 :]])


index_option = click.option(
    "--index", type=click.Path(path_type=Path), default=lambda: config.from_environment().index,
    show_default="SLOVOFORM_INDEX or slovoform-index", help="Directory of the index.",
)  # fmt: skip
format_option = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="Lines for people, or the JSON of the API.",
)  # fmt: skip


def limit_option(least: int, most: int, default: int) -> Callable[[Command], Command]:
    """How long a list may be."""
    return click.option(
        "--limit", type=click.IntRange(least, most), default=default, show_default=True, help="How many to list."
    )


since_option = click.option(
    "--from", "since", default="", metavar="DAY", help="First day: 2026-01-05, 05.01.2026, 2026-01, 2026."
)
until_option = click.option("--to", "until", default="", metavar="DAY", help="Last day, itself included.")
match_option = click.option(
    "--match", type=click.Choice(MATCHES), default="auto", show_default=True,
    help="Every word, any word, or every word while enough documents have them all.",
)  # fmt: skip
expand_option = click.option(
    "--expand/--no-expand", default=True, help="Find synonyms and listed names too, or only what is typed."
)
synonyms_option = click.option(
    "--synonyms", type=click.Path(path_type=Path), default=lambda: config.from_environment().dictionaries.synonyms,
    show_default="SLOVOFORM_SYNONYMS or none", help="File of expressions that mean the same.",
)  # fmt: skip
names_option = click.option(
    "--names", type=click.Path(path_type=Path), default=lambda: config.from_environment().dictionaries.names,
    show_default="SLOVOFORM_NAMES or none", help="File of names that are found in all their cases.",
)  # fmt: skip
