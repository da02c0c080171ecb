"""Dates as Russian archives write them, and the stretches of time that a search asks for."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from search.documents import When
from search.errors import BadParameter

EARLIEST = -(2**40)
"""Before every date there is, in seconds since 1970; small enough to be counted with in 64 bits."""

LATEST = 2**40
"""After every date there is."""

FORMS = "2026, 2026-01, 2026-01-05, 05.01.2026 or 2026-01-05T12:30:00+03:00"
"""What `from` and `to` may look like, as the messages show it."""

DateOrder = Literal["dmy", "mdy", "ymd"]
"""In which order day, month and year stand where a date is written in figures."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DAY_SECONDS = 86_400

# A month may be cut after its third letter: «янв», «сент.», "Jan".
_MONTHS = (
    ("январь", "января", "january"),
    ("февраль", "февраля", "february"),
    ("март", "марта", "march"),
    ("апрель", "апреля", "april"),
    ("май", "мая", "may"),
    ("июнь", "июня", "june"),
    ("июль", "июля", "july"),
    ("август", "августа", "august"),
    ("сентябрь", "сентября", "september"),
    ("октябрь", "октября", "october"),
    ("ноябрь", "ноября", "november"),
    ("декабрь", "декабря", "december"),
)
_NAMED_OFFSETS: dict[str, tzinfo] = {
    **dict.fromkeys(("z", "ut", "utc", "gmt"), UTC),
    **dict.fromkeys(("msk", "мск"), ZoneInfo("Europe/Moscow")),
}

