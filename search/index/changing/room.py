"""Whether the disk has room for a segment, asked before it is written: a disk that is full harms other programs, too.

Measured over 44,071 articles, 3,000 of them and 30,000 short texts: while a segment is written, it and what is put
aside for it take 1.8 to 2.4 bytes for each byte of text, 1.7 to 2.1 for each byte that the segment will have, and,
once its documents are put aside, five to six times as much again as these.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from search.errors import TooLittleRoom
from search.index.building.share import Gathered

_FOR_A_BYTE = 2.2  # of text, or of the segments that are joined
_FOR_A_BYTE_PUT_ASIDE = 6


def check_for(index: Path, size: int) -> None:
    """Raise TooLittleRoom if a segment of so many bytes of text, or of other segments, will find none."""
    check(index, round(_FOR_A_BYTE * size))


def check_for_shares(index: Path, shares: Sequence[Gathered]) -> None:
    """Raise TooLittleRoom if a segment of what was put aside will find none."""
    size = sum(path.stat().st_size for share in shares for path in (share.slots, share.records.path))
    check(index, _FOR_A_BYTE_PUT_ASIDE * size)


def check(index: Path, needed: int) -> None:
    """Raise TooLittleRoom if so many bytes will find none."""
    free = shutil.disk_usage(index).free
    if needed > free:
        raise TooLittleRoom(index, needed, free)
