"""A file of an archive while it is read: no more of it than there was when it was opened."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from types import TracebackType

MOST_AT_ONCE = 64 * 2**20
"""How many bytes anyone may ask for in one call: what a file says of its own sizes is not to be trusted."""


class NoFile(OSError):
    """What has the name of a file is a pipe, a device or a folder by now."""

    def __init__(self) -> None:
        super().__init__("it is neither a file nor a folder")


class TooMuchAtOnce(OSError):
    """A part that has to be read at once is larger than any honest one."""

    def __init__(self) -> None:
        super().__init__(f"a part of it that must be read at once has more than {MOST_AT_ONCE >> 20} MB")


class File:
    """Used with `with`. `size` is that of the moment of opening, `consumed` what was read so far, at most the size.

    Opening does not wait for anyone who writes into a pipe. Raises OSError.
    """

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        self._status = os.fstat(handle)
        if not stat.S_ISREG(self._status.st_mode):
            os.close(handle)
            raise NoFile
        self._file = os.fdopen(handle, "rb")
        self._read = 0

    def __enter__(self) -> File:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self._status.st_size

    @property
    def consumed(self) -> int:
        """How many of them were read."""
        return min(self._read, self.size)

    @property
    def changed(self) -> bool:
        """Whether someone has written into it, or cut it, since it was opened."""
        now, then = os.fstat(self._file.fileno()), self._status
        return (now.st_size, now.st_mtime_ns) != (then.st_size, then.st_mtime_ns)

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes, or to its end."""
        left = max(self.size - self._file.tell(), 0)
        wanted = left if size < 0 else min(size, left)
        if wanted > MOST_AT_ONCE:
            raise TooMuchAtOnce
        part = self._file.read(wanted)
        self._read += len(part)
        return part

    def read1(self, size: int, /) -> bytes:
        """The same: a disk gives all that is asked for."""
        return self.read(size)

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where reading goes on."""
        return self._file.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go on elsewhere."""
        if whence == os.SEEK_END:
            return self._file.seek(self.size + offset)
        return self._file.seek(offset, whence)