_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|четверг|пятница|воскресенье)"
    r"(?:[a-zа-я]{0,6})\.?,? "
)
# All patterns read text in lower case with single blanks; the year stands in the group `y`, and so on.
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?: ?г\.?)?", re.ASCII)
_DAYS = (
    re.compile(r"(?P<y>\d{4})(?P<cut>[-/.])(?P<m>\d{1,2})(?P=cut)(?P<d>\d{1,2})", re.ASCII),
    # Eight digits can only be year, month, day: in 05012026 the month would be 20.
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)", re.ASCII),
    re.compile(r"(?P<d>\d{1,2}) (?P<m>[a-zа-яё]{3,9})\.? (?P<y>\d{4})(?: ?г\.?| ?года?)?", re.ASCII),
)
# What figures mean by themselves no one can tell: 03/04/2024 is in April or in March.
_IN_ORDER = {
    "dmy": re.compile(r"(?P<d>\d{1,2})(?P<cut>[-/.])(?P<m>\d{1,2})(?P=cut)(?P<y>\d{4}|\d\d)(?: ?г\.?)?", re.ASCII),
    "mdy": re.compile(r"(?P<m>\d{1,2})(?P<cut>[-/.])(?P<d>\d{1,2})(?P=cut)(?P<y>\d{4}|\d\d)", re.ASCII),
    "ymd": re.compile(r"(?P<y>\d\d)(?P<cut>[-/.])(?P<m>\d{1,2})(?P=cut)(?P<d>\d{1,2})", re.ASCII),
}
_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?: ?(?P<half>[ap])m)?"
    r"(?: ?(?P<offset>z|utc?|gmt|\(?(?:msk|мск)\)?|[+-]\d\d(?::?[0-5]\d)?)(?: \([a-z]{2,5}\))?)?"
)
_DAY_AND_CLOCK = (
    re.compile(rf"(?P<day>.{{8,}}?)(?:t|,? (?:в )?|,){_CLOCK}", re.ASCII),
    re.compile(rf"{_CLOCK},? (?P<day>.{{8,}})", re.ASCII),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, in seconds since 1970 UTC: `start` belongs to it, `end` does not."""

    start: int
    end: int


def zone(name: str) -> ZoneInfo:
    """Find the zone in which days begin and end: `zone("Europe/Moscow")`.

    Raises BadParameter for a name that the zone database lacks.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        detail = f"there is no time zone {name!r}: write it like Europe/Moscow, Asia/Almaty or UTC"
        raise BadParameter("zone", detail) from problem


def parse_date(text: str, zone: ZoneInfo, order: DateOrder | None = None) -> When | None:
    """Understand a date as it stands in an archive: «5 января 2026 г.», `2026-01-05T12:30:00+03:00`.

    A date alone is a day; with a clock it is an instant, in `zone` unless it names its own offset. Dots mean
    day.month.year, unless `order` says in which order figures stand: then 03/04/2024 and 03.04.24 are dates, too.
    Four figures that come first are always the year. What is no date, or an impossible one (31.02.2020), is None, and
    so is an instant in the years 1 and 9999, the first and the last that there are.
    """
    folded = " ".join(text.lower().split())
    if ":" not in folded:
        return _day(folded, order)
    for pattern in _DAY_AND_CLOCK:
        if found := pattern.fullmatch(folded):
            return _moment(found, zone, order)
    return None


def instant(when: When, zone: ZoneInfo) -> int:
    """Put a date on the one axis that everything is sorted by: whole seconds since 1970 UTC.

    A day is its midnight in `zone`: 5 января 2026 in Moscow is 2026-01-04T21:00:00Z.
    """
    if not isinstance(when, datetime):
        when = datetime.combine(when, time.min, zone)
    return (when - _EPOCH) // _SECOND


def day_of(instant: int, zone: ZoneInfo) -> date:
    """The day of an instant in a zone; at either end of the calendar its first or last one."""
    try:
        return (_EPOCH + instant * _SECOND).astimezone(zone).date()
    except OverflowError:
        return date.min if instant < 0 else date.max


def period(text: str, zone: ZoneInfo) -> Period:
    """Understand a value of `from` or `to`: a year, a month, a day, or an instant, which lasts a second.

    Raises ValueError for anything else, with a message for a person.
    """
    when = _when(text, zone)
    if isinstance(when, datetime):
        return Period(instant(when, zone), instant(when, zone) + 1)
    return _days(*when, zone)


def calendar_days(text: str) -> tuple[date, date]:
    """The first and the last day of such a value, whatever the zone: 2026-01 → 1 and 31 January 2026.

    Raises ValueError for anything else, with a message for a person.
    """
    when = _when(text, ZoneInfo("UTC"))
    return (when.date(), when.date()) if isinstance(when, datetime) else when


def date_range(since: str, until: str, zone: ZoneInfo) -> Period:
    """Turn `from` and `to` into one period, both ends included: from=2025-12, to=2026 is thirteen months.

    An empty value leaves its end open. Raises BadParameter for a value that cannot be read, and when `from`
    lies after `to`.
    """
    start = _named_period("from", since, zone).start if since.strip() else EARLIEST
    end = _named_period("to", until, zone).end if until.strip() else LATEST
    if start >= end:
        raise BadParameter("from", f"from={since} lies after to={until}: the earlier date goes into `from`")
    return Period(start, end)


def _when(text: str, zone: ZoneInfo) -> datetime | tuple[date, date]:
    """An instant, or the first and the last day of a year, a month, a day. Raises ValueError for anything else."""
    if whole := re.fullmatch(r"\s*(\d{4})(?:-(\d{1,2}))?\s*", text, re.ASCII):
        return _year_or_month(text, int(whole[1]), whole[2])
    when = parse_date(text, zone)
    if when is None:
        raise ValueError(_no_date(text))
    return when if isinstance(when, datetime) else (when, when)


def _named_period(parameter: str, text: str, zone: ZoneInfo) -> Period:
    try:
        return period(text, zone)
    except ValueError as problem:
        raise BadParameter(parameter, f"{parameter}: {problem}") from problem


def _no_date(text: str) -> str:
    if re.search(r":\d\d \d\d:?\d\d\s*$", text):
        return f"{text!r} lost the + of its offset: in an address, + is written %2B"
    return f"{text[:60]!r} is not a date: write it like {FORMS}"


def _year_or_month(text: str, year: int, month: str | None) -> tuple[date, date]:
    """The first and the last day of a year, or of one month of it."""
    try:
        first = date(year, int(month or 1), 1)
    except ValueError:
        raise ValueError(_no_date(text)) from None
    last_month = first.month if month else 12
    return first, date(year, last_month, calendar.monthrange(year, last_month)[1])


def _days(first: date, last: date, zone: ZoneInfo) -> Period:
    # The calendar ends with 9999-12-31: there is no next midnight to take as its end.
    if last == date.max:
        return Period(instant(first, zone), instant(last, zone) + _DAY_SECONDS)
    return Period(instant(first, zone), instant(last + timedelta(days=1), zone))


def _day(folded: str, order: DateOrder | None) -> date | None:
    folded = _WEEKDAY.sub("", folded, count=1)
    for pattern in (*_DAYS, _IN_ORDER[order] if order else _DOTTED):
        if found := pattern.fullmatch(folded):
            try:
                return date(_year(found["y"]), _month(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def _year(figures: str) -> int:
    """Number a year; of two figures, the one between 1969 and 2068 that ends with them."""
    year = int(figures)
    return year if len(figures) > 2 else year + (1900 if year >= 69 else 2000)


def _month(name: str) -> int:
    """Number a month by its figure or by its name; 0, which no calendar has, for any other word."""
    if name.isdecimal():
        return int(name)
    return next((n for n, forms in enumerate(_MONTHS, 1) if any(f.startswith(name) for f in forms)), 0)


def _moment(found: re.Match[str], zone: ZoneInfo, order: DateOrder | None) -> datetime | None:
    day = _day(found["day"], order)
    if day is None or not MINYEAR < day.year < MAXYEAR:  # the clocks of another zone might be in the year 0 or 10000
        return None
    try:
        clock = time(_hour(found["hour"], found["half"]), int(found["minute"]), int(found["second"] or 0))
        return datetime.combine(day, clock, _offset(found["offset"]) or zone)
    except ValueError:
        return None


def _hour(figures: str, half: str | None) -> int:
    """Number an hour: 12:30 PM is 12, 12:30 AM is 0. Raises ValueError for 13 PM."""
    hour = int(figures)
    if half and not 1 <= hour <= 12:
        raise ValueError(f"{hour} {half}m")
    return hour % 12 + (12 if half == "p" else 0) if half else hour


def _offset(text: str | None) -> tzinfo | None:
    """Read «+0300», «Z», «(МСК)»; None where there is none. Raises ValueError beyond a day."""
    if text is None:
        return None
    if text[0] not in "+-":
        return _NAMED_OFFSETS[text.strip("()")]
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if text[0] == "-" else size)
