from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.sources import Found, ReadOptions, Refused, Source, read, survey
from search.errors import BadParameter

MOSCOW = ZoneInfo("Europe/Moscow")
PLAIN = ReadOptions(MOSCOW)
TEXT = "date 2026-01-05 Заголовок\n\nТекст.\n"


def write(path: Path, content: str | bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(count: int, **more: object) -> str:
    one = {"title": "Токаев прибыл в Астану", "date": "2026-01-05"} | more
    return "".join(json.dumps(one | {"text": f"Текст {n}."}, ensure_ascii=False) + "\n" for n in range(count))


def read_one(path: Path, options: ReadOptions = PLAIN) -> list[Found | Refused]:
    (source,), refused = survey([path])
    assert not refused
    return list(read(source, options))


def documents(items: list[Found | Refused]) -> list[Found]:
    assert not [item for item in items if isinstance(item, Refused)]
    return [item for item in items if isinstance(item, Found)]


# --- the survey ---


def test_a_folder_is_walked_in_order_and_ids_are_paths_below_it(tmp_path: Path) -> None:
    for name in ("б.txt", "а.txt.gz", "2026/01/токаев.v2.TXT", "лента.jsonl", "t.csv", "t2.tsv.gz", "n.ndjson"):
        write(tmp_path / name)
    sources, refused = survey([tmp_path])
    assert not refused
    assert [source.id_stem for source in sources] == [
        "2026/01/токаев.v2", "n", "t", "t2", "а", "б", "лента",
    ]  # fmt: skip
    assert sources[-1] == Source(tmp_path / "лента.jsonl", "лента", len(TEXT.encode()))


def test_the_id_of_a_file_given_by_itself_is_its_name(tmp_path: Path) -> None:
    (source,), _ = survey([write(tmp_path / "2026" / "токаев.txt.gz")])
    assert source.id_stem == "токаев"


def test_ids_are_composed_as_texts_are(tmp_path: Path) -> None:
    (source,), _ = survey([write(tmp_path / "Андреи\u0306.txt")])
    assert source.id_stem == "Андре\u0439"


def test_hidden_files_are_passed_over_unless_given(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    hidden = write(tmp_path / ".скрытый.txt")
    write(tmp_path / ".git" / "b.txt")
    assert [source.id_stem for source in survey([tmp_path])[0]] == ["a"]
    assert [source.id_stem for source in survey([hidden])[0]] == [".скрытый"]


def test_links_neither_loop_nor_double(tmp_path: Path) -> None:
    write(tmp_path / "архив" / "a.txt")
    (tmp_path / "архив" / "вверх").symlink_to(tmp_path / "архив", target_is_directory=True)
    (tmp_path / "архив" / "тот же.txt").symlink_to(tmp_path / "архив" / "a.txt")
    sources, refused = survey([tmp_path / "архив", tmp_path / "архив" / "a.txt", tmp_path / "архив"])
    assert [source.id_stem for source in sources] == ["a"]
    assert not refused


def test_a_link_to_elsewhere_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "диск" / "a.txt")
    (tmp_path / "архив").mkdir()
    (tmp_path / "архив" / "2026").symlink_to(tmp_path / "диск", target_is_directory=True)
    assert [source.id_stem for source in survey([tmp_path / "архив"])[0]] == ["2026/a"]


def test_files_with_one_content_on_disk_but_two_names_are_two(tmp_path: Path) -> None:
    os.link(write(tmp_path / "a.txt"), tmp_path / "b.txt")
    assert [source.id_stem for source in survey([tmp_path])[0]] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("нет.txt", "it cannot be read: No such file or directory"),
        ("фото.jpg", "its format is unknown: known are .txt, .jsonl"),
        ("README", "its format is unknown"),
        ("a.docx", "its format is unknown"),
        ("обрыв.txt", "it cannot be read: No such file or directory"),
        ("петля.txt", "it cannot be read: Too many levels of symbolic links"),
        ("канал.txt", "it is neither a file nor a folder"),
        ("пусто", "there is nothing to read in this folder"),
    ],
)
def test_what_is_no_source_is_refused_and_the_rest_taken(tmp_path: Path, name: str, reason: str) -> None:
    write(tmp_path / "фото.jpg")
    write(tmp_path / "README")
    write(tmp_path / "a.docx")
    (tmp_path / "обрыв.txt").symlink_to(tmp_path / "нигде")
    (tmp_path / "петля.txt").symlink_to(tmp_path / "петля.txt")
    os.mkfifo(tmp_path / "канал.txt")
    (tmp_path / "пусто" / "и тут").mkdir(parents=True)
    good = write(tmp_path / "a.txt")
    sources, (refused,) = survey([tmp_path / name, good])
    assert [source.path for source in sources] == [good]
    assert refused.where == str(tmp_path / name)
    assert refused.reason.startswith(reason)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_folder_and_a_forbidden_file_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "закрыто" / "a.txt").parent.chmod(0)
    write(tmp_path / "b.txt").chmod(0)
    (source,), (refused,) = survey([tmp_path])
    (tmp_path / "закрыто").chmod(0o700)
    assert refused.reason == "it cannot be read: Permission denied"
    (item,) = read(source, PLAIN)
    assert isinstance(item, Refused)
    assert item.reason == "it cannot be read: Permission denied"


