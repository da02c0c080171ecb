from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import EARLIEST, LATEST, Period, calendar_days, date_range, instant, parse_date, period, zone
from search.errors import BadParameter

MOSCOW = ZoneInfo("Europe/Moscow")
ALMATY = ZoneInfo("Asia/Almaty")
HOUR = 3600

DAYS = """
    2026-01-05
    2026-1-5
    2026/01/05
    2026.01.05
    20260105
    05.01.2026
    5.1.2026
    05.01.2026 г.
    5 января 2026
    05 января 2026
    5 января 2026 г.
    5 января 2026г.
    5 января 2026 года
    5 Января 2026
    5 янв 2026
    5 янв. 2026
    5 Jan 2026
    5 January 2026
    понедельник, 5 января 2026 г.
    Пн, 05 янв 2026
"""

INSTANTS = """
    2026-01-05T12:30:00+03:00
    2026-01-05t12:30:00+0300
    2026-01-05T12:30:00.123456+03:00
    2026-01-05T12:30+03
    2026-01-05 12:30:00 +03:00
    2026-01-05 12:30:00
    2026-01-05T12:30:00
    2026-01-05T12:30
    2026-01-05T09:30:00Z
    2026-01-05T09:30:00,5z
    20260105T12:30
    2026-01-05T04:30:00-05:00
    2026/01/05 12:30
    Mon, 05 Jan 2026 12:30:00 +0300
    Mon, 05 Jan 2026 12:30:00 +0300 (MSK)
    Mon, 5 Jan 2026 09:30:00 GMT
    5 Jan 2026 09:30 UTC
    05.01.2026 12:30
    05.01.2026, 12:30
    05.01.2026 12:30:00
    05.01.2026 в 12:30
    5.1.2026 12:30 МСК
    12:30 05.01.2026
    12:30, 05.01.2026
    12:30 (МСК) 05.01.2026
    12:30, 5 января 2026
    5 января 2026 12:30
    5 янв 2026, 12:30
    5 января 2026 г., 12:30
    5 января 2026 года в 12:30
"""

NO_DATES = """
    вчера
    2026
    2026-01
    январь 2026
    31.02.2020
    29.02.2025
    2026-13-01
    2026-00-10
    0000-01-01
    00.01.2026
    05012026
    20261301
    05.01.26
    05/01/2026
    05-01-2026
    2026-01/05
    5 мартобря 2026
    5 вт января 2026
    5 ма 2026
    1767605400
    12:30
    2026-01-05 24:00
    2026-01-05 12:60
    2026-01-05 12:30:60
    2026-01-05T12:30:00+25:00
    2026-01-05T12:30:00 03:00
    31.02.2020 12:30
    0001-01-01T00:00:00+03:00
    9999-12-31T23:59:59
    ٢٠٢٦-٠١-٠٥
    5 января 2026 кабинет 12:30
"""


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip("\n").splitlines()]


@pytest.mark.parametrize("text", lines(DAYS))
def test_a_day_is_read_in_every_form_it_comes_in(text: str) -> None:
    assert parse_date(text, MOSCOW) == date(2026, 1, 5)
    assert not isinstance(parse_date(text, MOSCOW), datetime)


@pytest.mark.parametrize("text", lines(INSTANTS))
def test_an_instant_is_read_in_every_form_it_comes_in(text: str) -> None:
    read = parse_date(text, MOSCOW)
    assert isinstance(read, datetime)
    assert read == datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "   ", *lines(NO_DATES)])
def test_what_is_no_possible_date_is_none(text: str) -> None:
    assert parse_date(text, MOSCOW) is None


