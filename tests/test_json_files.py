"""JSON files: arrays of documents, objects that hold one, and what stands before a fault."""

from __future__ import annotations

import gzip
import json
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.opening.opened import Coding, Opened, opened
from indexer.reading.plain import jsonwindow
from indexer.reading.plain.jsonfile import cut
from indexer.reading.row import Broken, Row
from indexer.reading.sources import Found, ReadOptions, Refused, pieces, survey
from tests.conftest import MOSCOW
from tests.reading import read_all, told

ONE = '{"id": 1, "title": "Ёлку привезли", "text": "Ель срубили под Вяткой.", "date": "2026-01-05"}'
TWO = '{"id": "б-2", "text": "Лёд встал.", "date": null}'


@pytest.mark.parametrize(
    "content",
    [
        f"[{ONE},{TWO}]",
        f"\n[\n  {ONE} ,\n\n  {TWO}\n]\n",
        f'{{"articles": [{ONE}, {TWO}]}}',
        f'{{"total": 2, "next": {{"page": [1, 2]}}, "Items": [{ONE}, {TWO}], "rest": [1.5e3, true]}}',
        f'{{"tags": ["а", "б"], "новости": [{ONE}], "data": [], "docs": [{TWO}]}}',
        f"{ONE}\n{TWO}\n",
        f"[{ONE}] [{TWO}]",
    ],
    ids=["array", "spread", "object", "among others", "two arrays", "one after another", "arrays"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_documents_are_read_out_of_arrays(tmp_path: Path, content: str, encoding: str) -> None:
    first, second = read_all(tmp_path / "архив.json", content.encode(encoding))
    assert isinstance(first, Found) and isinstance(second, Found)
    assert (first.document.id, first.document.title) == ("1", "Ёлку привезли")
    assert (first.document.date, first.format) == (date(2026, 1, 5), "json")
    assert (second.document.id, second.document.text) == ("б-2", "Лёд встал.")
    assert first.where == f"{tmp_path / 'архив.json'}, item 1"
    assert second.where == f"{tmp_path / 'архив.json'}, item 2"


def test_an_object_that_is_one_document_is_the_whole_file(tmp_path: Path) -> None:
    content = '{"title": "Ёлку привезли", "text": "Ель.", "items": ["а"], "comments": [{"text": "Чужой"}]}'
    (item,) = read_all(tmp_path / "ёлка.json", content)
    assert isinstance(item, Found)
    assert (item.document.id, item.document.text, item.where) == ("ёлка", "Ель.", str(tmp_path / "ёлка.json"))


def test_fields_are_mapped_as_in_json_lines(tmp_path: Path) -> None:
    (item,) = read_all(tmp_path / "a.json", '[{"id": 1, "Lead": "Ель."}]', mapping={"text": "lead"})
    assert isinstance(item, Found)
    *_, refused = read_all(tmp_path / "a.json", f"[{ONE}]", mapping={"author": "byln"})
    assert isinstance(refused, Refused)
    assert "'byln'" in refused.reason


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("[]", ["a.json: there is no document in it"]),
        ('{"articles": []}', ["a.json: there is no document in it"]),
        ("{}", ["a.json: no column is known to hold the text"]),
        (f"[{ONE},5,{TWO}]", ["1", "a.json, item 2: not a JSON object in braces but '5'", "б-2"]),
        (f'[{ONE},{{"text": NaN}},{TWO}]', ["1", "a.json, item 2: there is no text", "б-2"]),
        (f'[{ONE},{{"text": "а\nб"}},{TWO}]', ["1", "a.json, item 2: not JSON: Invalid control", "б-2"]),
        (f'[{ONE},{{"id": {"1" * 5000}}},{TWO}]', ["1", "a.json, item 2: not JSON that can be read", "б-2"]),
        ('[{"text": "а", "id": 1, "id": 2}]', ["2"]),
        (f"[{ONE},{TWO}", ["1", "б-2", "a.json, item 3: the JSON is cut short: it and what follows are lost"]),
        (f"[{ONE},", ["1", "a.json, item 2: the JSON is cut short"]),
        (f"[{ONE},{TWO[:-5]}", ["1", "a.json, item 2: the JSON is cut short"]),
        (f'{{"articles": [{ONE}', ["1", "a.json, item 2: the JSON is cut short"]),
        (f"[{ONE},]", ["1"]),  # nothing is lost by it
        (f"[{ONE},,{TWO}]", ["1", "a.json, item 2: not JSON: Expecting value at ',"]),
        (f"[{ONE} {TWO}]", ["1", "a.json, item 2: not JSON: , or ] is missing at '{\"id\": \"б-2\", "]),
        (f"[{ONE},{{'id': 5}},{TWO * 9}]", ["1", "a.json, item 2: not JSON: Expecting property name"]),
        (f"[{ONE}] мусор", ["1", "a.json, item 2: not JSON: { is missing at 'мусор'"]),
        (f"[{ONE}]]", ["1", "a.json, item 2: not JSON: { is missing at ']'"]),
        ("title;text", ["a.json, item 1: not JSON: { is missing at 'title;text'"]),
        (f"[{ONE}," + "[" * 100_000, ["1", "a.json, item 2: too many brackets inside brackets"]),
        ('{"a":' * 100_000, ["a.json, item 1: too many brackets inside brackets"]),
        (f"[{ONE}\x00]", ["1", "a.json, item 2: not JSON: , or ] is missing at '\\x00]'"]),
    ],
)  # fmt: skip
def test_what_stands_before_a_fault_counts_and_the_fault_is_told(
    tmp_path: Path, content: str, wanted: list[str]
) -> None:
    items = told(read_all(tmp_path / "a.json", content))
    assert len(items) == len(wanted)
    assert all(item.startswith(start) for item, start in zip(items, wanted, strict=True)), items


