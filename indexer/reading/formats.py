"""Which formats are read, known by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from indexer.reading import jsonl, table, text
from indexer.reading.opened import Opened
from indexer.reading.row import Broken, Row


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, its reader, and whether a file is one document or has a header that speaks for all."""

    name: str
    read: Callable[[Opened], Iterator[Row | Broken]]
    whole_file: bool = False
    header: bool = False


FORMATS = {
    ".txt": Format("text", text.read, whole_file=True),
    ".jsonl": Format("jsonl", jsonl.read),
    ".ndjson": Format("jsonl", jsonl.read),
    ".csv": Format("csv", table.read, header=True),
    ".tsv": Format("tsv", table.read, header=True),
}
"""Each may also be packed: `.txt.gz`."""


def format_of(name: str) -> tuple[str, Format | None]:
    """Part «toqayev.txt.gz» into its stem, «toqayev», and its format; None for an unknown one."""
    path = PurePath(name)
    if path.suffix.lower() == ".gz":
        path = path.with_suffix("")
    return path.stem, FORMATS.get(path.suffix.lower())
