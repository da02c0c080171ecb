"""What is written for plain Whoosh alone: its table of contents, and the date by which it sorts and narrows."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.index.as_whoosh.codec import SlovoformCodec, SlovoformSegment
from search.index.as_whoosh.schema import DATE_COLUMN, UNDATED_COLUMN_VALUE, schema

_NAME = "MAIN"


def write_contents(folder: Path, segments: Sequence[SlovoformSegment]) -> None:
    """Write Whoosh's table of contents: a pickle, which we never read."""
    TOC(schema(), list(segments), 1).write(FileStorage(str(folder)), _NAME)


def refuse_foreign_writers(folder: Path) -> None:
    """Put a folder where Whoosh's writer opens its lock file: it fails at its first step, and writes nothing."""
    (folder / f"{_NAME}_WRITELOCK").mkdir()


def write_columns(folder: Path, segment: SlovoformSegment, instants: NDArray[np.int64]) -> None:
    """Write the columns of a segment; `instants` of its documents, by number."""
    writer = SlovoformCodec().per_document_writer(FileStorage(str(folder)), segment)
    values = np.maximum(instants, UNDATED_COLUMN_VALUE)
    for number, value in enumerate(values.tolist()):
        writer.start_doc(number)
        writer.add_column_value("date", DATE_COLUMN, value)
        writer.finish_doc()
    writer.close()
    shutil.rmtree(folder / "MAIN.tmp")  # where Whoosh gathered the columns
