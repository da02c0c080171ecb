"""How a document is cited: a bibliographic reference by ГОСТ Р 7.0.5–2008, for a text that stands in the web.

    Юдина Л. Витраж вернули в собор // Степные вести. 2024. 15 марта. URL: https://… (дата обращения: 30.11.2026).

It is Russian on English pages too: so the standard has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from search.documents import Document, When
from search.russian.persons import Person, person
from web.addresses import web_address

_BETWEEN_AUTHORS = re.compile(r"\s*[,;]\s*|\s+и\s+")
_HEADING = 3  # a reference begins with so many authors at most
_UNTITLED = "[Без заглавия]"  # what only the citing person says stands in brackets
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def citation(document: Document, zone: ZoneInfo, today: date) -> str:
    """The reference to a document that was read `today`; what is not known of it is left out.

    It begins with the authors, surnames first, where there are at most three and it is sure which words these are;
    else they stand behind the title, as the archive has them. Without the address of an original there is none, nor
    a day on which it was read.
    """
    return " ".join(f"{part}." for part in _areas(document, zone, today))


def _areas(document: Document, zone: ZoneInfo, today: date) -> Iterator[str]:
    """What a full stop ends, each without it."""
    heading, responsible = _authors(_line(document.author))
    if heading:
        yield heading.removesuffix(".")
    title = _line(document.title).rstrip(".") or _UNTITLED
    source = _line(document.source).rstrip(".")
    yield title + (f" / {responsible}" if responsible else "") + (f" // {source}" if source else "")
    if document.date:
        day = _day(document.date, zone)
        yield str(day.year)
        yield f"{day.day} {_MONTHS[day.month - 1]}"
    if url := web_address(document.url):
        yield f"URL: {url} (дата обращения: {today:%d.%m.%Y})"


def _authors(said: str) -> tuple[str, str]:
    """Who wrote it, as the heading of a reference or as what stands behind its title; one of them is empty."""
    names = [name for name in _BETWEEN_AUTHORS.split(said) if name]
    persons = [known for name in names if (known := person(name))]
    if len(persons) < len(names):
        return "", said.rstrip(".")
    if len(names) > _HEADING:
        return "", f"{names[0]} [и др.]"
    return ", ".join(map(_inverted, persons)), ""


def _inverted(author: Person) -> str:
    return " ".join((author.surname, *author.initials))


def _line(text: str) -> str:
    return " ".join(text.split())


def _day(when: When, zone: ZoneInfo) -> date:
    return when.astimezone(zone).date() if isinstance(when, datetime) else when
