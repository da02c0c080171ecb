"""What the commands take that write an index."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, get_args

import click

from search import config
from search.cli.options import index_option
from search.dates import DateOrder
from search.index.building.options import DEFAULT_WRITING, WriteOptions

_UNITS = {"M": 10**6, "G": 10**9}

Command = Callable[..., Any]

_OF_SOURCES = (
    click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path)),
    index_option,
    click.option("--encoding", help="Read all sources in this encoding instead of detecting it: cp1251, koi8-r…"),
    click.option(
        "--map",
        "mapping",
        multiple=True,
        metavar="FIELD=COLUMN",
        help="Read a field from this column: title=headline.",
    ),
    click.option(
        "--set",
        "constants",
        multiple=True,
        metavar="FIELD=VALUE",
        help="Give documents that lack it a value: source=Лента.",
    ),
    click.option(
        "--date-order",
        type=click.Choice(get_args(DateOrder)),
        default="dmy",
        show_default=True,
        help="What figures mean where a date does not begin with four of them: 03/04/2024, 03.04.24.",
    ),
    click.option(
        "--on-duplicate",
        type=click.Choice(["error", "last"]),
        default="error",
        show_default=True,
        help="What to do when two files yield one id with different content.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(1, 64),
        show_default="one for each processor",
        help="How many processes share the work.",
    ),
    click.option(
        "--memory",
        callback=lambda context, option, value: _bytes(value),
        metavar="SIZE",
        show_default="1GB for each worker",
        help="How much memory they may take together: 500MB, 2GB.",
    ),
    click.option(
        "--skipped",
        "skipped_file",
        type=click.File("w", encoding="utf-8", lazy=False),  # refused before reading begins
        help="Write every skipped item to this file, one `where: reason` a line.",
    ),
)


def reads_sources(command: Command) -> Command:
    """Give a command all that says which documents are read, how, and into which index."""
    for option in reversed(_OF_SOURCES):
        command = option(command)
    return command


def writes_index(command: Command) -> Command:
    """Give a command all else of how an index is written; with `wait_option` it makes the one parameter `writing`."""

    @wraps(command)
    def called(*given: Any, keep: int, no_space_check: bool, **named: Any) -> Any:
        writing: WriteOptions = named.pop("writing", DEFAULT_WRITING)
        return command(*given, writing=replace(writing, keep=keep, check_room=not no_space_check), **named)

    for option in reversed(_OF_WRITING):
        called = option(called)
    return called


class Waits(click.Command):
    """A command whose `--wait` may stand without a number, before what is none: `slovoform update --wait news/`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in how long where it is not said."""
        following = [*args[1:], ""]
        return super().parse_args(
            ctx,
            [
                f"--wait={math.inf}" if arg == "--wait" and not _is_number(after) else arg
                for arg, after in zip(args, following, strict=True)
            ],
        )


def _waiting(context: click.Context, option: click.Parameter, seconds: float) -> WriteOptions:
    return WriteOptions(wait=seconds, waiting=lambda holder: click.echo(f"{holder}: waiting", err=True))


wait_option = click.option(
    "--wait",
    "writing",
    type=click.FloatRange(0),
    default=0,
    callback=_waiting,
    metavar="[SECONDS]",
    help="Wait for another command that is writing, for as long as it takes or for so many seconds.",
)

_OF_WRITING = (
    click.option(
        "--keep",
        type=click.IntRange(1, config.MOST_KEPT),
        default=lambda: config.from_environment().keep,
        show_default="SLOVOFORM_KEEP or 2",
        help="How many generations stay, the live one among them; `rollback` needs two.",
    ),
    click.option(
        "--no-space-check",
        is_flag=True,
        help="Begin even where the disk seems to have too little room.",
    ),
)


def pairs(option: str, texts: Iterable[str]) -> dict[str, str]:
    """«title=kopf» → {"title": "kopf"}."""
    pairs = {}
    for text in texts:
        field, equals, value = text.partition("=")
        if not equals or not field or not value:
            raise click.BadParameter(f"{text!r} is not of the form FIELD=VALUE", param_hint=option)
        pairs[field] = value
    return pairs


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d*)?", text, re.ASCII) is not None


def _bytes(size: str | None) -> int | None:
    """«2GB» → 2,000,000,000."""
    if size is None:
        return None
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?) ?([MG])B?", size, re.IGNORECASE | re.ASCII)
    if not found:
        raise click.BadParameter(f"{size!r} is no size: write it like 500MB or 2GB")
    return round(float(found[1]) * _UNITS[found[2].upper()])
