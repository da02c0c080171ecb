"""Which column holds which field of a document."""

from __future__ import annotations

import re
from functools import lru_cache

from search.documents import DETAILS

FIELDS = ("id", "title", "text", "date", *DETAILS, "keywords")
"""Every field that a column can be mapped to."""

CONSTANT = ("date", *(name for name in DETAILS if name != "url"), "keywords")
"""The fields that may be the same in all documents."""

# In each line, an earlier name is preferred where a row has several. Blanks, _ and - are left out.
_NAMES = {
    "id": "id guid uuid",
    "title": "title headline заголовок name название",
    "text": "text body content текст статья fulltext articlebody",
    "date": "date published pubdate datetime createdat дата publishedat publicationdate datepublished",
    "source": "source источник publisher",
    "section": "section topic category rubric рубрика раздел",
    "author": "author автор byline authors авторы",
    "place": "place место",
    "agency": "agency агентство",
    "url": "url link ссылка",
    "keywords": "keywords ключевыеслова tags теги",
}

Mapping = tuple[tuple[str, str], ...]
"""Pairs of a field and the column that a person gave for it."""

_USUAL = 100  # columns

Columns = dict[str, tuple[str, ...]]
"""The columns to look for a field in, the best one first."""


def match(names: tuple[str, ...], mapping: Mapping = ()) -> Columns:
    """Match the columns of a row with fields: «Заголовок» is the title, `pub_date` the date.

    `mapping` holds pairs of a field and the column that a person gave for it; that column serves nothing else,
    and no other serves the field. Columns are compared without regard to case, blanks, `_` and `-`.
    """
    # Rows mostly have the columns of the one before. Those of very many columns are not to fill the memory.
    return _usual_match(names, mapping) if len(names) <= _USUAL else _wide_match(names, mapping)


def _match(names: tuple[str, ...], mapping: Mapping) -> Columns:
    folded: dict[str, list[str]] = {}
    for name in names:
        folded.setdefault(_fold(name), []).append(name)
    given = {field: _fold(column) for field, column in mapping}
    found = {}
    for field in FIELDS:
        wanted = [given[field]] if field in given else _free_names(field, given)
        found[field] = tuple(name for fold in wanted for name in folded.get(fold, ()))
    return found


_usual_match = lru_cache(maxsize=256)(_match)
_wide_match = lru_cache(maxsize=1)(_match)


def absent(names: tuple[str, ...], mapping: Mapping) -> frozenset[str]:
    """Tell which of the columns that a person gave are not in a row."""
    folded = set(map(_fold, names))
    return frozenset(column for _, column in mapping if _fold(column) not in folded)


def _free_names(field: str, given: dict[str, str]) -> list[str]:
    return [name for name in _NAMES[field].split() if name not in given.values()]


def _fold(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()
