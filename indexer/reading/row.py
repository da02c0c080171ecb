"""What every reader yields: the raw values of one document, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping
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
