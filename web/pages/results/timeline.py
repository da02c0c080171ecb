"""The spread of a list over time as bars that narrow it.

A histogram may have a hundred buckets, more than there is room for: neighbours are put together until they fit, by
the calendar (three months to a quarter, ten years to a decade).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from search.finding.histogram import stretch_number
from search.request import Interval, SearchRequest
from search.results import Bucket, Histogram
from web.words import stretch

WIDE = 30
NARROW = 12
"""So many bars of 24 pixels stand beside each other on a screen and on a phone."""

_STEPS: dict[Interval, tuple[int, ...]] = {
    "day": (1, 2, 7, 14),
    "week": (1, 2, 4, 8),
    "month": (1, 2, 3, 6, 12),
    "quarter": (1, 2, 4, 8, 20),
    "year": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
}

_SIGNS: dict[Interval, int] = {"day": 10, "week": 10, "month": 7, "quarter": 7, "year": 4}
"""So much of a date says its day, its month, its year."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: how many documents, as hundredths of the highest bar too, and the search within it."""

    label: str
    count: int
    height: int
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class Timeline:
    """The same spread twice: for a screen, and coarser for a phone."""

    wide: tuple[Bar, ...]
    narrow: tuple[Bar, ...]
    undated: int


def timeline(histogram: Histogram | None, asked: SearchRequest) -> Timeline | None:
    """The bars of a histogram; None where there is nothing to compare."""
    if histogram is None or len(histogram.buckets) < 2:
        return None
    wide, narrow = (tuple(_bars(histogram, asked, most)) for most in (WIDE, NARROW))
    return Timeline(wide, narrow, histogram.undated)


def _bars(histogram: Histogram, asked: SearchRequest, most: int) -> Iterator[Bar]:
    merged = tuple(_merged(histogram.buckets, histogram.interval, most))
    highest = max(1, *(bucket.count for bucket in merged))
    for bucket in merged:
        since, until = (each.isoformat()[: _SIGNS[histogram.interval]] for each in (bucket.first, bucket.last))
        inside = replace(asked, since=since, until=until, page=1)
        label = stretch(bucket.first, bucket.last, histogram.interval)
        yield Bar(label, bucket.count, -(-100 * bucket.count // highest), inside)


def _merged(buckets: Iterable[Bucket], interval: Interval, most: int) -> Iterator[Bucket]:
    """The same counts in at most so many buckets, or by the coarsest step; each begins with a round number."""
    buckets = tuple(buckets)
    number = {bucket: stretch_number(bucket.first, interval) for bucket in buckets}
    for step in _STEPS[interval]:
        groups = [list(group) for _, group in groupby(buckets, key=lambda bucket: number[bucket] // step)]
        if len(groups) <= most:
            break
    for group in groups:
        yield Bucket(group[0].first, group[-1].last, sum(bucket.count for bucket in group))
