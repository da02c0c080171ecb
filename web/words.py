"""Numbers, dates and quotations as the reader's language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from search.documents import When
from search.request import Interval
from search.results import Forms
from web.language import gettext as _
from web.language import language

NBSP = "\N{NO-BREAK SPACE}"

_PATTERNS = {"day": f"d{NBSP}MMMM{NBSP}y", "week": f"d{NBSP}MMMM{NBSP}y", "year": "y"}  # the others by months
_PHRASE = re.compile('^"(.+)"$')
_LOCALES = {"ru": Locale("ru"), "en": Locale("en", "GB")}
_QUOTES = {"ru": ("«", "»"), "en": ("“", "”")}


def figures(number: int) -> str:
    """A number with its thousands set apart: «44 071»."""
    return format_decimal(number, locale=_LOCALES[language()])


def day(day: date) -> str:
    """A day: «5 января 2026», “5 January 2026”."""
    return _date(day, _PATTERNS["day"])


def month_and_day(day: date) -> str:
    """A day of any year: «5 января», “5 January”."""
    return _date(day, f"d{NBSP}MMMM")


def day_in_words(when: When, zone: ZoneInfo) -> str:
    """The day of a date in `zone`: «5 января 2026»."""
    return day(when.astimezone(zone).date() if isinstance(when, datetime) else when)


def in_words(when: When, zone: ZoneInfo) -> str:
    """A date: «5 января 2026»; an instant as the clocks of `zone` show it: «5 января 2026, 12:30»."""
    clock = f", {when.astimezone(zone):%H:%M}" if isinstance(when, datetime) else ""
    return day_in_words(when, zone) + clock


def stretch(first: date, last: date, interval: Interval) -> str:
    """A stretch of time: «5–11 января 2026», «январь 2026», «январь — март 2026», «2020 — 2029»."""
    whole = _PATTERNS.get(interval, f"LLLL{NBSP}y")
    one, other = _date(first, whole), _date(last, whole)
    if one == other or interval == "year" or first.year != last.year:
        return one if one == other else f"{one}{NBSP}— {other}"
    if whole.startswith("d") and first.month == last.month:
        return f"{first.day}–{other}"
    return f"{_date(first, whole.removesuffix(f'{NBSP}y'))}{NBSP}— {other}"


def quoted(texts: Iterable[str]) -> str:
    """Words and phrases of a query in print: `сталь`, `"чемпион мира"` → «сталь», «чемпион мира»."""
    opening, closing = _QUOTES[language()]
    return ", ".join(opening + _PHRASE.sub(r"\1", text) + closing for text in texts)


def counted_forms(forms: Forms) -> str:
    """By which forms something was found: «стали 53, сталью 14 и ещё 3»."""
    named = ", ".join(f"{count.form}{NBSP}{figures(count.documents)}" for count in forms.counts)
    return _("%(forms)s and %(count)s more", forms=named, count=figures(forms.more)) if forms.more else named


def _date(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=_LOCALES[language()])