# --- reading ---


def test_a_row_is_found_with_all_that_a_report_needs(tmp_path: Path) -> None:
    path = write(tmp_path / "лента.jsonl", rows(2))
    _, second = documents(read_one(path))
    assert second.where == f"{path}:2"
    assert (second.source, second.format, second.encoding) == (path, "jsonl", "utf-8")
    assert (second.consumed, second.notes) == (path.stat().st_size, ())


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "utf-16"])
def test_the_encoding_that_was_found_is_told(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "лента.jsonl", rows(3).encode(encoding))
    items = documents(read_one(path))
    assert {item.encoding for item in items} == {encoding}
    assert {item.document.title for item in items} == {"Токаев прибыл в Астану"}


def test_a_given_encoding_overrules_the_guess(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT.encode("cp1251"))
    (item,) = documents(read_one(path, ReadOptions(MOSCOW, encoding="koi8-r")))
    assert item.encoding == "koi8-r"
    assert item.document.title == "гЮЦНКНБНЙ"


def test_a_stray_byte_far_into_a_file_costs_one_line(tmp_path: Path) -> None:
    content = rows(12_000).encode() + b'{"text": "\xff"}\n' + rows(1).encode()
    items = read_one(write(tmp_path / "лента.jsonl", content))
    (refused,) = [item for item in items if isinstance(item, Refused)]
    assert refused.where.endswith(":12001")
    assert refused.reason == "byte 0xFF in column 11 is not utf-8"
    assert len(items) == 12_002


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_every_format_may_be_packed(tmp_path: Path, name: str) -> None:
    content = {"a.txt": TEXT, "a.jsonl": rows(1), "a.csv": "title,text\nЗаголовок,Текст.\n"}[name].encode()
    packed, plain = write(tmp_path / f"{name}.gz", gzip.compress(content)), write(tmp_path / name, content)
    (one,), (other,) = documents(read_one(packed)), documents(read_one(plain))
    assert one.document == other.document
    assert (one.format, one.consumed) == (other.format, packed.stat().st_size)


def test_consumed_grows_with_the_bytes_of_the_packed_file(tmp_path: Path) -> None:
    noise = [os.urandom(600).hex() for _ in range(300)]
    content = "".join(json.dumps({"text": word}) + "\n" for word in noise)
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(content.encode()))
    consumed = [item.consumed for item in documents(read_one(path))]
    assert consumed == sorted(consumed)
    assert 0 < consumed[0] < consumed[-1] / 4
    assert consumed[-1] == path.stat().st_size


