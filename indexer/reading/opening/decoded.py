"""The text of a source that is not cut by its lines."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from indexer.reading.opening.opened import Opened


def texts(source: Opened) -> Iterator[str]:
    """Decode the blocks of a source, which may end inside a letter; half surrogate pairs stand for bad bytes."""
    decoder = codecs.getincrementaldecoder(source.coding.name)(source.coding.errors)
    for block in source.blocks:
        yield decoder.decode(block)
    yield decoder.decode(b"", True)


def whole(source: Opened, most: int) -> str | None:
    """All the text of a source; None where it has more bytes than that, and then no more is read than shows it."""
    parts: list[bytes] = []
    size = 0
    for part in source.blocks:
        parts.append(part)
        size += len(part)
        if size > most:
            return None
    return source.coding.text(b"".join(parts))
