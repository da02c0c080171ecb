"""The periods that a list is narrowed to most often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from search.results import SearchRequest
from web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Preset:
    """A period by its name, and the search within it."""

    name: str
    request: SearchRequest
    current: bool


def presets(asked: SearchRequest, today: date) -> tuple[Preset, ...]:
    """«Сегодня», «7 дней», «Месяц», «Год», counted back from today in the zone of the archive, and «Всё время»."""
    lengths = ((_("Today"), 1), (_("7 days"), 7), (_("Month"), 30), (_("Year"), 365))
    searches = [(name, _last(asked, days, today)) for name, days in lengths]
    searches.append((_("All time"), replace(asked, since="", until="", page=1)))
    return tuple(Preset(name, request, _same_period(request, asked)) for name, request in searches)


def _last(asked: SearchRequest, days: int, today: date) -> SearchRequest:
    return replace(asked, since=(today - timedelta(days=days - 1)).isoformat(), until=today.isoformat(), page=1)


def _same_period(one: SearchRequest, other: SearchRequest) -> bool:
    return (one.since, one.until) == (other.since, other.until)