def test_of_a_truncated_gzip_all_that_is_whole_is_read(tmp_path: Path) -> None:
    noise = "".join(json.dumps({"text": os.urandom(600).hex()}) + "\n" for _ in range(300))
    packed = gzip.compress(noise.encode())
    *items, last = read_one(write(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2]))
    assert 140 < len(documents(items)) < 155
    assert isinstance(last, Refused)
    assert last.reason == "the gzip stream is cut short: what follows is lost"
    assert last.consumed == len(packed) // 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "it is empty"),
        ("a.jsonl", b"", "it is empty"),
        ("a.jsonl", b"\n\n", "there is no document in it"),
        ("a.csv", b"title,text\n", "there is no document in it"),
        ("a.csv", b"\xef\xbb\xbf", "there is no document in it"),
        ("a.jsonl", b"\xef\xbb\xbf", "there is no document in it"),
        ("a.txt", b"%PDF-1.7", "it is a PDF, not a text"),
        ("a.jsonl", b"\0\1\2\3" * 100, "it is binary, not a text"),
        ("a.txt.gz", TEXT.encode(), "the gzip stream is damaged: Not a gzipped file"),
        ("a.txt.gz", b"", "it is empty"),
        ("a.txt.gz", gzip.compress(b""), "it is empty"),
        ("a.txt.gz", gzip.compress(TEXT.encode())[:12], "the gzip stream is cut short"),
        ("a.txt.gz", gzip.compress(TEXT.encode())[:-8] + bytes(8), "the gzip stream is damaged: CRC check"),
        ("a.txt.gz", gzip.compress(b"x")[:10] + b"\xff" * 20, "the gzip stream is damaged"),
    ],
)  # fmt: skip
def test_a_source_that_cannot_be_read_is_one_clear_refusal(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (item,) = read_one(write(tmp_path / name, content))
    assert isinstance(item, Refused)
    assert item.where == str(tmp_path / name)
    assert item.reason.startswith(reason)
    assert item.consumed == len(content)


def test_a_file_that_vanished_after_the_survey_is_refused(tmp_path: Path) -> None:
    (source,), _ = survey([write(tmp_path / "a.txt")])
    source.path.unlink()
    (item,) = read(source, PLAIN)
    assert item == Refused(str(source.path), "it cannot be read: No such file or directory", source.size)


SCRAPS = st.sampled_from(
    [
        TEXT.encode(),
        rows(2).encode(),
        b"title,text\n",
        b'"',
        b"\n",
        b"\r",
        b"\t",
        b"{",
        b"[",
        b"\0",
        b"\xff\xfe",
        b"\xd0",
        b"\\ud800",
    ]
)


@given(
    content=st.lists(SCRAPS | st.binary(max_size=20), max_size=12).map(b"".join),
    name=st.sampled_from(["a.txt", "a.jsonl", "a.csv", "a.tsv", "a.txt.gz", "a.jsonl.gz", "a.csv.gz"]),
    packed=st.booleans(),
    cut=st.integers(0, 30),
    encoding=st.sampled_from([None, None, "utf-8", "cp1251", "utf-16", "utf-16-le", "utf-7"]),
)
def test_nothing_that_stands_in_a_file_stops_the_reading(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str, packed: bool, cut: int, encoding: str | None
) -> None:
    content = gzip.compress(content) if packed else content
    path = write(tmp_path_factory.getbasetemp() / name, content[: len(content) - cut])
    items = read_one(path, ReadOptions(MOSCOW, encoding=encoding))
    assert items
    for item in items:
        assert 0 <= item.consumed <= path.stat().st_size
        if isinstance(item, Found):
            assert item.document.id.encode()
            assert item.document.text.encode()


# --- ids ---


def test_an_id_is_the_rows_own_or_its_address_or_made_of_its_content(tmp_path: Path) -> None:
    content = rows(1, id=7, url="https://tass.ru/7") + rows(1, url="https://tass.ru/8") + rows(1)
    ids = [item.document.id for item in documents(read_one(write(tmp_path / "лента.jsonl", content)))]
    assert ids == ["7", "https://tass.ru/8", "лента#75e0f28baa3e1602"]


def test_an_id_made_of_content_differs_with_title_date_and_text(tmp_path: Path) -> None:
    content = rows(2) + rows(1, title="Другой") + rows(1, date=None) + rows(1, author="И. Петров")
    first, *others, same = [item.document.id for item in documents(read_one(write(tmp_path / "a.jsonl", content)))]
    assert len({first, *others}) == 4
    assert same == first


# --- options ---


def test_a_mapped_column_is_read_as_its_field(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "title,lead,contents\nНет,Заголовок,Текст.\n")
    options = ReadOptions(MOSCOW, mapping={"title": "Lead", "text": "contents"})
    (item,) = documents(read_one(path, options))
    assert (item.document.title, item.document.text) == ("Заголовок", "Текст.")


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_mapped_column_that_is_nowhere_is_told_once(tmp_path: Path, name: str) -> None:
    content = "title,text\nРаз,Текст.\nДва,Текст.\n" if name == "a.csv" else rows(2)
    *items, last = read_one(write(tmp_path / name, content), ReadOptions(MOSCOW, mapping={"author": "byln"}))
    assert len(documents(items)) == 2
    assert isinstance(last, Refused)
    assert last.where == str(tmp_path / name)
    assert "'byln'" in last.reason


def test_constants_fill_what_is_missing_and_override_nothing(tmp_path: Path) -> None:
    constants = {"source": "Лента", "date": "05.01.2026", "keywords": "ООН; мир"}
    path = write(tmp_path / "a.jsonl", rows(1, date=None) + rows(1, date="2020", source="ТАСС", keywords=["a"]))
    bare, full = documents(read_one(path, ReadOptions(MOSCOW, constants=constants)))
    assert (bare.document.source, bare.document.date) == ("Лента", date(2026, 1, 5))
    assert bare.document.keywords == ("ООН", "мир")
    assert (full.document.source, full.document.keywords) == ("ТАСС", ("a",))
    assert full.document.date is None  # it brings a date, be it unreadable
    assert full.notes


def test_clocks_lie_in_the_given_zone(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", rows(1, date="05.01.2026 12:30"))
    (item,) = documents(read_one(path, ReadOptions(ZoneInfo("Asia/Almaty"))))
    assert item.document.date == datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "date 03/04/2024 Заголовок\n\nТекст."),
        ("03.04.2024.txt", "Заголовок\n\nТекст."),
        ("a.jsonl", '{"text": "Текст.", "date": "03/04/2024"}'),
        ("a.json", '[{"text": "Текст.", "date": "03/04/24"}]'),
        ("a.csv", "text;date\nТекст.;03.04.2024\n"),
        ("a.html", '<meta name="date" content="03/04/2024"><p>Текст.'),
        ("a.htm", "<title>Ёлка</title><h1>Ёлка</h1><i>03/04/2024</i><p>Текст."),
        ("a.rss", "<rss><item><description>Текст.</description><pubDate>03/04/2024</pubDate></item></rss>"),
    ],
)
def test_figures_of_a_date_stand_in_the_order_that_is_given(tmp_path: Path, name: str, content: str) -> None:
    path = write(tmp_path / name, content)
    days = {"dmy": date(2024, 4, 3), "mdy": date(2024, 3, 4)}
    for order, day in days.items():
        (item,) = documents(read_one(path, ReadOptions(MOSCOW, date_order=order)))  # type: ignore[arg-type]
        assert (item.document.date, item.notes) == (day, ())


