"""Dates in texts, derived from the forward index: «5 января 2026 года» → its day, its slot, its length.

What counts as a date is told in plain Python by `search/russian/mentions.py`, which finds the same. Here only the
distinct forms are looked at one by one; then all months, years and whole dates at once, with their neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_letters

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import UNDATED, Mentions, Ragged, are_among, row_indices
from search.index.derive import Stretch
from search.index.reading import strings
from search.russian.datewords import (
    DATE_SLOTS,
    EARLIEST_BARE_YEAR,
    LONGEST_BESIDE,
    NUMBERS,
    DateWord,
    beginnings,
    date_words,
)

Slots = NDArray[np.int64]
Mask = NDArray[np.bool_]

_DAY_SECONDS = 86_400
_EPOCH_YEAR = 1970
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_TWO_LETTERS = 4  # bytes of Cyrillic ones
_LETTERS = bytes({letter.encode()[0] for letter in ascii_letters + "ая"})  # first bytes; Cyrillic has two
_FAR = 1000  # days: farther than the next year


Found = NDArray[np.int64]
"""A row for each date: its first day, its last day, its slot, its length in slots."""

NONE: Found = np.zeros((0, 4), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class DateWords:
    """What each form can be in a date, and its value; behind the last one the gap, which is neither."""

    kinds: NDArray[np.uint8]
    values: NDArray[np.int32]

    @classmethod
    def of(cls, forms: Ragged) -> DateWords:
        """Look by itself at each form that may be something in a date."""
        kinds = np.full(len(forms) + 1, DateWord.OTHER, dtype=np.uint8)
        values = np.zeros(len(forms) + 1, dtype=np.int32)
        places = _may_be_of_dates(forms)
        offsets = np.insert(np.cumsum(forms.lengths_of(places), dtype=np.int64), 0, 0)
        for place, (kind, value) in date_words(strings.unpack(Ragged(offsets, forms.rows(places)))):
            kinds[places[place]], values[places[place]] = kind, value
        return cls(kinds, values)


def _may_be_of_dates(forms: Ragged) -> NDArray[np.int64]:
    """Forms that begin like a word of dates, or with no letter: one in ten, as far as their first bytes tell."""
    starts = forms.offsets[:-1].astype(np.int64)
    first = np.append(forms.values, np.zeros(_TWO_LETTERS, dtype=np.uint8))[starts[:, None] + np.arange(_TWO_LETTERS)]
    known = {two.encode() for two in beginnings() if len(two.encode()) == _TWO_LETTERS}
    begins = are_among(first.view(np.uint32)[:, 0], np.sort(np.frombuffer(b"".join(known), dtype=np.uint32)))
    letters = np.isin(np.arange(256), list(_LETTERS))
    return np.flatnonzero(begins | ~letters[first[:, 0]] | (forms.lengths() < _TWO_LETTERS))


def mentions(words: DateWords, stretch: Stretch, instants: NDArray[np.int64]) -> Found:
    """All dates in the texts of a stretch, in no order. `instants`: of its documents."""
    reader = _Reader(words, stretch)
    return np.concatenate(
        [
            _in_figures(reader),
            _years(reader),
            _months(reader, *_written(reader.months, stretch.titles, instants)),
            _days(reader, *_written(reader.days, stretch.titles, instants)),
        ]
    )


def in_order(found: Found) -> Mentions:
    """The dates of a segment in the order of first day, last day, slot."""
    first, last, slots, lengths = found.T
    order = np.lexsort((slots, last, first))
    return Mentions(
        firsts=first[order].astype(np.int32),
        lasts=last[order].astype(np.int32),
        slots=slots[order].astype(np.uint32),
        lengths=lengths[order].astype(np.uint8),
    )


class _Reader:
    """What stands in slots and beside them: gaps and all other words are OTHER."""

    def __init__(self, words: DateWords, stretch: Stretch) -> None:
        gap = len(words.kinds) - 1
        self._first = stretch.start - 1
        self._forward = np.insert(stretch.forward, 0, gap)  # behind the last document of the stretch before
        self._kinds = words.kinds.take(self._forward)
        self._values = words.values
        months = self.standing(DateWord.MONTH)
        with_day = self.are(months - 1, DateWord.DAY)
        self.months, self.days = months[~with_day], months[with_day]

    def standing(self, kind: DateWord) -> Slots:
        """Where the forms of a kind stand."""
        return np.flatnonzero(self._kinds == kind) + self._first

    def are(self, slots: Slots, *kinds: DateWord) -> Mask:
        """In which of some slots does one of the kinds stand?"""
        found: Mask = np.isin(np.take(self._kinds, slots - self._first, mode="clip"), kinds)  # both ends are gaps
        return found

    def values(self, slots: Slots) -> NDArray[np.int64]:
        """The values of what stands in slots: 0 of what has none."""
        return self._values[np.take(self._forward, slots - self._first, mode="clip")].astype(np.int64)


def _in_figures(reader: _Reader) -> Found:
    """«05.01.2026», «2026-01-05», and the «г.» behind it."""
    slots = reader.standing(DateWord.DATE)
    days = reader.values(slots)
    return _rows(days, days, slots, DATE_SLOTS + reader.are(slots + DATE_SLOTS, DateWord.YEAR_WORD))


def _years(reader: _Reader) -> NDArray[np.int64]:
    """«в 2026 году», but neither «в январе 2026 года» nor «05.01.2026 года»."""
    slots = reader.standing(DateWord.YEAR)
    slots = slots[reader.are(slots + 1, DateWord.YEAR_WORD)]
    counted = reader.are(slots - 1, DateWord.MONTH) | reader.are(slots - DATE_SLOTS + 1, DateWord.DATE)
    slots = slots[~counted]
    years = reader.values(slots)
    return _rows(_month_start(years, 1), _month_start(years + 1, 1) - 1, slots, np.full(len(slots), 2))


def _months(reader: _Reader, written: NDArray[np.int64], dated: Mask) -> NDArray[np.int64]:
    """«в январе 2026 года»."""
    slots = reader.months
    years, behind = _years_behind(reader, slots, written)
    told = (behind > 0) & (dated | ~reader.are(slots + 1, DateWord.RELATIVE)) & _in_calendar(years)
    slots, years = slots[told], years[told]
    month = reader.values(slots)
    return _rows(_month_start(years, month), _month_start(years, month + 1) - 1, slots, 1 + behind[told])


def _days(reader: _Reader, written: NDArray[np.int64], dated: Mask) -> NDArray[np.int64]:
    """«5 января 2026 года», «5–7 января», «5 и 7 января», «с 5 по 7 января»: a row for each day."""
    slots = reader.days
    month, last = reader.values(slots), reader.values(slots - 1)
    years, behind = _years_behind(reader, slots, written)
    told = dated | (reader.are(slots + 1, DateWord.YEAR) & (behind > 0))
    years = np.where(behind > 0, years, _nearest_years(month, last, written))
    starts, firsts, both = _days_before(reader, slots, last)
    chosen, days = _every_day(firsts, last, both)
    numbers = _day_numbers(years[chosen], month[chosen], days)
    rows = _rows(numbers, numbers, starts[chosen], (slots - starts + 1 + behind)[chosen])
    kept: NDArray[np.int64] = rows[told[chosen] & (numbers != UNDATED)]
    return kept


def _every_day(
    firsts: NDArray[np.int64], lasts: NDArray[np.int64], both: Mask
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The days from firsts to lasts, where `both` only those two; and of which stretch each one is."""
    start = np.concatenate([np.where(both, lasts, firsts), firsts[both]])
    end = np.concatenate([lasts, firsts[both]]) + 1
    stretch = np.concatenate([np.arange(len(both)), np.flatnonzero(both)])
    return np.repeat(stretch, end - start), row_indices(start, end)