@pytest.mark.parametrize(
    ("text", "dmy", "mdy", "ymd"),
    [
        ("03/04/2024", "2024-04-03", "2024-03-04", None),
        ("03.04.2024", "2024-04-03", "2024-03-04", None),
        ("3-4-2024", "2024-04-03", "2024-03-04", None),
        ("3/4/24", "2024-04-03", "2024-03-04", None),
        ("25/12/2024", "2024-12-25", None, None),
        ("12/25/2024", None, "2024-12-25", None),
        ("24.12.25", "2025-12-24", None, "2024-12-25"),
        ("01.02.69", "1969-02-01", "1969-01-02", None),
        ("01.02.68", "2068-02-01", "2068-01-02", None),
        ("03.04.2024 г.", "2024-04-03", None, None),
        ("03/04-2024", None, None, None),
        ("2024-03-04", "2024-03-04", "2024-03-04", "2024-03-04"),
        ("2024/03/04", "2024-03-04", "2024-03-04", "2024-03-04"),
        ("4 марта 2024", "2024-03-04", "2024-03-04", "2024-03-04"),
        ("Wed, 03/04/2024", "2024-04-03", "2024-03-04", None),
        ("03/04/2024 09:30", "2024-04-03T09:30:00+03:00", "2024-03-04T09:30:00+03:00", None),
        ("3/4/2024 12:30:05 PM", "2024-04-03T12:30:05+03:00", "2024-03-04T12:30:05+03:00", None),
        ("3/4/2024 12:30 am", "2024-04-03T00:30:00+03:00", "2024-03-04T00:30:00+03:00", None),
        ("3/4/2024 1:30 PM", "2024-04-03T13:30:00+03:00", "2024-03-04T13:30:00+03:00", None),
        ("3/4/2024 13:30 PM", None, None, None),
        ("31/02/2024", None, None, None),
    ],
)
def test_figures_mean_what_their_order_says(text: str, dmy: str | None, mdy: str | None, ymd: str | None) -> None:
    assert [
        when and when.isoformat()
        for when in (
            parse_date(text, MOSCOW, "dmy"),
            parse_date(text, MOSCOW, "mdy"),
            parse_date(text, MOSCOW, "ymd"),
        )
    ] == [dmy, mdy, ymd]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("янв", 1), ("февраля", 2), ("февр", 2), ("марта", 3), ("мар", 3), ("апреля", 4), ("мая", 5),
        ("май", 5), ("июня", 6), ("июн", 6), ("июля", 7), ("августа", 8), ("сентября", 9), ("сент", 9),
        ("октября", 10), ("ноября", 11), ("нояб", 11), ("декабря", 12), ("May", 5), ("Sept", 9), ("DEC", 12),
    ],
)  # fmt: skip
def test_months_are_known_by_name_and_by_abbreviation(name: str, number: int) -> None:
    assert parse_date(f"7 {name} 2019", MOSCOW) == date(2019, number, 7)


def test_blank_space_of_any_kind_and_amount_is_one_blank() -> None:
    assert parse_date("\n 5\u00a0января \t2026 ", MOSCOW) == date(2026, 1, 5)


def test_a_clock_without_offset_is_that_of_the_zone() -> None:
    assert parse_date("05.01.2026 12:30", ALMATY) == datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


def test_moscow_time_keeps_the_offset_of_its_year() -> None:
    assert parse_date("5 января 2012, 12:30 МСК", ALMATY) == datetime(2012, 1, 5, 8, 30, tzinfo=UTC)


def test_a_day_is_its_midnight_in_the_zone() -> None:
    assert instant(date(2026, 1, 5), MOSCOW) == instant(datetime(2026, 1, 4, 21, 0, tzinfo=UTC), MOSCOW)
    assert instant(date(2026, 1, 5), ALMATY) == instant(datetime(2026, 1, 4, 19, 0, tzinfo=UTC), MOSCOW)


@pytest.mark.parametrize("when", [date.min, date.max, datetime.min.replace(tzinfo=UTC)])
def test_no_date_of_the_calendar_overflows(when: date) -> None:
    assert EARLIEST < instant(when, ZoneInfo("Asia/Tokyo")) < LATEST
    assert EARLIEST < instant(when, ZoneInfo("America/New_York")) < LATEST


# Of the first and the last year of the calendar the clocks of another zone might be beyond it: they are days alone.
@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=st.just(timezone(timedelta(hours=3)))))
def test_an_instant_written_in_iso_is_read_back(when: datetime) -> None:
    read = parse_date(when.isoformat(), ALMATY)
    assert read is not None
    assert instant(read, ALMATY) == instant(when, ALMATY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        (" 2026 ", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31)),
        ("2024-2", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-01-05", date(2026, 1, 5), date(2026, 1, 5)),
        ("05.01.2026", date(2026, 1, 5), date(2026, 1, 5)),
        ("5 января 2026 г.", date(2026, 1, 5), date(2026, 1, 5)),
    ],
)
def test_a_period_runs_from_the_first_midnight_to_the_one_after_the_last_day(
    text: str, first: date, last: date
) -> None:
    start, end = instant(first, MOSCOW), instant(last + timedelta(days=1), MOSCOW)
    assert period(text, MOSCOW) == Period(start, end)


