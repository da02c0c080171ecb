"""Text by the line, whichever of \\n, \\r and \\r\\n ends one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

BLOCK = 2**20
"""About as many characters are handled at a time: many lines, and yet little memory."""


def whole_lines(texts: Iterable[str]) -> Iterator[str]:
    """Join pieces of a text anew, so that each but the last ends where a line ends, and is about BLOCK long.

    What `texts` raise is raised when all lines before it, as far as they are whole, have been handed out.
    """
    waiting: list[str] = []
    size = 0
    try:
        for text in texts:
            end = _last_end(text) if size + len(text) >= BLOCK else 0
            if end:
                yield "".join([*waiting, text[:end]])
                waiting, size = [], 0
            waiting.append(text[end:])
            size += len(text) - end
    except Exception:
        rest = "".join(waiting)
        yield from filter(None, [rest[: _last_end(rest)]])
        raise
    yield from filter(None, ["".join(waiting)])


def batches(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Gather items until their sizes add up to BLOCK. What `items` raise is raised behind all before it."""
    batch: list[T] = []
    total = 0
    try:
        for item in items:
            batch.append(item)
            total += size(item)
            if total >= BLOCK:
                yield batch
                batch, total = [], 0
    except Exception:
        yield from filter(None, [batch])
        raise
    yield from filter(None, [batch])


def split(text: str) -> list[str]:
    """Cut a text into its lines, without their ends."""
    return [line.rstrip("\r\n") for line in ended(text)] if "\r" in text else text.split("\n")


def ended(text: str) -> list[str]:
    """Cut a text into its lines, each with its end."""
    return list(io.StringIO(text, newline=""))


def count(text: str) -> int:
    """Count the lines of a text; the last may lack its end."""
    ends = text.count("\n")
    if "\r" in text:
        ends += text.count("\r") - text.count("\r\n")
    return ends if text.endswith(("\n", "\r")) else ends + bool(text)


def _last_end(text: str) -> int:
    """Where the last line ends, 0 where none does; a \\r that stands last may be followed by its \\n."""
    newline = text.rfind("\n")
    return max(newline, text.rfind("\r", newline + 1, len(text) - 1)) + 1
