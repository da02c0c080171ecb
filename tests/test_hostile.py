"""Input as an enemy: whatever stands in a file costs that file, one line of the report, and little memory."""

from __future__ import annotations

import gzip
import json
import os
import re
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import intake
from indexer.build import build
from indexer.reading.opening import lines
from indexer.reading.plain import text
from indexer.reading.sources import Found, ReadOptions, Refused, Source, read, survey
from search.request import SearchRequest
from search.service import SearchService

PLAIN = ReadOptions(ZoneInfo("Europe/Moscow"))
TEXT = "date 2026-01-05 Заголовок\n\nТекст.\n"
ROW = '{"title": "Токаев прибыл в Астану", "text": "Текст."}\n'


def source_of(path: Path, content: str | bytes) -> Source:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (source,), refused = survey([path])
    assert not refused
    return source


def told(path: Path, content: str | bytes) -> list[tuple[int, str]]:
    """Each document and refusal by its line, with the reason of a refusal."""
    items = read(source_of(path, content), PLAIN)
    wheres = [(getattr(item, "where", ""), getattr(item, "reason", "")) for item in items]
    return [(int(where.removeprefix(str(path)).lstrip(":") or 0), reason) for where, reason in wheres]


# --- lines without end ---

ENDS = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def cut_plainly(content: bytes, longest: int) -> list[bytes | None]:
    return [found[0] if len(found[0]) <= longest else None for found in ENDS.finditer(content)]


@given(
    content=st.lists(st.sampled_from([b"a" * 70, b"a" * 49, b"a", b"\n", b"\r", b"\r\n"]), max_size=12).map(b"".join),
    sizes=st.lists(st.integers(1, 30), min_size=1),
)
def test_lines_are_the_same_however_a_file_comes_and_too_long_ones_are_left_out(
    content: bytes, sizes: list[int]
) -> None:
    ends = [sum(sizes[:place]) for place in range(len(sizes) + 1)]
    parts = [content[start:end] for start, end in zip(ends, [*ends[1:], len(content)], strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "LONGEST", 50)
        patch.setattr(lines, "BLOCK", 30)
        found = [[None] if block is None else cut_plainly(block, 10**9) for block in lines.whole_lines(parts)]
    assert [line for block in found for line in block] == cut_plainly(content, 50)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", ROW + "{" * 200_000 + "\n" + ROW, [(1, ""), (2, "the line is longer than 32 MB"), (3, "")]),
        ("a.jsonl", " " * 200_000, [(1, "the line is longer than 32 MB")]),
        ("a.csv", f"title,text\nа,{'б' * 200_000}\nа,б\n", [(2, "the line is longer than 32 MB"), (3, "")]),
        (
            "a.csv",
            f'title,text\nа,"б\n{"в" * 200_000}\nг"\nд,е\n',
            [
                (2, "a quote is opened and not closed, or a value is longer than 4000000 characters"),
                (3, "the line is longer than 32 MB"),
                (4, "1 values where the header has 2 columns"),
                (5, ""),
            ],
        ),
        ("a.txt", TEXT * 9000, [(0, "longer than 32 MB: make it one document a file, or a .jsonl")]),
    ],
    ids=["row", "blanks", "table", "within-quotes", "text"],
)
def test_a_line_that_is_too_long_is_refused_where_it_stands_and_reading_goes_on_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, expected: list[tuple[int, str]]
) -> None:
    monkeypatch.setattr(lines, "LONGEST", 100_000)
    monkeypatch.setattr(lines, "BLOCK", 1000)
    monkeypatch.setattr(text, "LONGEST", 100_000)
    assert told(tmp_path / name, content) == expected


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.txt.gz"])
@pytest.mark.parametrize("filling", [b" ", b'"', b",", b"["], ids=["blanks", "quotes", "commas", "brackets"])
def test_a_file_that_unpacks_to_a_hundred_megabytes_of_one_sign_takes_little_memory(
    tmp_path: Path, name: str, filling: bytes
) -> None:
    source = source_of(tmp_path / name, gzip.compress(filling * 2**20) * 100)
    tracemalloc.start()
    found = list(islice((item for item in read(source, PLAIN) if isinstance(item, Refused)), 100))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found
    assert peak < 8 * lines.LONGEST


# --- rows ---


@pytest.mark.parametrize("depth", [100, 480, 900, 100_000])
@pytest.mark.parametrize("field", ["title", "text", "date", "keywords", "неведомое"])
def test_lists_may_be_as_deep_as_they_like(tmp_path: Path, depth: int, field: str) -> None:
    deep = "[" * depth + '"Токаев"' + "]" * depth
    objects = '{"a":' * depth + "1" + "}" * depth
    content = f'{{"text": "Текст.", "{field}": {deep}}}\n{{"text": "Текст.", "{field}": {objects}}}\n' + ROW
    assert [line for line, _ in told(tmp_path / "a.jsonl", content)] == [1, 2, 3]


def test_a_table_may_have_ten_thousand_columns_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    wide = ",".join(f"c{n}" for n in range(9_999))
    assert told(path, f"text,{wide}\nТекст.{',' * 9_999}\n") == [(2, "")]
    _, (line, reason) = told(path, f"text,title\nТекст.,Заголовок\nТекст.{',' * 1_000_000}\n")
    assert (line, reason) == (3, "1000001 values: a row may have 10000")


