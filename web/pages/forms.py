"""What stands in the fields of the search form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from search.config import DEFAULT_LIMITS
from search.dates import period
from web.params import pairs

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UTC = ZoneInfo("UTC")
_FIELDS = frozenset(("q", "from", "to", "in"))
_OF_ONE_LIST = frozenset(("page", "cursor", "autocorrect"))
"""What belongs to the search that was answered, not to the next one."""


@dataclass(frozen=True, slots=True)
class DateField:
    """A native date field where the value is a day; a plain one keeps what else was typed."""

    kind: Literal["date", "text"]
    value: str


@dataclass(frozen=True, slots=True)
class Form:
    """The search form: `kept` are the parameters without a field of their own that a new search keeps."""

    q: str
    since: DateField
    until: DateField
    titles: bool
    kept: tuple[tuple[str, str], ...]
    longest: int


def form(args: Mapping[str, str | Sequence[str]], longest: int = DEFAULT_LIMITS.length) -> Form:
    """Fill the form from the parameters of an address; `longest` is the length that a query may have."""
    since, until = str(args.get("from", "")), str(args.get("to", ""))
    kept = {name: value for name, value in args.items() if name not in _FIELDS | _OF_ONE_LIST}
    return Form(
        q=str(args.get("q", "")),
        since=_date_field(since, _day(since, last=False)),
        until=_date_field(until, _day(until, last=True)),
        titles=args.get("in") == "title",
        kept=tuple(pairs(kept)),
        longest=longest,
    )


def _date_field(typed: str, day: str) -> DateField:
    return DateField("date", day) if day or not typed.strip() else DateField("text", typed)


def _day(typed: str, last: bool) -> str:
    """The first or last day of what was typed, as a date field takes it; "" where that is no whole days.

    «05.01.2026» → 2026-01-05, «2026-02» as the end of a range → 2026-02-28. Any zone gives the same days.
    """
    try:
        days = period(typed, _UTC)
    except ValueError:
        return ""
    if days.end - days.start == 1:  # an instant
        return ""
    second = days.end - 1 if last else days.start
    return (_EPOCH + timedelta(seconds=second)).date().isoformat()
