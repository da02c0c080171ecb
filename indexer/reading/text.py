"""Plain text, one document a file: a line with date and title, then the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from indexer.reading.encodings import damage
from indexer.reading.opened import Opened
from indexer.reading.row import Broken, Row
from search.dates import parse_date

LONGEST = 64_000_000
"""How many characters a text file may have: a longer one is no document but a collection."""

# «date 2026-01-05 Токаев не стремится…»; a title that begins with the word «date» has no figure after it.
_DATED = re.compile(r"date\s+(\d\S*)(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_DATE_IN_NAME = re.compile(
    r"(?<![^\W_])(?:(?:19|20)\d\d(?P<cut>[-_.]?)\d\d(?P=cut)\d\d|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d)(?![^\W_])"
)

_ANY_ZONE = ZoneInfo("UTC")  # a day is the same day in all of them


def read(source: Opened) -> Iterator[Row | Broken]:
    """Read the one document of a file: «date 2026-01-05 Заголовок», then the lead and the paragraphs.

    A first line without a date is the title, and the date that of the file's name, if it has one.
    """
    parts: list[str] = []
    size = 0
    for number, line in enumerate(source.lines, 1):
        size += len(line)
        if problem := _problem(line, size, source.encoding):
            yield Broken(number, problem)
            return
        parts.append(line)
    yield Row(0, _values("".join(parts), source.path))


def _problem(line: str, size: int, encoding: str) -> str:
    if size > LONGEST:
        return f"longer than {LONGEST} characters: make it one document a file, or a .jsonl"
    return damage(line, encoding)


def _values(text: str, path: Path) -> dict[str, object]:
    first, *rest = re.split(r"[\r\n]+", text.strip(), maxsplit=1)
    if dated := _DATED.fullmatch(first):
        date, title = dated[1], dated[2] or ""
    else:
        date, title = _date_in(path.name), first
    return {"date": date, "title": title, "text": "".join(rest)}


def _date_in(name: str) -> str:
    """Find the one date in «2022-06-15_выборы.txt»; two different ones say nothing."""
    found = (parse_date(found[0].replace("_", "-"), _ANY_ZONE) for found in _DATE_IN_NAME.finditer(name))
    days = {day for day in found if day}
    return days.pop().isoformat() if len(days) == 1 else ""
