"""What the commands take that write an index."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import wraps
from typing import Any

import click

from search import config
from search.cli.options import Command
from search.index.changing.options import DEFAULT_WRITING, WriteOptions


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


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d*)?", text, re.ASCII) is not None
