"""Counts, dates and quotations as the page says them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from search.documents import When
from web.russian import DOCUMENTS, counted, day_in_words, found, in_words, quoted

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "Ничего не найдено"),
        (1, "Найден 1 документ"),
        (2, "Найдено 2 документа"),
        (4, "Найдено 4 документа"),
        (5, "Найдено 5 документов"),
        (11, "Найдено 11 документов"),
        (12, "Найдено 12 документов"),
        (14, "Найдено 14 документов"),
        (21, "Найден 21 документ"),
        (22, "Найдено 22 документа"),
        (25, "Найдено 25 документов"),
        (101, "Найден 101 документ"),
        (111, "Найдено 111 документов"),
        (1_022, "Найдено 1 022 документа"),
        (44_071, "Найден 44 071 документ"),
        (1_000_000, "Найдено 1 000 000 документов"),
    ],
)
def test_what_was_found_agrees_with_its_number(number: int, words: str) -> None:
    assert found(number).replace("\N{NO-BREAK SPACE}", " ") == words


def test_a_number_stays_on_one_line_with_what_it_counts() -> None:
    assert " " not in counted(44_071, DOCUMENTS)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(2026, 1, 5), "5 января 2026"),
        (date(2019, 12, 31), "31 декабря 2019"),
        (datetime(2026, 5, 9, 21, 30, tzinfo=UTC), "10 мая 2026, 00:30"),
        (datetime(2026, 8, 1, 9, 5, tzinfo=MOSCOW), "1 августа 2026, 09:05"),
    ],
)
def test_an_instant_is_shown_by_the_clocks_of_the_index_a_day_as_it_is(when: When, words: str) -> None:
    assert in_words(when, MOSCOW).replace("\N{NO-BREAK SPACE}", " ") == words
    assert day_in_words(when, MOSCOW).replace("\N{NO-BREAK SPACE}", " ") == words.partition(",")[0]


def test_a_phrase_is_quoted_once() -> None:
    assert quoted(["сталь", '"чемпион мира"', '"', '!"в мире"']) == '«сталь», «чемпион мира», «"», «!"в мире"»'
