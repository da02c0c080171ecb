"""Files for every reader: each format, in each encoding, packed and in archives, whole and spoilt."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import pickle
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import zstandard

from indexer.reading.formats import FORMATS
from indexer.reading.sources import Found, ReadOptions, Refused, documents, pieces, survey
from tests.fuzz.mutation import spoilt

ENCODINGS = (
    "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251", "koi8-r", "cp866",
    "mac-cyrillic", "kz1048", "latin-1",
)  # fmt: skip
GIVEN = (None, None, None, None, "utf-8", "cp1251", "utf-16", "utf-16-le", "utf-8-sig", "utf-32", "ascii")

WORDS = (
    "Токаев", "прибыл", "в Астану", "АСТАНА, 5 января. /ТАСС/. ", "5 января 2026", "2026-02-31", "31.02.2020", "ООН",
    "0001-01-01", "9999-12-31T23:59:59-12:00", "https://tass.ru/1", "Қазақстан", "е\u0306", "\u0000", "\ufeff", "😀",
    "\u202e", "\u2028", '"', "'", "\\", "\n\n", "\r", "\t", ";", ",", "<b>", "&amp;", "1" * 30, "-", "ё" * 300, "",
)  # fmt: skip
KEYS = (
    "id",
    "title",
    "text",
    "text",
    "date",
    "source",
    "url",
    "keywords",
    "author",
    "заголовок",
    "текст",
    "дата",
    "x",
)

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
    content = _written(random, ending).encode(random.choice(ENCODINGS), "replace")
    return f"a{ending}", spoilt(random, content, SCRAPS)


def _written(random: Random, ending: str) -> str:
    """What may stand in a file of this ending, and nearly as often what belongs into one of another."""
    writers = _WRITERS.get(ending, ())
    return random.choice(writers if writers and random.random() < 0.9 else [_text, _json_lines, _table, _markup])(
        random
    )


def _prose(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.choice((0, 1, 3, 12))))


def _text(random: Random) -> str:
    dated = random.choice(("", "date 2026-01-05 ", "date 9999-99-99 ", "date 05.01.2026 12:30 "))
    return f"{dated}{_prose(random)}\n\n{_prose(random)}\n{_prose(random)}"


def _value(random: Random, depth: int = 0) -> Any:
    kind = random.randrange(12)
    if kind < 6:
        return _prose(random)
    if kind < 8 and depth < 3:
        return [_value(random, depth + 1) for _ in range(random.randrange(4))]
    if kind == 8 and depth < 3:
        return {random.choice(KEYS): _value(random, depth + 1)}
    return random.choice((None, True, False, 0, -1, 20260105, 1767605400, 10**400, 1e308, float("inf"), float("nan")))


def _row(random: Random) -> dict[str, Any]:
    return {random.choice(KEYS): _value(random) for _ in range(random.randrange(8))} | (
        {"text": _prose(random)} if random.random() < 0.8 else {}
    )


def _json_lines(random: Random) -> str:
    return "\n".join(json.dumps(_row(random), ensure_ascii=random.random() < 0.5) for _ in range(random.randrange(5)))


def _json(random: Random) -> str:
    rows = [_row(random) for _ in range(random.randrange(5))]
    whole: Any = random.choice((rows, {"items": rows}, {"data": {"articles": rows}}, rows[0] if rows else {}))
    return json.dumps(whole, ensure_ascii=random.random() < 0.5, indent=random.choice((None, 2)))


def _table(random: Random) -> str:
    mark = random.choice(",;\t")
    columns = ["text", *random.choices(KEYS, k=random.randrange(4))]
    rows = [[_cell(random, mark) for _ in columns] for _ in range(random.randrange(6))]
    return random.choice(("\n", "\r\n")).join(mark.join(row) for row in [columns, *rows])


def _cell(random: Random, mark: str) -> str:
    text = _prose(random)
    return '"' + text.replace('"', '""') + '"' if mark in text or "\n" in text or '"' in text else text


def _markup(random: Random) -> str:
    head = random.choice(("<html>", '<?xml version="1.0"?><rss><channel>', "<feed>", "<!DOCTYPE html>"))
    tags = ("p", "title", "item", "entry", "time", "article", "script", "description", "pubDate", "h1", "meta", "div")
    return head + "".join(f"<{tag}>{_prose(random)}</{tag}>" for tag in random.choices(tags, k=random.randrange(9)))


_WRITERS: dict[str, tuple[Callable[[Random], str], ...]] = {
    ".txt": (_text,),
    ".jsonl": (_json_lines,),
    ".ndjson": (_json_lines,),
    ".json": (_json,),
    ".csv": (_table,),
    ".tsv": (_table,),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".rdf"), (_markup,)),
}


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
