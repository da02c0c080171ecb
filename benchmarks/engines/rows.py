"""The documents of a corpus, as every engine reads them: JSONL files, packed or not."""

from __future__ import annotations

import datetime
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """One document; `day` is an ordinal, 0 where there is no date."""

    id: str
    day: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """How much text there is: documents, and UTF-8 bytes of titles and texts."""

    documents: int
    text_bytes: int


def rows(paths: Sequence[Path]) -> Iterator[Row]:
    """Every document of the files, in their order."""
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield Row(row["id"], ordinal(row.get("date")), row.get("title") or "", row["text"])


def ordinal(date: str | None) -> int:
    """A day as a number: «0001-01-01» is 1."""
    return datetime.date.fromisoformat(date[:10]).toordinal() if date else 0


def day(number: int) -> str:
    """The day of a number, as it is typed."""
    return datetime.date.fromordinal(number).isoformat()
