"""Files that a command writes for people: whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from search.errors import SlovoformError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that has its name only once all of it is on the disk.

    Raises SlovoformError where it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as problem:
        raise SlovoformError(f"{path} cannot be written: {problem.strerror or problem}") from problem
    finally:
        part.unlink(missing_ok=True)
