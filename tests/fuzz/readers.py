"""Files for every reader: each format, in each encoding, packed and in archives, whole and spoilt."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import pickle
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import zstandard

from indexer.reading.formats import FORMATS
from indexer.reading.sources import Found, ReadOptions, Refused, documents, pieces, survey
from tests.fuzz.mutation import spoilt
from tests.fuzz.writers import written

ENCODINGS = (
    "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251", "koi8-r", "cp866",
    "mac-cyrillic", "kz1048", "latin-1",
)  # fmt: skip
GIVEN = (None, None, None, None, "utf-8", "cp1251", "utf-16", "utf-16-le", "utf-8-sig", "utf-32", "ascii")

SCRAPS = (
    b"", b"\0", b"\n", b"\r", b"\r\n", b"\t", b'"', b'""', b",", b";", b"{", b"}", b"[", b"]", b"\\", b"\\ud800",
    b"\\u0000", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd0", b"\x98", b"null", b"NaN", b"1e999",
    b'{"a":', b"<", b"</", b"&", b"<!--", b"<![CDATA[", b"]]>", b"&#x110000;", b'<?xml version="1.0"?>',
    b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"ustar", b"\x80", b"0", b"7777",
    b"date 2026-01-05 ", b"\x7f", b"\x1b", b"A" * 100,
)  # fmt: skip

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": partial(gzip.compress, compresslevel=1),
    ".bz2": partial(bz2.compress, compresslevel=1),
    ".xz": partial(lzma.compress, preset=0),
    ".zst": zstandard.compress,
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its name, its bytes, and how it is to be read."""

    name: str
    content: bytes
    encoding: str | None
    mapping: bool


def made(random: Random) -> File:
    """A file of any kind."""
    name, content = _in_archive(random) if random.random() < 0.15 else _packed(random, *_plain(random))
    return File(name, content, random.choice(GIVEN), random.random() < 0.1)


class Readers:
    """Reads one file after the other, at one place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def try_one(self, random: Random) -> None:
        """Read a file to its end, as two processes would; every document must be fit for an index."""
        file = made(random)
        path = self._folder / file.name
        path.write_bytes(file.content)
        mapping = {"title": "x", "author": "нет"} if file.mapping else {}
        options = ReadOptions(ZoneInfo("Europe/Moscow"), encoding=file.encoding, mapping=mapping)
        sources, refused = survey([path])
        assert sources and not refused, (sources, refused)
        try:
            for piece in pieces(sources, options):
                sent = pickle.loads(pickle.dumps(piece))
                for item in [sent] if isinstance(sent, Refused) else documents(sent, options):
                    _check(item, len(file.content))
        finally:
            path.unlink()


def _check(item: Found | Refused, size: int) -> None:
    assert item.where.isprintable() or "\n" not in item.where
    assert 0 <= item.consumed <= size, (item.consumed, size)
    if isinstance(item, Refused):
        assert item.reason and "\n" not in item.reason.strip(), item.reason
        return
    document = item.document
    assert document.id and document.text.strip(), document
    for text in (document.id, document.title, document.text, document.author, *document.keywords):
        text.encode()
    if document.date:
        document.date.isoformat()


def _plain(random: Random) -> tuple[str, bytes]:
    ending = random.choice(tuple(FORMATS))
    if random.random() < 0.1:
        return f"a{ending}", random.randbytes(random.choice((0, 1, 3, 20, 300)))
    content = written(random, ending).encode(random.choice(ENCODINGS), "replace")
    return f"a{ending}", spoilt(random, content, SCRAPS)


def _packed(random: Random, name: str, content: bytes) -> tuple[str, bytes]:
    if random.random() < 0.8:
        return name, content
    ending = random.choice(tuple(PACKERS))
    packed = PACKERS[ending](content) * random.choice((1, 1, 1, 2))
    return name + ending, spoilt(random, packed, SCRAPS)


def _in_archive(random: Random) -> tuple[str, bytes]:
    names = ("{}", "{}", "2026/{}", "../{}", "/{}", ".{}", "a\\{}", "ё/{}", "{}.zip", "л" * 120 + "/{}", "\udcff{}")
    files = []
    for number in range(random.randrange(4)):
        name, content = _packed(random, *_plain(random))
        files.append((random.choice(names).format(f"{number}{name}"), content))
    if random.random() < 0.5:
        return "a.zip", spoilt(random, _zip(random, files), SCRAPS)
    ending = random.choice(("", *PACKERS))
    content = spoilt(random, _tar(random, files), SCRAPS)
    return f"a.tar{ending}", PACKERS[ending](content) if ending else content


def _zip(random: Random, files: list[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as target:
        for name, content in files:
            target.writestr(name.encode("utf-8", "replace").decode(), content)
    return packed.getvalue()


def _tar(random: Random, files: list[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    form = random.choice((tarfile.GNU_FORMAT, tarfile.PAX_FORMAT))
    with tarfile.open(fileobj=packed, mode="w", format=form, errors="surrogateescape") as target:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            info.type = random.choice(
                (tarfile.REGTYPE,) * 6 + (tarfile.SYMTYPE, tarfile.GNUTYPE_SPARSE, tarfile.XHDTYPE)
            )
            target.addfile(info, io.BytesIO(content) if info.isreg() else None)
    return packed.getvalue()
