"""Texts by the line, whichever of \\n, \\r and \\r\\n ends one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

BLOCK = 2**20
"""About as many bytes, or characters, are handled at a time: many lines, and yet little memory."""


def whole_lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Join parts of a text anew, so that each but the last ends where a line ends, and is about BLOCK long.

    What `parts` raise is raised when all lines before it, as far as they are whole, have been handed out.
    """
    waiting: list[bytes] = []
    size = 0
    try:
        for part in parts:
            end = _last_end(part) if size + len(part) >= BLOCK else 0
            if end:
                yield b"".join([*waiting, part[:end]])
                waiting, size = [], 0
            waiting.append(part[end:])
            size += len(part) - end
    except Exception:
        rest = b"".join(waiting)
        yield from filter(None, [rest[: _last_end(rest)]])
        raise
    yield from filter(None, [b"".join(waiting)])


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


def count(block: bytes) -> int:
    """Count the lines of a block; the last may lack its end."""
    ends = block.count(b"\n")
    if b"\r" in block:
        ends += block.count(b"\r") - block.count(b"\r\n")
    return ends if block.endswith((b"\n", b"\r")) else ends + bool(block)


def _last_end(block: bytes) -> int:
    """Where the last line ends, 0 where none does; a \\r that stands last may be followed by its \\n."""
    newline = block.rfind(b"\n")
    return max(newline, block.rfind(b"\r", newline + 1, len(block) - 1)) + 1
