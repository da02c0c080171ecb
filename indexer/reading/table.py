"""Tables with a header: comma, semicolon or tab between the columns, one document a row."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from indexer.reading.encodings import damage
from indexer.reading.opened import Opened
from indexer.reading.row import Broken, Row

LONGEST = 4_000_000
"""How many characters a value may have: «Война и мир» has three million."""


def read(source: Opened) -> Iterator[Row | Broken]:
    """Read rows under the names in the header, `url;title;text`; a row may run over several lines.

    A row with too many or too few values, or with quotes that do not match, is broken. Reading goes on with the
    next row, or, where quotes do not tell where that is, with the next line.
    """
    csv.field_size_limit(LONGEST)
    lines = _Lines(source.lines)
    delimiter = _delimiter(lines.peek())
    header: list[str] = []
    for values in _rows(lines, delimiter):
        if isinstance(values, Broken):
            yield values
        elif broken := _damaged(lines, source.encoding):
            yield broken
        elif not header:
            header = [name.strip() for name in values]
        elif len(values) == len(header):
            yield Row(lines.first, dict(zip(header, values, strict=True)))
        else:
            yield Broken(lines.first, f"{len(values)} values where the header has {len(header)} columns")


class _Lines:
    """The lines of a table; it remembers those of the current row, and all but its first can be given back."""

    def __init__(self, fresh: Iterator[str]) -> None:
        self._fresh = fresh
        self._returned: deque[str] = deque()
        self.first = 1
        self.row: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._fresh)
        self.row.append(line)
        return line

    def peek(self) -> str:
        self._returned.extend(line for line in [next(self._fresh, "")] if line)
        return self._returned[0] if self._returned else ""

    def begin_row(self) -> None:
        self.first += len(self.row)
        self.row = []

    def give_back(self) -> None:
        self._returned.extendleft(reversed(self.row[1:]))
        del self.row[1:]


def _rows(lines: _Lines, delimiter: str) -> Iterator[list[str] | Broken]:
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_row()
        try:
            values = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            lines.give_back()
            yield _unquoted(lines, delimiter) or Broken(lines.first, _why(error))
        else:
            if any(map(str.strip, values)):
                yield values


def _unquoted(lines: _Lines, delimiter: str) -> list[str] | None:
    # Tab-separated files often know no quotes: «"Зенит" победил⇥Текст» means what it says.
    return lines.row[0].rstrip("\r\n").split("\t") if delimiter == "\t" else None


def _why(error: csv.Error) -> str:
    if "expected after" in str(error):
        return "text follows a closing quote: inside quotes, a quote is written twice"
    return f"a quote is opened and not closed, or a value is longer than {LONGEST} characters"


def _damaged(lines: _Lines, encoding: str) -> Broken | None:
    for number, line in enumerate(lines.row, lines.first):
        if problem := damage(line, encoding):
            return Broken(number, problem)
    return None


def _delimiter(header: str) -> str:
    """Guess what stands between the columns: of comma, semicolon and tab, that which cuts the most of them."""
    return max(",;\t", key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))
