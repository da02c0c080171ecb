"""Whoosh's per-document columns: the date by which plain Whoosh sorts and narrows."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage

from search.index.codec import SlovoformCodec, SlovoformSegment
from search.index.schema import DATE_COLUMN, UNDATED_COLUMN_VALUE


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
