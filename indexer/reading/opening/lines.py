"""Texts by the line, whichever of \\n, \\r and \\r\\n ends one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")

_END = re.compile(rb"\r\n|[\r\n]")

BLOCK = 2**20
"""About as many bytes, or characters, are handled at a time: many lines, and yet little memory."""

LONGEST = 32 * 2**20
"""How many bytes one line may have, or a whole file that is one document: «Война и мир» has six million."""

OBJECT = 64
"""About as many bytes an object takes in memory, whatever it holds: a megabyte may have a million empty ones."""

TOO_LONG = f"longer than {LONGEST >> 20} MB"


def whole_lines(parts: Iterable[bytes]) -> Iterator[bytes | None]:
    """Join parts of a text anew, so that each but the last ends where a line ends, and is about BLOCK long.

    None stands for a line longer than LONGEST, which is never held as a whole. What `parts` raise is raised when all
    lines before it, as far as they are whole, have been handed out.
    """
    rest = _Rest()
    try:
        for part in parts:
            end = _last_end(part) if rest.size + len(part) >= BLOCK else 0
            if end:
                rest.add(part[:end])
                yield from rest.out()
            rest.add(part[end:])
            if rest.size > LONGEST:
                yield from rest.shortened()
    except Exception:
        yield from rest.whole()
        raise
    yield from rest.out()


class _Rest:
    """What was read and not yet handed out; of a line that is too long it drops all but the last byte."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._dropped = False
        self.size = 0

    def add(self, part: bytes) -> None:
        self._parts.append(part)
        self.size += len(part)

    def out(self) -> Iterator[bytes | None]:
        """Hand out all of it."""
        block = b"".join(self._parts)
        self._parts, self.size = [], 0
        if self._dropped:
            yield None
            block = block[_first_end(block) :]
            self._dropped = False
        yield from _judged(block)

    def whole(self) -> Iterator[bytes | None]:
        """Hand out the lines that have an end."""
        block = b"".join(self._parts)
        end = _last_end(block)
        if end or self._dropped:
            self._parts = [block[:end]]
            yield from self.out()
        self._parts, self.size = [block[end:]], len(block) - end

    def shortened(self) -> Iterator[bytes | None]:
        """Hand out the lines that have an end, and drop most of the one that has none where it is too long."""
        block = b"".join(self._parts)
        end = _last_end(block)
        self._parts = [block[:end]]
        if end:
            yield from self.out()
        rest = block[end:]
        if len(rest) > LONGEST:
            self._dropped, rest = True, rest[-1:]  # which may be the \r of a \r\n
        self._parts, self.size = [rest], len(rest)


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


def _judged(block: bytes) -> Iterator[bytes | None]:
    """Put None in the place of lines that are too long."""
    if len(block) <= LONGEST:
        yield from filter(None, [block])
        return
    for too_long, run in groupby(block.splitlines(keepends=True), lambda line: len(line) > LONGEST):
        lines = list(run)
        yield from [None] * len(lines) if too_long else [b"".join(lines)]


def _first_end(block: bytes) -> int:
    """Where the first line ends: behind its \\n, \\r or \\r\\n; the length of the block where none does."""
    found = _END.search(block)
    return found.end() if found else len(block)
