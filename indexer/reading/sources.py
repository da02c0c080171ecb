"""What there is to read, and every document in it.

Reading has two stages, so that several processes can share it: `pieces` cuts the sources, `documents` does all else.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.reading.documents import Found, documents, where
from indexer.reading.options import ReadOptions
from indexer.reading.piece import Files, Members, Piece, Rows
from indexer.reading.pieces import pieces
from indexer.reading.survey import Refused, Source, survey

__all__ = [
    "Files", "Found", "Members", "Piece", "ReadOptions", "Refused", "Rows", "Source",
    "documents", "pieces", "read", "survey", "where",
]  # fmt: skip


def read(source: Source, options: ReadOptions) -> Iterator[Found | Refused]:
    """Read all documents of a source; whatever cannot be read is refused where it stands, and the rest goes on.

    Bad data raises nothing.
    """
    for piece in pieces([source], options):
        yield from [piece] if isinstance(piece, Refused) else documents(piece, options)