def _days_before(reader: _Reader, slots: Slots, last: NDArray[np.int64]) -> tuple[Slots, NDArray[np.int64], Mask]:
    """Where the days before some months start, the first of them, and whether only first and last are meant."""

    def earlier(places: Slots) -> Mask:
        return reader.are(places, DateWord.DAY) & (reader.values(places) < last)

    joined = earlier(slots - 3) & reader.are(slots - 2, DateWord.AND, DateWord.UNTIL)
    near = last - reader.values(slots - 2) <= LONGEST_BESIDE
    beside = ~joined & earlier(slots - 2) & near & ~reader.are(slots - 3, *NUMBERS)
    starts = slots - 1 - 2 * joined - beside
    return starts, reader.values(starts), joined & reader.are(slots - 2, DateWord.AND)


def _years_behind(
    reader: _Reader, slots: Slots, written: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The years behind some months, and how many slots each takes: 0 where there is none."""
    years = reader.values(slots + 1)
    with_word = reader.are(slots + 2, DateWord.YEAR_WORD)
    plain = reader.are(slots + 1, DateWord.YEAR) & (with_word | (years >= EARLIEST_BARE_YEAR))
    relative = reader.are(slots + 1, DateWord.RELATIVE) & with_word
    years = np.where(relative, _year_of(written) + years, years)
    return years, np.where(plain | relative, 1 + with_word, 0)


def _nearest_years(month: NDArray[np.int64], day: NDArray[np.int64], written: NDArray[np.int64]) -> NDArray[np.int64]:
    """The years that put days nearest to when they were written; the earlier of two; 0 where none has the day."""
    years = _year_of(written) + np.array([[-1], [0], [1]])
    numbers = _day_numbers(years, month, day)
    apart = np.where(numbers == UNDATED, _FAR, np.abs(numbers - written))
    nearest = np.take_along_axis(years, apart.argmin(axis=0)[None], axis=0)[0]
    return np.where(apart.min(axis=0) < _FAR, nearest, 0)


def _written(slots: Slots, titles: NDArray[np.int64], instants: NDArray[np.int64]) -> tuple[NDArray[np.int64], Mask]:
    """The day, in UTC, of the document that each slot is in, and whether it has one."""
    known = instants[np.searchsorted(titles, slots, side="right") - 1]
    dated = known != UNDATED
    return np.where(dated, known, 0) // _DAY_SECONDS, dated


def _day_numbers(years: NDArray[np.int64], months: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of days; UNDATED where the calendar lacks one."""
    numbers = _month_start(years, months) + days - 1
    there = (numbers < _month_start(years, months + 1)) & _in_calendar(years)
    return np.where(there, numbers, UNDATED)


def _month_start(years: NDArray[np.int64], months: NDArray[np.int64] | int) -> NDArray[np.int64]:
    """The number of the first day of months; month 13 is January of the next year."""
    since = ((years - _EPOCH_YEAR) * 12 + months - 1).astype("datetime64[M]")
    numbers: NDArray[np.int64] = since.astype("datetime64[D]").astype(np.int64)
    return numbers


def _year_of(days: NDArray[np.int64]) -> NDArray[np.int64]:
    since: NDArray[np.int64] = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    return since + _EPOCH_YEAR


def _in_calendar(years: NDArray[np.int64]) -> Mask:
    return (years >= _FIRST_YEAR) & (years <= _LAST_YEAR)


def _rows(
    firsts: NDArray[np.int64], lasts: NDArray[np.int64], slots: Slots, lengths: NDArray[np.integer]
) -> NDArray[np.int64]:
    return np.stack([firsts, lasts, slots, lengths], axis=1)
