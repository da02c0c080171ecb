"""What each form is in a date: «5 января 2026 года» → DAY 5, MONTH 1, YEAR 2026, YEAR_WORD."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import IntEnum
from itertools import product

EPOCH = date(1970, 1, 1)
"""The day that has number 0."""

EARLIEST_BARE_YEAR = 1900
"""Of earlier years only «1812 года» is a year: «15 января 1399 налогоплательщиков»."""

LONGEST_BESIDE = 10
"""Days. Forms do not tell «5–7 мая» from «станция № 1. 9 мая», nor from the two calendars in «9 (22) января»."""

DATE_SLOTS = 3
"""A date in figures is a compound of three parts: «05.01.2026», «01», «2026»."""


class DateWord(IntEnum):
    """The part that a form can take in a date."""

    OTHER = 0
    NUMBER = 1  # any other number, so that «22:30 31 декабря» is no range
    DAY = 2  # «5», «05»; also «5-7», whose second slot is «7»
    MONTH = 3  # «января», «янв»
    YEAR = 4  # «2026», «2026-го»
    DATE = 5  # «05.01.2026», «05.01.26», «2026-01-05»
    YEAR_WORD = 6  # «года», «г»
    RELATIVE = 7  # «прошлого», «этого»
    AND = 8  # «5 и 6 января»
    UNTIL = 9  # «с 5 по 7 января»


NUMBERS = (DateWord.NUMBER, DateWord.DAY, DateWord.YEAR, DateWord.DATE)
"""What a form that begins with a digit can be."""

_MONTHS = (
    "январь января январю январем январе янв",
    "февраль февраля февралю февралем феврале фев февр",
    "март марта марту мартом марте мар",
    "апрель апреля апрелю апрелем апреле апр",
    "май мая маю маем мае",
    "июнь июня июню июнем июне июн",
    "июль июля июлю июлем июле июл",
    "август августа августу августом августе авг",
    "сентябрь сентября сентябрю сентябрем сентябре сен сент",
    "октябрь октября октябрю октябрем октябре окт",
    "ноябрь ноября ноябрю ноябрем ноябре ноя нояб",
    "декабрь декабря декабрю декабрем декабре дек",
)
_WORDS: dict[str, tuple[DateWord, int]] = {
    **{form: (DateWord.MONTH, month) for month, forms in enumerate(_MONTHS, 1) for form in forms.split()},
    **dict.fromkeys(("год", "года", "году", "годом", "годе", "г"), (DateWord.YEAR_WORD, 0)),
    **dict.fromkeys(("прошлого", "минувшего"), (DateWord.RELATIVE, -1)),
    **dict.fromkeys(("этого", "текущего", "нынешнего", "сего"), (DateWord.RELATIVE, 0)),
    **dict.fromkeys(("следующего", "будущего"), (DateWord.RELATIVE, 1)),
    "и": (DateWord.AND, 0),
    "по": (DateWord.UNTIL, 0),
}
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:-\d\d?)?", re.ASCII)
_YEAR = re.compile(r"(1[0-9]{3}|20[0-9]{2})(?:-(?:го|му|м|й))?")
_FIGURES = (
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", re.ASCII),
    re.compile(r"(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d\d)", re.ASCII),  # 1.3.20 is a version
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:T\d\d)?", re.ASCII),
)
_NOTHING = DateWord.OTHER, 0


def date_word(form: str) -> tuple[DateWord, int]:
    """What a form can be in a date, and its value: a day, a month, a year; of a whole date the number of its day.

    >>> date_word("января"), date_word("05.01.2026")
    ((<DateWord.MONTH: 3>, 1), (<DateWord.DATE: 5>, 20458))
    """
    if not form[0].isdecimal():
        return _WORDS.get(form.lower(), _NOTHING)
    if day := _DAY.fullmatch(form):
        return DateWord.DAY, int(day[1])
    if year := _YEAR.fullmatch(form):
        return DateWord.YEAR, int(year[1])
    day_number = _in_figures(form)
    return (DateWord.NUMBER, 0) if day_number is None else (DateWord.DATE, day_number)


def date_words(forms: Sequence[str]) -> Iterator[tuple[int, tuple[DateWord, int]]]:
    """Of many forms those that can be something in a date, by their places; no form holds a line end."""
    lowered = "\n".join(forms).lower().split("\n") if forms else []
    for place, (form, word) in enumerate(zip(forms, map(_WORDS.get, lowered), strict=True)):
        if word or form[0].isdecimal():
            yield place, word or date_word(form)


def beginnings() -> set[str]:
    """The first two letters, in any case, of the words that can be something in a date; «и» and «г» have but one."""
    cases = ([(letter, letter.upper()) for letter in word[:2]] for word in _WORDS)
    return {"".join(letters) for each in cases for letters in product(*each)}


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return (day - EPOCH).days


def _in_figures(form: str) -> int | None:
    for figures in _FIGURES:
        if found := figures.fullmatch(form):
            try:
                return day_number(date(_whole_year(found["y"]), int(found["m"]), int(found["d"])))
            except ValueError:
                return None  # 31.02.2026
    return None


def _whole_year(figures: str) -> int:
    """«26» → 2026, «69» → 1969."""
    year = int(figures)
    if len(figures) == 2:
        year += 2000 if year <= 68 else 1900
    return year
