"""Plain text, one document a file: a line with date and title, then the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from indexer.reading.opening.decoded import whole
from indexer.reading.opening.encodings import damage
from indexer.reading.opening.lines import LONGEST, TOO_LONG, split
from indexer.reading.opening.opened import Opened
from indexer.reading.row import Broken, Row, Stretch, Unread
from search.dates import parse_date

# «date 2026-01-05 Токаев не стремится…»; a title that begins with the word «date» has no figure after it.
_DATED = re.compile(r"date\s+(\d\S*)(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_DATE_IN_NAME = re.compile(
    r"(?<![^\W_])(?:(?:19|20)\d\d(?P<cut>[-_.]?)\d\d(?P=cut)\d\d|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d)(?![^\W_])"
)

_ANY_ZONE = ZoneInfo("UTC")  # a day is the same day in all of them


def cut(source: Opened) -> Iterator[Stretch]:
    """Take the one document of a file as one stretch; of a file that is too long, no more is read than shows it."""
    text = whole(source, LONGEST)
    if text is None:
        yield Unread(0, 0, f"{TOO_LONG}: make it one document a file, or a .jsonl")
    else:
        yield Whole(1, 1, text, source.path.name)


@dataclass(frozen=True, slots=True)
class Whole(Stretch):
    """The text of a whole file, and the name of the file."""

    text: str
    name: str

    def rows(self, encoding: str) -> Iterator[Row | Broken]:
        """Read «date 2026-01-05 Заголовок», then the lead and the paragraphs.

        A first line without a date is the title, and the date that of the file's name, if it has one.
        """
        if damage(self.text, encoding):
            numbered = enumerate(split(self.text), 1)
            yield next(Broken(number, told) for number, line in numbered if (told := damage(line, encoding)))
        else:
            yield Row(0, _values(self.text, self.name))


def _values(text: str, name: str) -> dict[str, object]:
    first, *rest = re.split(r"[\r\n]+", text.strip(), maxsplit=1)
    if dated := _DATED.fullmatch(first):
        date, title = dated[1], dated[2] or ""
    else:
        date, title = _date_in(name), first
    return {"date": date, "title": title, "text": "".join(rest)}


def _date_in(name: str) -> str:
    """Find the one date in «2022-06-15_выборы.txt»; two different ones say nothing."""
    found = {_unified(date[0]) for date in _DATE_IN_NAME.finditer(name)} - {""}
    return found.pop() if len(found) == 1 else ""


def _unified(date: str) -> str:
    """One spelling for 20220615, 2022_06_15 and 2022.06.15; that of 15.06.2022 stays, whatever its order is."""
    if date[-5:-4] == ".":
        return date
    day = parse_date(date.replace("_", "-"), _ANY_ZONE)
    return day.isoformat() if day else ""
