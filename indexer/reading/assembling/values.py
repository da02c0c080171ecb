"""Values as they come in rows, of whatever type, turned into what a document holds."""

from __future__ import annotations

import re
import reprlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import get_args
from zoneinfo import ZoneInfo

from indexer.reading.assembling.cleaning import one_line
from search.dates import DateOrder, parse_date
from search.documents import When

# Seconds since 1970, as the dumps of social networks have them, from 1973 to 2286; a day, 20260105, is shorter.
_SECONDS = range(10**8, 10**10)

_MARKS = re.compile("[,;]")
_LONGEST_DATE = 100  # characters
_DEEPEST = 8  # lists within lists: no archive has three
_LONGEST_LIST = 100_000
_ANY_ZONE = ZoneInfo("UTC")  # a day is the same day in all of them

# Many documents are of one day, and a date takes longer to parse than all else about most of them.
_parsed = lru_cache(maxsize=4096)(parse_date)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How dates are understood: the zone that days lie in, and the order in which figures stand."""

    zone: ZoneInfo
    order: DateOrder = "dmy"


class Unusable(ValueError):
    """A value that cannot become what its field holds; the message says what it is."""


def as_text(value: object, glue: str, depth: int = 0) -> str:
    """Make one string of a value: 2026 is «2026», null is empty, a list is joined with `glue`.

    Raises Unusable for an object in braces, for true, and for a list that is too long or too deep.
    """
    if isinstance(value, str):
        return value
    if value is None or value is False or value != value:  # NaN: an empty cell of pandas
        return ""
    if isinstance(value, list) and depth < _DEEPEST and len(value) <= _LONGEST_LIST:
        return glue.join(filter(None, (as_text(item, glue, depth + 1) for item in value)))
    if isinstance(value, int | float) and value is not True:
        return str(value)
    raise Unusable(f"{_shortened(value)} is no text")


def as_keywords(value: object, glue: str) -> tuple[str, ...]:
    """Make keywords of a list, or of a string with commas or semicolons: «ООН; Казахстан».

    A list inside the list is joined with `glue`. Raises Unusable for an object in braces and for true.
    """
    parts = [as_text(item, glue) for item in value] if isinstance(value, list) else _MARKS.split(as_text(value, glue))
    return tuple(dict.fromkeys(filter(None, map(one_line, parts))))


def as_date(value: object, calendar: Calendar) -> When | None:
    """Make a date of «5 января 2026», of 2026-01-05, of seconds since 1970; None where there is no value.

    Raises Unusable for what is no date.
    """
    if isinstance(value, int) and value in _SECONDS:
        return datetime.fromtimestamp(value, calendar.zone)
    text = as_text(value, " ").strip()
    when = _parsed(text, calendar.zone, calendar.order) if len(text) <= _LONGEST_DATE else None
    if text and when is None:
        raise Unusable(f"unreadable date {_shortened(text)}, kept without a date")
    return when


def is_date(text: str) -> bool:
    """Whether a text is a date and nothing else, in whatever order its figures stand."""
    return 0 < len(text) <= _LONGEST_DATE and any(_parsed(text, _ANY_ZONE, order) for order in get_args(DateOrder))


def _shortened(value: object) -> str:
    # What is shown in part is not written out as a whole: it may be of megabytes, or a thousand lists deep.
    shown = repr(value[:60]) if isinstance(value, str) else reprlib.repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
