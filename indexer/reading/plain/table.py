"""Tables with a header: comma, semicolon or tab between the columns, one document a row."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.reading.opening.encodings import damage
from indexer.reading.opening.lines import TOO_LONG, batches, ended, whole_lines
from indexer.reading.opening.opened import Coding, Opened
from indexer.reading.row import Broken, Row, Stretch

LONGEST = 4_000_000
"""How many characters a value may have: «Война и мир» has three million."""

MOST_COLUMNS = 10_000

_HEAD = 10_000  # characters of a header, which is no value that could be too long

Cells = tuple[int, list[str] | str]
"""The line where a row begins, and its values, or why it has none."""


def cut(source: Opened) -> Iterator[Stretch]:
    """Cut rows under the names in the header, `url;title;text`; a row may run over several lines.

    A row with too many or too few values, or with quotes that do not match, is broken. Reading goes on with the
    next row, or, where quotes do not tell where that is, with the next line.
    """
    csv.field_size_limit(LONGEST)
    lines = _Lines(line for block in whole_lines(source.blocks) for line in _ended(block, source.coding))
    header: tuple[str, ...] = ()
    for cells in batches(_cells(lines, source.encoding), _size):
        header = header or _take_header(cells)
        if cells:
            first = cells[0][0]
            yield Table(first, lines.first + len(lines.row) - first, header, cells)


@dataclass(frozen=True, slots=True)
class Table(Stretch):
    """Some rows, and the header that they stand under; it is empty where only broken rows were found before it."""

    header: tuple[str, ...]
    cells: list[Cells]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of every row."""
        return tuple(dict.fromkeys(self.header))

    def broken_first(self) -> Table | None:
        """The part before the first row that is not broken; None if all are."""
        good = (place for place, (_, values) in enumerate(self.cells) if self._fits(values))
        return next((replace(self, cells=self.cells[:place]) for place in good), None)

    def rows(self, encoding: str) -> Iterator[Row | Broken]:
        """Put the values of each row under their names."""
        for line, values in self.cells:
            if isinstance(values, str):
                yield Broken(line, values)
            elif self._fits(values):
                yield Row(line, dict(zip(self.header, values, strict=True)))
            else:
                yield Broken(line, f"{len(values)} values where the header has {len(self.header)} columns")

    def _fits(self, values: list[str] | str) -> bool:
        return isinstance(values, list) and len(values) == len(self.header)


def _cells(lines: _Lines, encoding: str) -> Iterator[Cells]:
    for values in _rows(lines, _delimiter(lines.peek())):
        broken = None if isinstance(values, str) else _damaged(lines, encoding)
        yield broken or (lines.first, values)


def _ended(block: bytes | None, coding: Coding) -> Sequence[str | None]:
    return [None] if block is None else ended(coding.text(block))


def _size(cells: Cells) -> int:
    return sum(map(len, cells[1])) + len(cells[1])


def _take_header(cells: list[Cells]) -> tuple[str, ...]:
    """Take the first row with values out, and return its names."""
    for place, (_, values) in enumerate(cells):
        if isinstance(values, list):
            del cells[place]
            return tuple(map(str.strip, values))
    return ()


class _TooLong(Exception):
    """The next line is too long to be read."""


class _Lines:
    """The lines of a table, None for one that is too long, at which iteration raises _TooLong.

    It remembers the lines of the current row, and all but the first can be given back.
    """

    def __init__(self, fresh: Iterator[str | None]) -> None:
        self._fresh = fresh
        self._returned: deque[str | None] = deque()
        self.first = 1
        self.row: list[str | None] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._fresh)
        self.row.append(line)
        if line is None:
            raise _TooLong
        return line

    def peek(self) -> str:
        self._returned.extend(line for line in [next(self._fresh, "")] if line != "")
        return (self._returned[0] or "") if self._returned else ""

    def begin_row(self) -> None:
        self.first += len(self.row)
        self.row = []

    def give_back(self) -> None:
        self._returned.extendleft(reversed(self.row[1:]))
        del self.row[1:]


def _rows(lines: _Lines, delimiter: str) -> Iterator[list[str] | str]:
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_row()
        try:
            values = next(rows)
        except StopIteration:
            return
        except (csv.Error, _TooLong) as error:
            lines.give_back()
            yield _unquoted(lines.row[0], delimiter) or _why(error)
        else:
            if len(values) > MOST_COLUMNS:
                yield f"{len(values)} values: a row may have {MOST_COLUMNS}"
            elif any(map(str.strip, values)):
                yield values


def _unquoted(line: str | None, delimiter: str) -> list[str] | str | None:
    if line is None:
        return f"the line is {TOO_LONG}"
    # Tab-separated files often know no quotes: «"Зенит" победил⇥Текст» means what it says.
    return line.rstrip("\r\n").split("\t") if delimiter == "\t" and line.count("\t") < MOST_COLUMNS else None


def _why(error: Exception) -> str:
    if "expected after" in str(error):
        return "text follows a closing quote: inside quotes, a quote is written twice"
    return f"a quote is opened and not closed, or a value is longer than {LONGEST} characters"


def _damaged(lines: _Lines, encoding: str) -> Cells | None:
    for number, line in enumerate(lines.row, lines.first):
        if problem := damage(line or "", encoding):
            return number, problem
    return None


def _delimiter(header: str) -> str:
    """Guess what stands between the columns: of comma, semicolon and tab, that which cuts the most of them."""
    head = header[:_HEAD]
    return max(",;\t", key=lambda mark: len(next(csv.reader([head], delimiter=mark), [])))
