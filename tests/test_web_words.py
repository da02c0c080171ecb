"""Dates, numbers and quotations as the page says them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from search.documents import When
from search.request import Interval
from web.app import create_app
from web.words import day_in_words, figures, in_words, quoted, stretch

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(tmp_path)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("when", "russian", "english"),
    [
        (date(2026, 1, 5), "5 января 2026", "5 January 2026"),
        (date(2019, 12, 31), "31 декабря 2019", "31 December 2019"),
        (datetime(2026, 5, 9, 21, 30, tzinfo=UTC), "10 мая 2026, 00:30", "10 May 2026, 00:30"),
        (datetime(2026, 8, 1, 9, 5, tzinfo=MOSCOW), "1 августа 2026, 09:05", "1 August 2026, 09:05"),
    ],
)
def test_an_instant_is_shown_by_the_clocks_of_the_index_a_day_as_it_is(
    app: Flask, when: When, russian: str, english: str
) -> None:
    assert plain(in_words(when, MOSCOW)) == russian
    assert plain(day_in_words(when, MOSCOW)) == russian.partition(",")[0]
    with app.test_request_context("/?lang=en"):
        assert plain(in_words(when, MOSCOW)) == english


@pytest.mark.parametrize(
    ("first", "last", "interval", "words"),
    [
        ("2026-01-05", "2026-01-05", "day", "5 января 2026"),
        ("2026-01-05", "2026-01-11", "week", "5–11 января 2026"),
        ("2026-01-01", "2026-01-31", "month", "январь 2026"),
        ("2026-01-01", "2026-03-31", "quarter", "январь — март 2026"),
        ("2026-01-01", "2026-12-31", "year", "2026"),
        ("2026-01-26", "2026-02-01", "week", "26 января — 1 февраля 2026"),
        ("2025-12-29", "2026-01-04", "week", "29 декабря 2025 — 4 января 2026"),
        ("2025-12-01", "2026-01-31", "month", "декабрь 2025 — январь 2026"),
        ("2020-01-01", "2029-12-31", "year", "2020 — 2029"),
    ],
)
def test_a_stretch_of_time_is_named_by_its_ends(first: str, last: str, interval: Interval, words: str) -> None:
    assert plain(stretch(date.fromisoformat(first), date.fromisoformat(last), interval)) == words


def test_thousands_are_set_apart_as_the_language_does(app: Flask) -> None:
    assert plain(figures(44_071)) == "44 071"
    with app.test_request_context("/?lang=en"):
        assert figures(44_071) == "44,071"


def test_a_phrase_is_quoted_once(app: Flask) -> None:
    assert quoted(["сталь", '"чемпион мира"', '"', '!"в мире"']) == '«сталь», «чемпион мира», «"», «!"в мире"»'
    with app.test_request_context("/?lang=en"):
        assert quoted(["сталь", '"чемпион мира"']) == "“сталь”, “чемпион мира”"
