"""What a build did: counted while it runs, shown when it ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from indexer.reading.sources import Found, Refused


@dataclass(frozen=True, slots=True)
class Duplicate:
    """One id twice: where it was replaced (`at`), and where the document that stays stands."""

    id: str
    at: str
    kept: str


@dataclass(slots=True)
class Report:
    """The counts of one build or update; `replaced`, `deleted`: documents of the index.

    `unlisted_skipped`, `unlisted_notes`: how many more of them there were than are listed.
    `seconds` and `size` (bytes) are known at its end.
    """

    read: int = 0
    indexed: int = 0
    undated: int = 0
    replaced: int = 0
    deleted: int = 0
    duplicates: list[Duplicate] = field(default_factory=list)
    skipped: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unlisted_skipped: int = 0
    unlisted_notes: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    encodings: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    size: int = 0
    generation: str = ""

    def count(self, found: Found) -> None:
        """Take note of one document read."""
        self.read += 1
        self.formats[found.format] += 1
        self.encodings[found.encoding] += 1
        self.notes += (f"{found.where}: {note}" for note in found.notes)
