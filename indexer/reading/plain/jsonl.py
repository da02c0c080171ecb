"""JSON lines: one object a line, one document an object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.reading.opening.encodings import damage
from indexer.reading.opening.lines import TOO_LONG, count, split, whole_lines
from indexer.reading.opening.opened import Coding, Opened
from indexer.reading.row import Broken, Row, Stretch, Unread


def cut(source: Opened) -> Iterator[Stretch]:
    """Cut documents such as `{"title": "Токаев прибыл в Астану", "text": "…"}`; empty lines are passed over."""
    line = 1
    for block in whole_lines(source.blocks):
        size = 1 if block is None else count(block)
        if block is None:
            yield Unread(line, size, f"the line is {TOO_LONG}")
        elif b"{" in block or not source.coding.text(block).isspace():
            yield Lines(line, size, block, source.coding)
        line += size


@dataclass(frozen=True, slots=True)
class Lines(Stretch):
    """Some lines, as they stand in the source: who reads them decodes them."""

    block: bytes
    coding: Coding

    def rows(self, encoding: str) -> Iterator[Row | Broken]:
        """Read each line that is not empty."""
        sound = self.coding.sound(self.block)
        text = self.coding.text(self.block) if sound is None else sound
        for number, line in enumerate(split(text), self.line):
            if line and not line.isspace():
                problem = damage(line, encoding) if sound is None else ""
                yield Broken(number, problem) if problem else read_object(number, line)


def read_object(number: int, line: str) -> Row | Broken:
    """Read the one object of a line."""
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        return Broken(number, f"not JSON: {error.msg} in column {error.colno}")
    except (ValueError, RecursionError) as error:
        return Broken(number, f"not JSON that can be read: {error}")
    if not isinstance(values, dict):
        return Broken(number, f"not a JSON object in braces but {line.strip()[:40]!r}: each document has to be one")
    return Row(number, values)
