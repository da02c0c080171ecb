"""What every reader makes of a source: stretches of it, and of each the raw values of its documents."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one document under the names of their columns; `line` is 0 where it is the whole file."""

    line: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that holds no document, and the reason for a person."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Stretch(ABC):
    """Whole rows that stand together in a source: `lines` lines from `line` on. It can be sent to another process."""

    line: int
    lines: int

    @abstractmethod
    def rows(self, encoding: str) -> Iterator[Row | Broken]:
        """Take the rows apart; `encoding` is named where a byte was not in it."""


@dataclass(frozen=True, slots=True)
class Unread(Stretch):
    """A stretch that is not looked into, for instance since it is too long; `line` is 0 if it is the whole file."""

    reason: str

    def rows(self, encoding: str) -> Iterator[Row | Broken]:
        """Nothing but the reason."""
        yield Broken(self.line, self.reason)