def test_an_instant_is_a_period_of_one_second() -> None:
    read = period("2026-01-05T12:30:00+03:00", ALMATY)
    assert read.start == instant(datetime(2026, 1, 5, 9, 30, tzinfo=UTC), ALMATY)
    assert read.end == read.start + 1


def test_a_day_on_which_the_clock_is_put_forward_has_23_hours() -> None:
    read = period("28.03.2010", MOSCOW)
    assert read.end - read.start == 23 * HOUR


@pytest.mark.parametrize("text", ["9999", "9999-12", "31.12.9999"])
def test_the_last_day_of_the_calendar_has_an_end(text: str) -> None:
    assert period(text, MOSCOW).end == instant(date.max, MOSCOW) + 24 * HOUR


@pytest.mark.parametrize("text", ["", "вчера", "2026-13", "0000", "2026-00", "20", "31.02.2020", "20260"])
def test_an_unreadable_period_is_refused_by_its_own_words_and_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"05\.01\.2026") as refusal:
        period(text, MOSCOW)
    assert repr(text) in str(refusal.value)


def test_a_plus_lost_on_the_way_is_explained() -> None:
    with pytest.raises(ValueError, match="%2B"):
        period("2026-01-05T12:30:00 03:00", MOSCOW)


def test_a_range_holds_both_its_ends() -> None:
    both = date_range("2025-12", "05.01.2026", MOSCOW)
    assert both == Period(period("2025-12", MOSCOW).start, period("2026-01-05", MOSCOW).end)


def test_a_range_may_begin_inside_the_period_it_ends_with() -> None:
    assert date_range("2026-01-05", "2026", MOSCOW).start == instant(date(2026, 1, 5), MOSCOW)
    assert date_range("2026", "2026", MOSCOW) == period("2026", MOSCOW)


def test_an_empty_value_leaves_the_range_open() -> None:
    assert date_range("", "", MOSCOW) == Period(EARLIEST, LATEST)
    assert date_range("2026", " ", MOSCOW) == Period(period("2026", MOSCOW).start, LATEST)
    assert date_range("", "2026", MOSCOW) == Period(EARLIEST, period("2026", MOSCOW).end)


@pytest.mark.parametrize(
    ("since", "until", "parameter", "named"),
    [
        ("вчера", "", "from", ["from", "вчера", "2026-01-05"]),
        ("2026", "2026-13-01", "to", ["to", "2026-13-01", "05.01.2026"]),
        ("2026-02", "2026-01", "from", ["from=2026-02", "to=2026-01"]),
        ("2026-01-05T12:30:01", "2026-01-05T12:30:00", "from", ["from=2026-01-05T12:30:01"]),
    ],
)
def test_a_range_that_cannot_be_is_refused_by_parameter_and_value(
    since: str, until: str, parameter: str, named: list[str]
) -> None:
    with pytest.raises(BadParameter) as refusal:
        date_range(since, until, MOSCOW)
    assert refusal.value.parameter == parameter
    assert all(word in str(refusal.value) for word in named)


def test_a_zone_is_found_by_its_name() -> None:
    assert zone("Asia/Almaty") == ALMATY


@pytest.mark.parametrize("name", ["", "Moscow", "Europe", "../etc/passwd", "Европа/Москва", "a\0b", "\ud800"])
def test_an_unknown_zone_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(BadParameter, match="Europe/Moscow") as refusal:
        zone(name)
    assert refusal.value.parameter == "zone"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("05.01.2026", date(2026, 1, 5), date(2026, 1, 5)),
        ("2026-01-05T00:30:00+03:00", date(2026, 1, 5), date(2026, 1, 5)),  # in UTC it is still the 4th
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_the_days_of_a_date_are_those_of_the_calendar_whatever_the_zone(text: str, first: date, last: date) -> None:
    assert calendar_days(text) == (first, last)


def test_what_is_no_date_has_no_days() -> None:
    with pytest.raises(ValueError, match="is not a date"):
        calendar_days("вчера")
