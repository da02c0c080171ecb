"""Counts and dates in Russian words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from search.documents import When
from search.results import Forms, Part

NBSP = "\N{NO-BREAK SPACE}"

DOCUMENTS = ("документ", "документа", "документов")
PLACES = ("место", "места", "мест")
PUBLICATIONS = ("публикация", "публикации", "публикаций")

PARTS: dict[Part, str] = {
    "noun": "сущ.",
    "name": "имя",
    "verb": "гл.",
    "adjective": "прил.",
    "adverb": "нареч.",
    "numeral": "числ.",
    "pronoun": "мест.",
    "other": "",
}
"""Parts of speech as dictionaries shorten them."""

_PHRASE = re.compile('^"(.+)"$')
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def counted(number: int, forms: tuple[str, str, str]) -> str:
    """A number and what it counts: «21 документ», «1 022 документа», «25 документов»."""
    return f"{figures(number)}{NBSP}{forms[_form(number)]}"


def found(number: int) -> str:
    """How many were found: «Найден 21 документ», «Найдено 22 документа», «Ничего не найдено»."""
    if number == 0:
        return "Ничего не найдено"
    verb = "Найден" if _form(number) == 0 else "Найдено"
    return f"{verb} {counted(number, DOCUMENTS)}"


def figures(number: int) -> str:
    """A number with its thousands set apart: «44 071»."""
    return f"{number:,}".replace(",", NBSP)


def in_words(when: When, zone: ZoneInfo) -> str:
    """A date: «5 января 2026»; an instant as the clocks of `zone` show it: «5 января 2026, 12:30»."""
    day = day_in_words(when, zone)
    return f"{day}, {when.astimezone(zone):%H:%M}" if isinstance(when, datetime) else day


def day_in_words(when: When, zone: ZoneInfo) -> str:
    """The day of a date in `zone`: «5 января 2026»."""
    day = when.astimezone(zone) if isinstance(when, datetime) else when
    return NBSP.join((str(day.day), _MONTHS[day.month - 1], str(day.year)))


def quoted(texts: Iterable[str]) -> str:
    """Words and phrases of a query in print: `сталь`, `"чемпион мира"` → «сталь», «чемпион мира»."""
    return ", ".join("«" + _PHRASE.sub(r"\1", text) + "»" for text in texts)


def counted_forms(forms: Forms) -> str:
    """By which forms something was found: «стали 53, сталью 14 и ещё 3»."""
    named = ", ".join(f"{count.form}{NBSP}{figures(count.documents)}" for count in forms.counts)
    return f"{named} и{NBSP}ещё{NBSP}{figures(forms.more)}" if forms.more else named


def _form(number: int) -> int:
    """Which form of a noun follows a number: 0 after 1, 21, 31…, 1 after 2–4, 22–24…, else 2."""
    if number % 100 in range(11, 15):
        return 2
    return {1: 0, 2: 1, 3: 1, 4: 1}.get(number % 10, 2)
