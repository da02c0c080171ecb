"""What a person may say of how an index is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

KEPT = 2  # generations: the live one, and the one before it, to which a rollback goes


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How an index is written.

    `wait`: for so many seconds another writer is waited for, and `waiting` is told once who that is. `keep`: how
    many generations stay, the live one among them. `check_room`: refuse work that the disk has no room for.
    """

    wait: float = 0.0
    keep: int = KEPT
    check_room: bool = True
    waiting: Callable[[str], None] = lambda holder: None


DEFAULT_WRITING = WriteOptions()
