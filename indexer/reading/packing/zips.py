"""ZIP archives: what they list is read member by member."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from indexer.reading.packing.file import File
from indexer.reading.packing.stream import Allowance, Stream, Unpackable

_ENCRYPTED, _NAME_IS_UTF8 = 0x1, 0x800
_ON_UNIX = 3


def members(file: File, allowance: Allowance) -> Iterator[tuple[str, Stream | str]]:
    """The name of each member, and its bytes, or why they are not read. Raises Unpackable and OSError."""
    archive = _listed(file)
    for info in archive.infolist():
        if not info.filename.endswith("/"):  # `is_dir` fails where there is no name
            yield _name(info), _why_not(info) or _Content(archive, info, allowance)


class _Content:
    """The bytes of a member, which is opened when the first of them is asked for."""

    def __init__(self, archive: ZipFile, info: ZipInfo, allowance: Allowance) -> None:
        self._archive, self._info, self._allowance = archive, info, allowance
        self._opened: IO[bytes] | None = None

    def read1(self, size: int, /) -> bytes:
        try:
            self._opened = self._opened or self._archive.open(self._info)
            part = cast(Stream, self._opened).read1(size)
        except OSError:
            raise
        except Exception as problem:  # zipfile has no list of what it raises where an archive lies about itself
            raise _damaged(problem) from problem
        return self._allowance.take(part)


def _listed(file: File) -> ZipFile:
    try:
        return ZipFile(cast(BinaryIO, file))
    except OSError:
        raise
    except Exception as problem:
        raise _damaged(problem) from problem


def _damaged(problem: Exception) -> Unpackable:
    return Unpackable(f"the ZIP archive is damaged: {problem or 'it is cut short'}")


def _name(info: ZipInfo) -> str:
    """The path of a member; one that is not said to be UTF-8 may still be it, or else comes from a Russian DOS."""
    name = info.filename
    if not info.flag_bits & _NAME_IS_UTF8:
        written = name.encode("cp437")
        try:
            name = written.decode()
        except UnicodeDecodeError:
            name = written.decode("cp866")
    return name.replace("\\", "/")


def _why_not(info: ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == _ON_UNIX else 0
    if kind and kind != stat.S_IFREG:
        return "it is a link or a device, not a file"
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "it is packed in a way that is not read: only stored and deflated members are"
    return ""
