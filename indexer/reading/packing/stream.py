"""What every room that unpacks has in common: bytes that come one part after the other, and how many may come."""

from __future__ import annotations

from typing import Protocol

FREE = 64 * 2**20
MOST_TIMES = 250
"""A file may unpack to so many times its size, or to FREE bytes: texts shrink to a quarter, bombs to a thousandth."""


class Unpackable(ValueError):
    """Packed bytes that cannot be unpacked, or are not to be; the message says why."""


class Stream(Protocol):
    """Bytes that come one part after the other."""

    def read1(self, size: int, /) -> bytes:
        """Some bytes, so many at most but for what cannot be had in smaller parts; none at the end.

        Raises Unpackable and OSError.
        """
        ...


class Allowance:
    """How much may still be unpacked of a file that has `size` bytes."""

    def __init__(self, size: int) -> None:
        self._left = max(FREE, MOST_TIMES * size)

    def take(self, part: bytes) -> bytes:
        """Count a part. Raises Unpackable where it is too much."""
        self._left -= len(part)
        if self._left < 0:
            raise Unpackable(
                f"it unpacks to more than {MOST_TIMES} times its size, as no texts do: unpack it yourself if they are"
            )
        return part
