"""How the documents of a list are spread over time, in the days of the index."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

from search.dates import LATEST, day_of, instant
from search.engines.base import Selection
from search.errors import BadParameter, Flaw
from search.request import INTERVALS, Interval
from search.results import Bucket, Histogram

AUTO_BUCKETS = 100
"""`auto` takes the finest interval that has no more of them: a quarter of a year by days, eight years by months."""

MOST_BUCKETS = 10_000
"""Twenty-seven years, by days."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def histogram(listed: Selection, total: int, asked: Interval | Literal["auto"], zone: ZoneInfo) -> Histogram:
    """Count the documents of a list by stretches of time, from its oldest to its newest one; empty ones are kept.

    A week begins on Monday. Raises BadParameter where an interval is asked for that is too fine for the list.
    """
    span = listed.span()
    if span is None:
        return Histogram("day" if asked == "auto" else asked, (), total)
    first, last = (day_of(end, zone) for end in span)
    interval = _finest(first, last, AUTO_BUCKETS) if asked == "auto" else asked
    numbers = stretch_number(first, interval), stretch_number(last, interval)
    parts = numbers[1] - numbers[0] + 1
    if parts > MOST_BUCKETS:
        raise _too_fine(interval, parts, _finest(first, last, MOST_BUCKETS))
    buckets = _buckets(listed, *numbers, interval, zone)
    return Histogram(interval, buckets, total - sum(bucket.count for bucket in buckets))


def gaps(listed: Selection, zone: ZoneInfo) -> tuple[tuple[date, date], ...]:
    """The stretches of whole months between the oldest and the newest document in which there is none."""
    span = listed.span()
    if span is None:
        return ()
    first, last = (stretch_number(day_of(end, zone), "month") for end in span)
    buckets = _buckets(listed, first, last, "month", zone)
    empty = groupby(buckets, key=lambda bucket: bucket.count == 0)
    runs = (list(run) for is_empty, run in empty if is_empty)
    return tuple((run[0].first, run[-1].last) for run in runs)


def _buckets(listed: Selection, first: int, last: int, interval: Interval, zone: ZoneInfo) -> tuple[Bucket, ...]:
    """The documents counted by stretches of time, from one number to another."""
    starts = [_start(number, interval) for number in range(first, last + 2)]
    counts = listed.between([LATEST if start is None else instant(start, zone) for start in starts])
    return tuple(
        Bucket(start, date.max if end is None else end - timedelta(days=1), count)
        for start, end, count in zip(starts, starts[1:], counts, strict=False)
        if start is not None
    )


def _finest(first: date, last: date, most: int) -> Interval:
    """The finest interval of which so many reach from one day to another."""
    fitting = (each for each in INTERVALS if stretch_number(last, each) - stretch_number(first, each) < most)
    return next(fitting, "year")


def stretch_number(day: date, interval: Interval) -> int:
    """The stretches of time are numbered from the year 1 on: which one a day is of. A year has its own number."""
    if interval == "day":
        return day.toordinal() - 1
    if interval == "week":
        return (day.toordinal() - 1) // 7  # 1 January of the year 1 is a Monday
    return (12 * day.year + day.month - 1) // _MONTHS[interval]


def _start(number: int, interval: Interval) -> date | None:
    """The first day of a stretch of time; None behind the last year of the calendar."""
    if interval in ("day", "week"):
        ordinal = number * (7 if interval == "week" else 1) + 1
        return date.fromordinal(ordinal) if ordinal <= date.max.toordinal() else None
    year, month = divmod(number * _MONTHS[interval], 12)
    return date(year, month + 1, 1) if year <= date.max.year else None


def _too_fine(interval: Interval, buckets: int, enough: Interval) -> BadParameter:
    detail = f"by {interval} this list has {buckets:,} parts, more than {MOST_BUCKETS:,}: use {enough} or auto"
    return BadParameter("histogram", detail, (Flaw(detail, suggestion=enough),))
