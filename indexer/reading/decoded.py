"""The text of a source that is not made of lines."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from indexer.reading.opened import Opened


def texts(source: Opened) -> Iterator[str]:
    """Decode the blocks of a source, which may end inside a letter; half surrogate pairs stand for bad bytes."""
    decoder = codecs.getincrementaldecoder(source.coding.name)(source.coding.errors)
    for block in source.blocks:
        yield decoder.decode(block)
    yield decoder.decode(b"", True)
