"""Which days, months and years a text speaks of: «5 января 2026 года», «с 5 по 7 мая», «05.01.2026», «в 2026 году».

Read form by form, in plain Python: so the memory engine finds them, and so they are found in a query. An index finds
the same by numpy (`search/index/mentions.py`).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from search.russian.datewords import (
    DATE_SLOTS,
    EARLIEST_BARE_YEAR,
    LONGEST_BESIDE,
    NUMBERS,
    DateWord,
    date_word,
    day_number,
)
from search.russian.words import forms

_OUTSIDE = DateWord.OTHER, 0


@dataclass(frozen=True, slots=True, order=True)
class Mentioned:
    """A day, a month or a year that a text speaks of: its first and last day, since 1970; where; in how many slots.

    Each day of «5–7 января» is one of its own, at the same place.
    """

    first: int
    last: int
    slot: int
    length: int


@dataclass(frozen=True, slots=True)
class DateRun:
    """Which words of a query are a date, `words[start:stop]`, and that day or month: `2026-01-05`, `2026-01`."""

    start: int
    stop: int
    date: str


def mentioned(forms: Sequence[str], written: date | None) -> list[Mentioned]:
    """All dates in a text, given as its forms; `written`: the day of the document, from which a year is guessed.

    >>> mentioned(["5", "января"], date(2025, 12, 30))
    [Mentioned(first=20458, last=20458, slot=0, length=2)]

    A date without a year lies in the year that puts it nearest; without a day of the document it is none.
    """
    reader = _Reader(forms, written)
    return [found for slot in range(len(forms)) for found in reader.at(slot)]


def date_in(words: Sequence[str]) -> DateRun | None:
    """The first run of words in a query that is one day or one month of a year; None where there is none.

    >>> date_in(["ремонт", "5", "января", "2026"])
    DateRun(start=1, stop=4, date='2026-01-05')

    Words are as `search.query.clauses.words_of` gives them: a date in figures is one. A date without a year is none.
    """
    pieces = [forms(word) for word in words]
    owners = [number for number, piece in enumerate(pieces) for _ in piece]
    found = mentioned([form for piece in pieces for form in piece], None)
    for one in sorted(found, key=lambda one: one.slot):
        alone = sum(other.slot == one.slot for other in found) == 1
        if alone and one.last - one.first < 31:
            return DateRun(owners[one.slot], owners[one.slot + one.length - 1] + 1, _written(one))
    return None


class _Reader:
    """Reads dates out of a row of forms."""

    def __init__(self, forms: Sequence[str], written: date | None) -> None:
        self._words = [date_word(form) for form in forms]
        self._written = written

    def at(self, slot: int) -> Iterator[Mentioned]:
        """The dates whose month, whose year, or which themselves stand in a slot."""
        kind, value = self._words[slot]
        if kind is DateWord.DATE:
            yield Mentioned(value, value, slot, DATE_SLOTS + self._is(slot + DATE_SLOTS, DateWord.YEAR_WORD))
        elif kind is DateWord.MONTH:
            yield from self._days(slot, value) if self._is(slot - 1, DateWord.DAY) else self._month(slot, value)
        elif kind is DateWord.YEAR and self._is(slot + 1, DateWord.YEAR_WORD) and not self._is_counted(slot):
            yield Mentioned(day_number(date(value, 1, 1)), day_number(date(value, 12, 31)), slot, 2)

    def _month(self, slot: int, month: int) -> Iterator[Mentioned]:
        """«в январе 2026 года»; «в январе» alone is none."""
        year, behind = self._year_behind(slot)
        if year is not None and MINYEAR <= year <= MAXYEAR:
            last = date(year, month, monthrange(year, month)[1])
            yield Mentioned(day_number(last.replace(day=1)), day_number(last), slot, 1 + behind)

    def _days(self, slot: int, month: int) -> Iterator[Mentioned]:
        """«5 января 2026 года», «5–7 января», «5 и 7 января», «с 5 по 7 января»."""
        start, days = self._days_before(slot)
        year, behind = self._year_behind(slot)
        if not behind:
            year = self._nearest_year(month, days[-1])
        for day in days:
            if year is not None and (found := _number(year, month, day)) is not None:
                yield Mentioned(found, found, start, slot - start + 1 + behind)

    def _days_before(self, slot: int) -> tuple[int, Sequence[int]]:
        """Where the days before a month start, and which they are."""
        day = self._value(slot - 1)
        joined = self._at(slot - 2)[0]
        if joined in (DateWord.AND, DateWord.UNTIL) and self._is_earlier_day(slot - 3, day):
            first = self._value(slot - 3)
            return slot - 3, (first, day) if joined is DateWord.AND else range(first, day + 1)
        first = self._value(slot - 2)
        near = self._is_earlier_day(slot - 2, day) and day - first <= LONGEST_BESIDE
        if near and self._at(slot - 3)[0] not in NUMBERS:
            return slot - 2, range(first, day + 1)
        return slot - 1, (day,)

    def _year_behind(self, slot: int) -> tuple[int | None, int]:
        """The year behind a month, None where it cannot be told, and how many slots it takes: 0 without one."""
        kind, value = self._at(slot + 1)
        with_word = self._is(slot + 2, DateWord.YEAR_WORD)
        if kind is DateWord.YEAR and (with_word or value >= EARLIEST_BARE_YEAR):
            return value, 1 + with_word
        if kind is DateWord.RELATIVE and with_word:
            return (None if self._written is None else self._written.year + value), 2
        return None, 0

    def _nearest_year(self, month: int, day: int) -> int | None:
        if self._written is None:
            return None
        written = day_number(self._written)
        years = range(self._written.year - 1, self._written.year + 2)
        numbers = ((_number(year, month, day), year) for year in years)
        apart = [(abs(number - written), year) for number, year in numbers if number is not None]
        return min(apart)[1] if apart else None

    def _is_counted(self, slot: int) -> bool:
        """Is the year in a slot part of a longer date?"""
        return self._is(slot - 1, DateWord.MONTH) or self._is(slot - DATE_SLOTS + 1, DateWord.DATE)

    def _is_earlier_day(self, slot: int, day: int) -> bool:
        return self._is(slot, DateWord.DAY) and self._value(slot) < day

    def _is(self, slot: int, kind: DateWord) -> bool:
        return self._at(slot)[0] is kind

    def _value(self, slot: int) -> int:
        return self._at(slot)[1]

    def _at(self, slot: int) -> tuple[DateWord, int]:
        return self._words[slot] if 0 <= slot < len(self._words) else _OUTSIDE


def _number(year: int, month: int, day: int) -> int | None:
    """The number of a day; None where the calendar lacks it."""
    try:
        return day_number(date(year, month, day))
    except ValueError:
        return None


def _written(one: Mentioned) -> str:
    """As a query has it: a day «2026-01-05», a month «2026-01»."""
    day = date.fromordinal(date(1970, 1, 1).toordinal() + one.first)
    return day.isoformat() if one.first == one.last else day.isoformat()[:7]