def test_an_undecodable_byte_costs_its_document(tmp_path: Path) -> None:
    content = f"[{ONE},".encode() + b'{"text": "\xff"},' + f"{TWO}]".encode()
    assert told(read_all(tmp_path / "a.json", content)) == [
        "1", "a.json, item 2: byte 0xFF in column 11 is not utf-8", "б-2",
    ]  # fmt: skip


def test_of_a_truncated_gzip_the_documents_that_are_whole_are_read(tmp_path: Path) -> None:
    packed = gzip.compress(json.dumps([{"id": n, "text": "слово" * (n + 1)} for n in range(1000)]).encode())
    *items, last = told(read_all(tmp_path / "a.json.gz", packed[: len(packed) // 2]))
    assert items == [str(n) for n in range(len(items))]
    assert len(items) > 100
    assert last == "a.json.gz: the gzip stream is cut short: what follows is lost"


def in_blocks(content: bytes, size: int) -> Opened:
    blocks = (content[start : start + size] for start in range(0, len(content), size))
    return Opened(Path("a.json"), "utf-8", Coding("utf-8", "marked"), blocks, None)  # type: ignore[arg-type]


def rows(content: str, size: int) -> Iterator[Row | Broken]:
    for stretch in cut(in_blocks(content.encode(), size)):
        yield from pickle.loads(pickle.dumps(stretch)).rows("utf-8")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    documents=st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), min_size=2, max_size=5),
    indent=st.sampled_from([None, 0, 2]),
    ascii_only=st.booleans(),
    size=st.integers(1, 40),
)
def test_what_was_written_is_read_back_however_it_is_cut_into_blocks(
    documents: list[dict[str, object]], indent: int | None, ascii_only: bool, size: int
) -> None:
    content = json.dumps(documents, indent=indent, ensure_ascii=ascii_only)
    for whole in (content, f'{{"total": -1.5, "items" : {content}}}'):
        read_back = [row.values if isinstance(row, Row) else row for row in rows(whole, size)]
        assert repr(read_back) == repr(json.loads(content))


@given(content=st.text('[]{}",:0-eNa\\tru \n', max_size=60), size=st.integers(1, 60))
def test_no_json_breaks_the_reading_and_blocks_change_nothing(content: str, size: int) -> None:
    one, other = ([_told_shortly(row) for row in rows(content, each)] for each in (size, 1000))
    assert one == other


def _told_shortly(row: Row | Broken) -> str:
    """A row but for how much of what is wrong with it is shown, which hangs on the blocks."""
    return f"{row.line}: {row.reason.partition(' at ')[0]}" if isinstance(row, Broken) else repr(row)


def test_one_document_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonwindow, "LONGEST", 300_000)
    for content in (f'[{ONE},{{"text": "{"а" * 3_000_000}"}}]', f"[{ONE}," + " " * 100 + "1" * 3_000_000 + "]"):
        assert told(read_all(tmp_path / "a.json", content)) == [
            "1", "a.json, item 2: longer than 32 MB: it and what follows are lost",
        ]  # fmt: skip


def test_a_long_array_comes_in_pieces_and_is_never_held_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"id": n, "text": "слово " * 200} for n in range(9_000)]), encoding="utf-8")
    (source,), _ = survey([path])
    each = list(pieces([source], ReadOptions(MOSCOW)))
    assert len(each) > 5
    with opened(path, None) as stream:
        window = jsonwindow.Window(stream)
        window.take("[")
        held = 0
        for _ in range(9_000):
            window.value()
            window.divide("]")
            held = max(held, len(window._text))
    assert held < 3 << 20
