"""What `build`, `update` and `watch` read, and how: the options that they have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Any, TextIO, get_args

import click

from indexer.duplicates import OnDuplicate
from indexer.reading.sources import ReadOptions
from search.cli.options import Command, index_option
from search.dates import DateOrder, zone

_UNITS = {"M": 10**6, "G": 10**9}


@dataclass(frozen=True, slots=True)
class Sources:
    """Which files and folders are read, how, and by how many processes."""

    paths: tuple[Path, ...]
    encoding: str | None
    mapping: tuple[str, ...]
    constants: tuple[str, ...]
    date_order: DateOrder
    on_duplicate: OnDuplicate
    workers: int | None
    memory: int | None
    skipped_file: TextIO | None

    def reading(self, zone_name: str) -> ReadOptions:
        """How they are read, with days that lie in a zone. Raises click.BadParameter."""
        mapping, constants = _pairs("--map", self.mapping), _pairs("--set", self.constants)
        return ReadOptions(zone(zone_name), self.encoding, mapping, constants, self.date_order)


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
    """Give a command the index and, as the one parameter `sources`, all that says what is read, and how."""

    @wraps(command)
    def called(*given: Any, **named: Any) -> Any:
        sources = Sources(**{field.name: named.pop(field.name) for field in fields(Sources)})
        return command(*given, sources=sources, **named)

    for option in reversed(_OF_SOURCES):
        called = option(called)
    return called


def _pairs(option: str, texts: Iterable[str]) -> dict[str, str]:
    """«title=kopf» → {"title": "kopf"}."""
    pairs = {}
    for text in texts:
        field, equals, value = text.partition("=")
        if not equals or not field or not value:
            raise click.BadParameter(f"{text!r} is not of the form FIELD=VALUE", param_hint=option)
        pairs[field] = value
    return pairs


def _bytes(size: str | None) -> int | None:
    """«2GB» → 2,000,000,000."""
    if size is None:
        return None
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?) ?([MG])B?", size, re.IGNORECASE | re.ASCII)
    if not found:
        raise click.BadParameter(f"{size!r} is no size: write it like 500MB or 2GB")
    return round(float(found[1]) * _UNITS[found[2].upper()])
