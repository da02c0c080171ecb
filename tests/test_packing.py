"""Packed files and archives: each member is read as if it were a file in a folder of that name."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import zstandard

from indexer.build import build
from indexer.reading.packing import archive, stream
from indexer.reading.sources import Found, Members, ReadOptions, Refused, documents, pieces, read, survey
from search.errors import DuplicateId
from search.index.generations import open_current
from tests.reading import read_all

PLAIN = ReadOptions(ZoneInfo("Europe/Moscow"))
TEXT = "date 2026-01-05 Заголовок\n\nТекст.\n"
ROW = '{"title": "Токаев прибыл в Астану", "text": "Текст."}\n'
TABLE = "title,text\nЗаголовок,Текст.\n"
PAGE = f"<html><title>Заголовок</title><h1>Заголовок</h1><p>{'Ёлку привезли на площадь. ' * 9}</html>"
FEED = "<rss><channel><item><guid>{}</guid><title>Заголовок</title><description>Текст.</description></item>"
PLAIN_FILES = {
    "a.txt": TEXT,
    "a.jsonl": ROW,
    "a.csv": TABLE,
    "a.json": f"[{ROW}]",
    "a.html": PAGE,
    "a.rss": FEED.format("a") + "</channel></rss>",
}

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lambda content: lzma.compress(content, preset=0),
    ".zst": zstandard.compress,
}
NAMES = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "Zstandard"}

Files = Sequence[tuple[str, str | bytes]]


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as target:
        for name, content in files:
            target.writestr(name, content)
    return packed.getvalue()


def tarred(files: Files, form: int = tarfile.PAX_FORMAT) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as target:
        for name, content in files:
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            target.addfile(info, io.BytesIO(data))
    return packed.getvalue()


ARCHIVERS: dict[str, Callable[[Files], bytes]] = {
    ".zip": zipped,
    ".tar": tarred,
    ".tgz": lambda files: gzip.compress(tarred(files)),
    **{f".tar{ending}": lambda files, pack=pack: pack(tarred(files)) for ending, pack in PACKERS.items()},
}
every_archive = pytest.mark.parametrize("ending", ARCHIVERS)


def ids(items: Sequence[Found | Refused]) -> list[str]:
    return [item.document.id for item in items if isinstance(item, Found)]


def told(path: Path, items: Sequence[Found | Refused]) -> list[tuple[str, str]]:
    """The refusals: where, below the folder, and why."""
    return [(item.where.removeprefix(f"{path.parent}/"), item.reason) for item in items if isinstance(item, Refused)]


# --- single files ---


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("name", PLAIN_FILES)
def test_every_format_may_be_packed_in_every_way(tmp_path: Path, ending: str, name: str) -> None:
    content = PLAIN_FILES[name].encode()
    (plain,) = read_all(tmp_path / name, content)
    (packed,) = read_all(tmp_path / f"{name}{ending}", PACKERS[ending](content))
    assert isinstance(plain, Found)
    assert isinstance(packed, Found)
    assert packed.document == plain.document
    assert packed.consumed == (tmp_path / f"{name}{ending}").stat().st_size


@pytest.mark.parametrize("ending", PACKERS)
def test_several_packed_streams_one_behind_the_other_are_one_file(tmp_path: Path, ending: str) -> None:
    one = PACKERS[ending](ROW.encode() * 3)
    assert len(ids(read_all(tmp_path / f"a.jsonl{ending}", one + one + one))) == 9
    assert len(ids(read_all(tmp_path / f"b.jsonl{ending}", one + bytes(8) + one))) == 6


@pytest.mark.parametrize("ending", PACKERS)
def test_of_a_stream_that_is_cut_short_all_that_is_whole_is_read(tmp_path: Path, ending: str) -> None:
    noise = "".join(f'{{"text": "{os.urandom(600).hex()}"}}\n' for _ in range(4000))
    packed = PACKERS[ending](noise.encode())
    path = tmp_path / f"a.jsonl{ending}"
    items = read_all(path, packed[: len(packed) * 3 // 4])
    assert 1000 < len(ids(items)) <= 3001
    assert told(path, items) == [(path.name, f"the {NAMES[ending]} stream is cut short: what follows is lost")]


@pytest.mark.parametrize("ending", PACKERS)
def test_a_damaged_stream_is_one_clear_refusal(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    ((where, reason),) = told(path, read_all(path, b"no packed bytes"))
    assert (where, reason.partition(":")[0]) == (path.name, f"the {NAMES[ending]} stream is damaged")
    items = read_all(path, PACKERS[ending](ROW.encode()) + b"garbage behind its end")
    assert len(ids(items)) == 1
    assert [reason.partition(":")[0] for _, reason in told(path, items)] == [f"the {NAMES[ending]} stream is damaged"]


@pytest.mark.parametrize("ending", PACKERS)
def test_an_empty_packed_file_is_empty(tmp_path: Path, ending: str) -> None:
    for content in (b"", PACKERS[ending](b"")):
        path = tmp_path / f"a.jsonl{ending}"
        assert told(path, read_all(path, content)) == [(path.name, "it is empty")]


@pytest.mark.parametrize("ending", PACKERS)
def test_a_bomb_is_defused_and_takes_little_memory(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(PACKERS[ending](ROW.encode() + b" " * 2**27))
    (source,), _ = survey([path])
    tracemalloc.start()
    items = list(read(source, PLAIN))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(ids(items)) == 1
    assert told(path, items)[-1][1].startswith("it unpacks to more than 250 times its size")
    assert peak < 200_000_000


# --- archives ---

FOLDER = [
    ("2026/астана.txt", TEXT),
    ("./2026/алма-ата.txt", TEXT),
    ("лента.jsonl", ROW * 3),
    ("таблица.csv", TABLE),
    ("вложено.jsonl.gz", gzip.compress(ROW.encode() * 2)),
    ("вложено.txt.zst", zstandard.compress(TEXT.encode())),
]


@every_archive
def test_members_are_read_as_files_in_a_folder_of_that_name_would_be(tmp_path: Path, ending: str) -> None:
    packed = read_all(tmp_path / f"архив{ending}", ARCHIVERS[ending](FOLDER))
    for name, content in FOLDER:
        path = tmp_path / "папка" / "архив" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    plain = [item for source in survey([tmp_path / "папка"])[0] for item in read(source, PLAIN)]
    assert sorted(ids(packed)) == sorted(ids(plain))
    assert ids(packed)[:2] == ["архив/2026/астана", "архив/2026/алма-ата"]
    by_id = {item.document.id: item.document for item in plain if isinstance(item, Found)}
    assert all(item.document == by_id[item.document.id] for item in packed if isinstance(item, Found))


@every_archive
def test_a_document_is_named_by_archive_member_and_line(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"архив{ending}"
    items = read_all(path, ARCHIVERS[ending]([("2026/лента.jsonl", ROW + "{\n" + ROW), ("2026/а.txt", TEXT)]))
    inside = f"{path}/2026/лента.jsonl"
    assert [item.where for item in items] == [f"{inside}:1", f"{inside}:2", f"{inside}:3", f"{path}/2026/а.txt"]


@every_archive
def test_documents_that_no_line_divides_are_named_by_their_number(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"архив{ending}"
    files = [("а.json", f"[{ROW},1]"), ("б.xml", FEED.format("б")), ("в.html", PAGE)]
    items = read_all(path, ARCHIVERS[ending](files))
    wheres = ["а.json, item 1", "а.json, item 2", "б.xml, item 1", "б.xml, item 2", "в.html"]
    assert [item.where for item in items] == [f"{path}/{where}" for where in wheres]
    assert [type(item) for item in items] == [Found, Refused, Found, Refused, Found]
    assert ids(items)[1:] == ["б", "архив/в"]


@every_archive
def test_what_is_no_document_is_refused_and_the_rest_goes_on(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"архив{ending}"
    files = [
        ("../наружу.txt", TEXT),
        ("/корень.txt", TEXT),
        ("a/../../b.txt", TEXT),
        ("c:/d.txt", TEXT),
        ("фото.jpg", "x"),
        (".скрытый.txt", TEXT),
        ("__MACOSX/._а.txt", "x"),
        ("внутри.zip", zipped(FOLDER)),
        ("внутри.tar.gz", gzip.compress(tarred(FOLDER))),
        ("пусто.txt", ""),
        ("обрыв.jsonl.gz", gzip.compress(ROW.encode())[:20]),
        ("а.txt", TEXT),
    ]
    items = read_all(path, ARCHIVERS[ending](files))
    assert ids(items) == ["архив/а"]
    out, nested = (
        "its path leads out of the archive",
        "an archive within an archive is not read: unpack the outer one",
    )
    expected = [
        ("/../наружу.txt", out),
        ("/корень.txt", out),
        ("/a/../../b.txt", out),
        ("/c:/d.txt", out),
        ("/фото.jpg", "its format is unknown"),
        ("/внутри.zip", nested),
        ("/внутри.tar.gz", nested),
        ("/пусто.txt", "it is empty"),
        ("/обрыв.jsonl.gz", "the gzip stream is cut short: what follows is lost"),
    ]
    assert [(where, reason.partition(": known")[0]) for where, reason in told(path, items)] == [
        (path.name + where, reason) for where, reason in expected
    ]


@every_archive
@pytest.mark.parametrize("files", [[], [(".а.txt", TEXT)]], ids=["empty", "hidden"])
def test_an_archive_without_a_file_is_told(tmp_path: Path, ending: str, files: Files) -> None:
    path = tmp_path / f"а{ending}"
    ((where, reason),) = told(path, read_all(path, ARCHIVERS[ending](files)))
    assert (where, reason.partition(":")[0]) == (path.name, "there is nothing to read in this archive")


@every_archive
def test_small_members_share_a_piece_and_each_has_its_own_number(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"а{ending}"
    path.write_bytes(ARCHIVERS[ending]([(f"{n}.txt", TEXT) for n in range(600)]))
    (tmp_path / "б.txt").write_text(TEXT)
    sources, _ = survey([tmp_path])
    cut = [piece for piece in pieces(sources, PLAIN) if not isinstance(piece, Refused)]
    assert [len(piece.rows) for piece in cut if isinstance(piece, Members)] == [256, 256, 88]
    assert [number for piece in cut for number, _ in piece.numbered] == list(range(601))
    size = sum(source.size for source in sources)
    assert 0.9 * size < sum(piece.size for piece in cut) <= size
    places = [item.place for piece in cut for item in documents(piece, PLAIN) if isinstance(item, Found)]
    assert places == [(number, 0) for number in range(601)]


@every_archive
@pytest.mark.parametrize("workers", [1, 3])
def test_an_archive_is_indexed_by_any_number_of_processes(tmp_path: Path, ending: str, workers: int) -> None:
    (tmp_path / f"а{ending}").write_bytes(ARCHIVERS[ending]([*FOLDER, ("ещё.txt", TEXT), ("битый.jsonl", "{\n")]))
    report = build([tmp_path / f"а{ending}"], tmp_path / "index", PLAIN, workers=workers)
    assert (report.read, report.indexed) == (10, 7)  # equal rows of one file are one document
    assert [refused.where for refused in report.skipped] == [f"{tmp_path}/а{ending}/битый.jsonl:1"]
    assert open_current(tmp_path / "index").documents == 7


def test_two_members_with_one_id_are_told_apart_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "а.zip"
    path.write_bytes(zipped([("x.jsonl", '{"id": "1", "text": "Раз."}'), ("y.jsonl", '{"id": "1", "text": "Два."}')]))
    with pytest.raises(DuplicateId, match=r"а\.zip/x\.jsonl:1 and .*а\.zip/y\.jsonl:1 both yield the id '1'"):
        build([path], tmp_path / "index", PLAIN)


# --- archives that are damaged, or lie ---


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst"])
def test_of_a_tar_archive_that_is_cut_short_what_came_before_counts(tmp_path: Path, ending: str) -> None:
    files = [(f"{n}.jsonl", f'{{"text": "{os.urandom(300_000).hex()}"}}\n') for n in range(12)]
    whole = ARCHIVERS[ending](files)
    path = tmp_path / f"а{ending}"
    items = read_all(path, whole[: len(whole) // 2])
    assert 1 <= len(ids(items)) <= 6
    assert told(path, items)[-1][0] == path.name
    assert "cut short" in told(path, items)[-1][1] or "unexpected end" in told(path, items)[-1][1]


def test_a_tar_archive_whose_header_is_damaged_is_read_so_far(tmp_path: Path) -> None:
    whole = bytearray(tarred([("а.txt", TEXT), ("б.txt", TEXT), ("в.txt", TEXT)], tarfile.GNU_FORMAT))
    whole[1024 + 100] ^= 0xFF
    path = tmp_path / "а.tar"
    items = read_all(path, bytes(whole))
    assert ids(items) == ["а/а"]
    assert told(path, items) == [("а.tar", "the tar archive is damaged: what follows is lost")]


def test_a_tar_archive_without_an_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "а.tar"
    items = read_all(path, tarred([("a.txt", TEXT)])[:1024])
    assert ids(items) == ["а/a"]
    assert told(path, items) == [("а.tar", "the tar archive has no end: it may be cut short")]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar_archive_are_refused(tmp_path: Path, kind: bytes) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as target:
        info = tarfile.TarInfo("а.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        target.addfile(info)
    path = tmp_path / "а.tar"
    assert told(path, read_all(path, packed.getvalue())) == [("а.tar/а.txt", "it is a link or a device, not a file")]


def test_a_header_of_a_tar_archive_may_not_fill_the_memory(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2**40
    path = tmp_path / "а.tar.gz"
    items = read_all(path, gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + b"a" * 2**22))
    assert told(path, items) == [("а.tar.gz", "the tar archive is damaged: a header of more than 1 MB")]


@pytest.mark.parametrize("depth", [10, 20_000])
def test_headers_of_a_tar_archive_may_follow_one_another_without_end(tmp_path: Path, depth: int) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1
    header = (info.tobuf(tarfile.GNU_FORMAT) + b"a").ljust(1024, b"\0")
    path = tmp_path / "а.tar"
    items = read_all(path, header * depth + tarred([("а.txt", TEXT)]))
    assert bool(ids(items) or told(path, items))


def test_of_a_zip_archive_each_member_is_damaged_by_itself(tmp_path: Path) -> None:
    whole = bytearray(zipped([("а.txt", TEXT), ("б.txt", TEXT), ("в.txt", TEXT)], zipfile.ZIP_STORED))
    whole[whole.index("Текст".encode())] ^= 0xFF
    path = tmp_path / "а.zip"
    items = read_all(path, bytes(whole))
    assert len(ids(items)) == 2
    ((where, reason),) = told(path, items)
    assert (where[-4:], reason[:44]) == (".txt", "the ZIP archive is damaged: Bad CRC-32 for f")


def test_a_member_of_a_zip_archive_without_a_name_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    packed = bytearray(zipped([("а.txt", TEXT), ("б.txt", TEXT)]))
    entry = packed.index(b"PK\x01\x02")  # what was its name is made its comment
    struct.pack_into("<HHH", packed, entry + 28, 0, 0, struct.unpack_from("<H", packed, entry + 28)[0])
    path = tmp_path / "а.zip"
    items = read_all(path, bytes(packed))
    assert ids(items) == ["а/б"]
    assert [where for where, _ in told(path, items)] == ["а.zip"]


@pytest.mark.parametrize("content", [b"", b"PK", zipped(FOLDER)[:200], zipped(FOLDER)[-200:]])
def test_a_zip_archive_without_its_list_is_one_clear_refusal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "а.zip"
    (where, reason), *_ = told(path, read_all(path, content))
    assert (where.split("/")[0], reason.partition(":")[0]) == ("а.zip", "the ZIP archive is damaged")


def with_flags(packed: bytes, place: int, value: int) -> bytes:
    """Set a number of two bytes in each entry of the list of a ZIP archive."""
    changed = bytearray(packed)
    entry = -1
    while (entry := changed.find(b"PK\x01\x02", entry + 1)) >= 0:
        struct.pack_into("<H", changed, entry + place, value)
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (with_flags(zipped([("a.txt", TEXT)]), 8, 1), "it is encrypted"),
        (zipped([("a.txt", TEXT)], zipfile.ZIP_LZMA), "it is packed in a way that is not read"),
        (zipped([("a.txt", TEXT)], zipfile.ZIP_BZIP2), "it is packed in a way that is not read"),
        (with_flags(zipped([("a.txt", TEXT)]), 40, 0o120777), "it is a link or a device, not a file"),
    ],
    ids=["encrypted", "lzma", "bzip2", "link"],
)
def test_a_member_of_a_zip_archive_that_is_not_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "а.zip"
    ((where, said),) = told(path, read_all(path, content))
    assert (where, said[: len(reason)]) == ("а.zip/a.txt", reason)


@pytest.mark.parametrize("encoding", ["cp866", "utf-8"])
def test_names_in_a_zip_archive_that_does_not_say_how_they_are_written(tmp_path: Path, encoding: str) -> None:
    written = "астана".encode(encoding)
    packed = zipped([("x" * len(written) + ".txt", TEXT)]).replace(b"x" * len(written), written)
    assert ids(read_all(tmp_path / "а.zip", packed)) == ["а/астана"]


@every_archive
def test_an_archive_that_unpacks_to_too_much_is_read_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(stream, "FREE", 100_000)
    monkeypatch.setattr(stream, "MOST_TIMES", 1)
    files = [("а.txt", TEXT), *((f"{n}.jsonl.gz", gzip.compress(ROW.encode() * 9000)) for n in range(3))]
    path = tmp_path / f"а{ending}"
    items = read_all(path, ARCHIVERS[ending](files))
    assert ids(items)[0] == "а/а"
    assert told(path, items)[-1][1].startswith("it unpacks to more than 1 times its size")


@every_archive
def test_an_archive_has_a_bounded_number_of_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    path = tmp_path / f"а{ending}"
    items = read_all(path, ARCHIVERS[ending]([(f"{n}.txt", TEXT) for n in range(5)]))
    assert ids(items) == ["а/0", "а/1", "а/2"]
    assert told(path, items) == [(path.name, "it has more than 3 members: what follows is not read")]
