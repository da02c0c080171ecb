"""JSON lines: one object a line, one document an object."""

from __future__ import annotations

import json
from collections.abc import Iterator

from indexer.reading.encodings import damage
from indexer.reading.opened import Opened
from indexer.reading.row import Broken, Row


def read(source: Opened) -> Iterator[Row | Broken]:
    """Read documents such as `{"title": "Токаев прибыл в Астану", "text": "…"}`; empty lines are passed over."""
    for number, line in enumerate(source.lines, 1):
        if not line.isspace():
            yield _row(number, line, source.encoding)


def _row(number: int, line: str, encoding: str) -> Row | Broken:
    if problem := damage(line, encoding):
        return Broken(number, problem)
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        return Broken(number, f"not JSON: {error.msg} in column {error.colno}")
    except (ValueError, RecursionError) as error:
        return Broken(number, f"not JSON that can be read: {error}")
    if not isinstance(values, dict):
        return Broken(number, f"not a JSON object in braces but {line.strip()[:40]!r}: one object a line is needed")
    return Row(number, values)