def test_a_date_that_cannot_stand_in_the_order_is_noted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", rows(1, date="25/12/2024"))
    (item,) = documents(read_one(path, ReadOptions(MOSCOW, date_order="mdy")))
    assert item.document.date is None
    assert item.notes == ("date: unreadable date '25/12/2024', kept without a date",)


@pytest.mark.parametrize(
    ("options", "parameter", "named"),
    [
        ({"mapping": {"titel": "x"}}, "map", "'titel'"),
        ({"constants": {"id": "x"}}, "set", "'id'"),
        ({"constants": {"url": "x"}}, "set", "'url'"),
        ({"constants": {"date": "вчера"}}, "set", "date=вчера"),
        ({"encoding": "cp125"}, "encoding", "'cp125'"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_read(
    options: dict[str, object], parameter: str, named: str
) -> None:
    with pytest.raises(BadParameter, match=named) as refusal:
        ReadOptions(MOSCOW, **options)  # type: ignore[arg-type]
    assert refusal.value.parameter == parameter


# --- the corpora ---


@pytest.mark.shared
@pytest.mark.parametrize("name", ["newsru", "rt"])
def test_the_seed_layout_holds_the_same_documents_as_json_lines(tmp_path: Path, shared: Path, name: str) -> None:
    corpus = shared / "data" / "news" / f"{name}.jsonl.gz"
    tool = shared / "tools" / "to_seed_text.py"
    subprocess.run([sys.executable, tool, corpus, tmp_path, "300"], check=True)
    sources, refused = survey([tmp_path])
    assert (len(sources), refused) == (300, [])
    texts = {item.document.id: item.document for source in sources for item in documents(list(read(source, PLAIN)))}
    (whole,), _ = survey([corpus])
    for row in documents(list(islice(read(whole, PLAIN), 300))):
        text = texts["".join(c if c.isalnum() or c in "-_" else "_" for c in row.document.id)]
        assert (text.title, text.date, text.text) == (row.document.title, row.document.date, row.document.text)


@pytest.mark.shared
def test_the_article_that_the_project_started_from_is_read(shared: Path) -> None:
    (source,), _ = survey([shared / "data" / "seed"])
    (item,) = documents(list(read(source, PLAIN)))
    assert item.document.title == "Токаев не стремится вернуться на работу в ООН"
    assert item.document.date == date(2026, 1, 5)
    assert len(item.document.text.split("\n\n")) > 3
