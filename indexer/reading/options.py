"""How a person wants sources read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from indexer.reading.assembling.fields import CONSTANT, FIELDS
from indexer.reading.assembling.values import Calendar
from indexer.reading.opening.encodings import known_encoding
from search.dates import DateOrder, parse_date
from search.errors import BadParameter


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a person wants sources read: `mapping={"title": "headline"}`, `constants={"source": "Лента"}`.

    Days lie in `zone`, and `date_order` says what the figures of 03/04/2024 mean. `encoding` overrules what a file
    looks like, `mapping` says which column a field is in, `constants` fill what a document lacks. Raises BadParameter
    where one of them makes no sense.
    """

    zone: ZoneInfo
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder = "dmy"

    def __post_init__(self) -> None:
        if self.encoding is not None:
            known_encoding(self.encoding)
        _check_fields("map", self.mapping, FIELDS)
        _check_fields("set", self.constants, CONSTANT)
        day = self.constants.get("date")
        if day is not None and parse_date(day, self.zone, self.date_order) is None:
            raise BadParameter("set", f"date={day} is not a date: write it like 2026-01-05 or 05.01.2026")

    @property
    def calendar(self) -> Calendar:
        """How dates are understood."""
        return Calendar(self.zone, self.date_order)


def _check_fields(parameter: str, given: Mapping[str, str], known: Collection[str]) -> None:
    for name in given:
        if name not in known:
            raise BadParameter(parameter, f"{name!r} cannot be given: the fields are {', '.join(known)}")
