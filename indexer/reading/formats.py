"""Which formats are read, known by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from indexer.reading.markup import feed, page
from indexer.reading.opening.opened import Opened
from indexer.reading.packing.compressed import PACKINGS
from indexer.reading.plain import jsonfile, jsonl, table, text
from indexer.reading.row import Stretch


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, and how it is cut.

    Whether a file is one document, whether it has columns that a person can name, and what the places in it count.
    """

    name: str
    cut: Callable[[Opened], Iterator[Stretch]]
    whole_file: bool = False
    columns: bool = True
    counts: Literal["line", "item"] = "line"


FORMATS = {
    ".txt": Format("text", text.cut, whole_file=True, columns=False),
    ".jsonl": Format("jsonl", jsonl.cut),
    ".ndjson": Format("jsonl", jsonl.cut),
    ".json": Format("json", jsonfile.cut, counts="item"),
    ".html": Format("html", page.cut, whole_file=True, columns=False),
    ".htm": Format("html", page.cut, whole_file=True, columns=False),
    ".xhtml": Format("html", page.cut, whole_file=True, columns=False),
    ".rss": Format("feed", feed.cut, columns=False, counts="item"),
    ".atom": Format("feed", feed.cut, columns=False, counts="item"),
    ".xml": Format("feed", feed.cut, columns=False, counts="item"),
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
