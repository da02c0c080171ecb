"""The names that may stand before a colon in a query: `title:оон`, `рубрика:спорт`, `date:2026-01`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Literal

TextField = Literal["", "title", "text"]
"""Where in the text a clause looks; empty: in both."""

Field = Literal["", "title", "text", "source", "section", "author", "place", "agency", "date", "mentions"]

NAMES: dict[str, Field] = {
    "title": "title",
    "заголовок": "title",
    "text": "text",
    "текст": "text",
    "source": "source",
    "источник": "source",
    "section": "section",
    "рубрика": "section",
    "author": "author",
    "автор": "author",
    "place": "place",
    "место": "place",
    "agency": "agency",
    "агентство": "agency",
    "date": "date",
    "дата": "date",
    "mentions": "mentions",
    "упоминает": "mentions",
}
"""Every name that people may type, in lower case, and the field that it means."""

_LIKE = 0.6  # of the letters shared: below it a name was not meant


def nearest(name: str) -> str:
    """The known name that an unknown one was probably meant for, or an empty string: `sorce` → `source`."""
    found = get_close_matches(name.lower(), NAMES, n=1, cutoff=_LIKE)
    return found[0] if found else ""
