"""What the generations that a segment is part of have in common: all but which of its documents are gone."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from search.index import files
from search.index.reading.spellings import Spellings
from search.index.reading.strings import Sorted
from search.index.texts.records import Records
from search.russian.spelling import key


class Mapped:
    """The files of a segment, mapped: opened at once, since they may be pruned while they are read."""

    def __init__(self, stem: Path) -> None:
        self.arrays = files.load(stem)
        self.records = Records(records_path(stem))
        self.forms = Sorted(self.arrays.forms, by=key)

    @cached_property
    def spellings(self) -> Spellings:
        """The keys of all forms, to be searched by shape and by likeness."""
        return Spellings(self.arrays.forms, self.forms)


def records_path(stem: Path) -> Path:
    """The file of a segment's documents."""
    return stem.with_name(f"{stem.name}.records")
