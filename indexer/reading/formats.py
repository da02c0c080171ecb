"""Which formats are read, known by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from indexer.reading import jsonl, table, text
from indexer.reading.opened import Opened
from indexer.reading.packing.compressed import PACKINGS
from indexer.reading.row import Stretch


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, how it is cut, and whether a file is one document."""

    name: str
    cut: Callable[[Opened], Iterator[Stretch]]
    whole_file: bool = False


FORMATS = {
    ".txt": Format("text", text.cut, whole_file=True),
    ".jsonl": Format("jsonl", jsonl.cut),
    ".ndjson": Format("jsonl", jsonl.cut),
    ".csv": Format("csv", table.cut),
    ".tsv": Format("tsv", table.cut),
}
"""Each may also be packed: `.txt.gz`, `.csv.zst`."""


def format_of(name: str) -> tuple[str, Format | None]:
    """Part «toqayev.txt.gz» into its stem, «toqayev», and its format; None for an unknown one."""
    path = PurePath(name)
    if path.suffix.lower() in PACKINGS:
        path = path.with_suffix("")
    return path.stem, FORMATS.get(path.suffix.lower())