def test_rows_of_empty_values_wait_in_no_great_number(tmp_path: Path) -> None:
    header, row = ",".join(["text", *map(str, range(9_999))]), "т" + "," * 9_999
    source = source_of(tmp_path / "a.csv", f"{header}\n" + f"{row}\n" * 1000)
    tracemalloc.start()
    assert sum(isinstance(item, Found) for item in read(source, PLAIN)) == 1000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000  # all rows together are ten million values


def test_a_header_that_is_a_book_is_told_apart_like_any_other(tmp_path: Path) -> None:
    content = f"title,text,{'я' * 5_000_000}\nа,б,в\n"
    (first, reason), *_ = told(tmp_path / "a.csv", content)
    assert (first, reason.partition(",")[0]) == (1, "a quote is opened and not closed")


def test_of_keys_that_come_twice_the_last_one_counts(tmp_path: Path) -> None:
    (item,) = read(source_of(tmp_path / "a.jsonl", '{"text": "Раз.", "text": "Два."}'), PLAIN)
    assert isinstance(item, Found)
    assert item.document.text == "Два."


def test_names_of_columns_that_never_come_again_are_not_kept(tmp_path: Path) -> None:
    def row(number: int) -> str:
        return json.dumps({"text": "Текст."} | {f"{number}-{column}": 1 for column in range(1000)}) + "\n"

    source = source_of(tmp_path / "a.jsonl", "".join(map(row, range(100))))
    tracemalloc.start()
    for _ in read(source, PLAIN):
        pass
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept < 5_000_000


def test_what_is_told_of_a_file_of_broken_lines_is_bounded_and_all_of_it_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_TOLD", 10)
    (tmp_path / "a.jsonl").write_text(ROW + "x\n" * 100 + '{"text": "Т.", "date": "вчера"}\n')
    report = build([tmp_path / "a.jsonl"], tmp_path / "index", PLAIN, workers=1)
    assert (report.indexed, len(report.skipped), report.unlisted_skipped) == (2, 10, 90)
    assert (report.notes, report.unlisted_notes) == ([], 1)


# --- files that are not what they were ---


def swapped(path: Path, kind: str) -> None:
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.symlink_to(path)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("pipe", "it is neither a file nor a folder"),
        ("folder", "it is neither a file nor a folder"),
        ("device", "it is neither a file nor a folder"),
        ("loop", "it cannot be read: Too many levels of symbolic links"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl.gz"])
def test_what_takes_the_place_of_a_file_after_the_survey_is_refused(
    tmp_path: Path, name: str, kind: str, reason: str
) -> None:
    source = source_of(tmp_path / name, TEXT)
    swapped(source.path, kind)
    (item,) = read(source, PLAIN)
    assert isinstance(item, Refused)
    assert (item.where, item.reason) == (str(source.path), reason)


def disturbed(source: Source, size: int) -> Iterator[Found | Refused]:
    """Read a file that gets another size behind the first document."""
    items = read(source, PLAIN)
    yield next(items)
    os.truncate(source.path, size)
    yield from items


@pytest.mark.parametrize("size", [2_000_000, 10_000_000_000], ids=["shrinks", "grows"])
def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path, size: int) -> None:
    content = ROW * 40_000
    *items, last = disturbed(source_of(tmp_path / "a.jsonl", content), size)
    assert isinstance(last, Refused)
    assert (last.where, last.reason) == (str(tmp_path / "a.jsonl"), "it was changed while it was read: read it again")
    whole = sum(isinstance(item, Found) for item in items)
    assert whole == min(size, len(content.encode())) // len(ROW.encode())


@pytest.mark.parametrize("name", ["а\nб.txt", "а\tб.txt", "а\rб.txt", "\u202e.txt", "а" * 100 + ".txt"])
def test_any_name_of_a_file_makes_an_id_of_one_line(tmp_path: Path, name: str) -> None:
    (item,) = read(source_of(tmp_path / name, TEXT), PLAIN)
    assert isinstance(item, Found)
    assert item.document.id in name.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    assert len(item.where.splitlines()) == 1


ODD_IDS = [
    "а\nб",
    "а\0б",
    "../../etc/passwd",
    "/",
    "..",
    "ы" * 10_000,
    "😀",
    "\ud83d",
    "<script>",
    "%2F",
    "?x=1#y",
    "--",
]


def test_documents_with_any_ids_are_found_and_shown(tmp_path: Path) -> None:
    content = "".join(json.dumps({"id": ident, "text": "Сталь."}) + "\n" for ident in ODD_IDS)
    assert build([source_of(tmp_path / "a.jsonl", content).path], tmp_path / "index", PLAIN).indexed == len(ODD_IDS)
    service = SearchService(tmp_path / "index")
    found = service.search(SearchRequest("сталь", per_page=100)).hits
    assert len(found) == len(ODD_IDS)
    assert {service.document(hit.id).document.id for hit in found} == {hit.id for hit in found}


@pytest.mark.parametrize("marked", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("given", ["utf-16", "utf-32"])
def test_a_mark_of_another_encoding_than_the_given_one_is_told(tmp_path: Path, marked: str, given: str) -> None:
    (item,) = read(source_of(tmp_path / "a.txt", TEXT.encode(marked)), ReadOptions(PLAIN.zone, encoding=given))
    refusal = f"its bytes do not begin with the mark of {given}: name {given}-le or {given}-be"
    assert isinstance(item, Found) if marked == given else getattr(item, "reason", "") == refusal
