"""The periods that a list is narrowed to most often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from search.request import SearchRequest
from web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Preset:
    """A period by its name, and the search within it."""

    name: str
    request: SearchRequest
    current: bool


def presets(asked: SearchRequest, today: date) -> tuple[Preset, ...]:
    """«Сегодня», «7 дней», «Месяц», «Год», back from today in the zone of the archive; «В этот день», «Всё время»."""
    lengths = ((_("Today"), 1), (_("7 days"), 7), (_("Month"), 30), (_("Year"), 365))
    searches = [(name, _last(asked, days, today)) for name, days in lengths]
    searches.append((_("On this day"), replace(always(asked), day=f"{today:%m-%d}")))
    searches.append((_("All time"), always(asked)))
    return tuple(Preset(name, request, _same_period(request, asked)) for name, request in searches)


def always(asked: SearchRequest) -> SearchRequest:
    """The same search in all time."""
    return replace(asked, since="", until="", day="", page=1)


def _last(asked: SearchRequest, days: int, today: date) -> SearchRequest:
    since = today - timedelta(days=days - 1)
    return replace(always(asked), since=since.isoformat(), until=today.isoformat())


def _same_period(one: SearchRequest, other: SearchRequest) -> bool:
    return (one.since, one.until, one.day) == (other.since, other.until, other.day)
