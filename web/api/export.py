"""Whole lists as files: JSON lines for programs, a table for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from search.answer import HitField, hit_json
from search.results import Hit

JSONL_FIELDS: tuple[HitField, ...] = (
    "id", "title", "text", "date", "source", "section", "author", "place", "agency", "url", "keywords",
)  # fmt: skip
"""What is told of a document: all that `slovoform build` reads."""

CSV_FIELDS: tuple[HitField, ...] = (
    "id", "date", "title", "source", "section", "author", "place", "agency", "url", "keywords", "score",
)  # fmt: skip
"""The columns of a table."""

NOT_IN_TABLES: frozenset[HitField] = frozenset(("highlight", "reprints", "matches"))

_PIECE = 32_768  # signs that are sent together
_BYTE_ORDER_MARK = "\ufeff"  # Excel takes a file for UTF-8 by it
_SEPARATOR = ";"  # of lists where the comma is that of decimal fractions, as in Russian
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def jsonl(hits: Iterable[Hit], fields: Sequence[HitField]) -> Iterator[bytes]:
    """A line of JSON for each document."""
    return _pieces(_json_line(hit, fields) for hit in hits)


def table(hits: Iterable[Hit], fields: Sequence[HitField]) -> Iterator[bytes]:
    """A table that Excel opens: UTF-8 with its mark, `;` between columns, no cell that it takes for a formula."""
    rows = (_line(_row(hit, fields)) for hit in hits)
    return _pieces(chain([_BYTE_ORDER_MARK, _line(fields)], rows))


def cell(value: object) -> str:
    """A value as the cell of a table: «=1+1» → «'=1+1», which Excel shows and does not work out."""
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json_line(hit: Hit, fields: Sequence[HitField]) -> str:
    return json.dumps(hit_json(hit, fields), ensure_ascii=False) + "\n"


def _row(hit: Hit, fields: Sequence[HitField]) -> list[str]:
    told = {**hit_json(hit, fields)}
    return [cell(told[name]) for name in fields]


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=_SEPARATOR).writerow(cells)
    return line.getvalue()


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines in larger pieces."""
    waiting, size = [], 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= _PIECE:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, size = [], 0
    yield "".join(waiting).encode("utf-8", "replace")
