"""Reading in two stages says the same as reading at once, wherever a source is cut and whoever reads the pieces."""

from __future__ import annotations

import gzip
import json
import os
import pickle
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.opening import lines, opened
from indexer.reading.opening.lines import count, ended, split, whole_lines
from indexer.reading.plain import text
from indexer.reading.sources import (
    Files,
    Found,
    Piece,
    ReadOptions,
    Refused,
    documents,
    pieces,
    read,
    survey,
)

OPTIONS = ReadOptions(ZoneInfo("Europe/Moscow"), encoding="utf-8")
ENDS = st.sampled_from(["\n", "\r", "\r\n"])
SCRAPS = st.sampled_from(["Астана", '"', ",", "\t", '{"text": "да"}', "text,title", "да,нет", "\ufeff", "\x85"])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    _make_small(monkeypatch)


def _make_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut what fits into one piece into many."""
    monkeypatch.setattr(opened, "HEAD", 8)
    monkeypatch.setattr(opened, "_AT_ONCE", 5)
    monkeypatch.setattr(lines, "BLOCK", 20)


def in_pieces(path: Path, options: ReadOptions = OPTIONS) -> list[Piece | Refused]:
    sources, refused = survey([path])
    assert not refused
    return list(pieces(sources, options))


def two_stages(path: Path, options: ReadOptions = OPTIONS) -> list[Found | Refused]:
    """Read as two processes would, which share nothing but pickles."""
    items: list[Found | Refused] = []
    for piece in in_pieces(path, options):
        sent, options_sent = pickle.loads(pickle.dumps((piece, options)))
        items += [sent] if isinstance(sent, Refused) else documents(sent, options_sent)
    return items


def rows(*texts: str) -> str:
    return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)


# --- where a source is cut ---


@given(st.lists(st.lists(SCRAPS | ENDS, max_size=4).map("".join), max_size=20))
def test_a_text_is_cut_only_behind_a_line(texts: list[str]) -> None:
    parts = [text.encode() for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", 8)
        cut = list(whole_lines(parts))
    whole = b"".join(parts)
    assert b"".join(cut) == whole
    assert all(cut)
    assert sum(map(count, cut)) == count(whole) == len(ended(whole.decode()))
    assert [line for part in cut for line in split(part.decode()) if line] == [
        line for line in split(whole.decode()) if line
    ]


@given(
    content=st.lists(SCRAPS | ENDS, min_size=1, max_size=30).map(lambda scraps: "".join(scraps).encode()),
    damaged=st.booleans(),
    name=st.sampled_from(["a.jsonl", "a.csv", "a.tsv", "a.txt", "a.jsonl.gz", "a.csv.gz"]),
)
def test_it_does_not_matter_where_a_source_is_cut(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, damaged: bool, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    content += b"\xff\n" * damaged
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    at_once = two_stages(path)
    with pytest.MonkeyPatch.context() as patch:
        _make_small(patch)
        assert [replace(item, consumed=0) for item in two_stages(path)] == [
            replace(item, consumed=0) for item in at_once
        ]


@pytest.mark.usefixtures("small")
def test_lines_are_numbered_through_all_pieces_and_progress_grows_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n" + rows(*"абвгд") + "\n\n" + rows("е"), encoding="utf-8")
    assert len(in_pieces(path)) == 4
    items = two_stages(path)
    assert [item.where for item in items] == [f"{path}:{line}" for line in (2, 3, 4, 5, 6, 9)]
    consumed = [item.consumed for item in items]
    assert consumed == sorted(set(consumed))
    assert consumed[-1] == path.stat().st_size


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_of_a_gzip_that_breaks_off_all_whole_lines_are_read(tmp_path: Path, name: str) -> None:
    noise = [os.urandom(600).hex() for _ in range(300)]
    content = rows(*noise) if "jsonl" in name else "text\n" + "".join(f"{word}\n" for word in noise)
    packed = gzip.compress(content.encode())
    path = tmp_path / name
    path.write_bytes(packed[: len(packed) // 2])
    *found, last = two_stages(path)
    assert 140 < len(found) < 155
    assert all(isinstance(item, Found) for item in found)
    assert isinstance(last, Refused)
    assert "cut short" in last.reason


# --- what concerns a whole source ---


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jsonl", "\n" * 100, "there is no document in it"),
        ("a.csv", "text,title\n" + ",\n" * 100, "there is no document in it"),
        ("a.csv", "title,contents\n" + "да,нет\n" * 100, "--map text=COLUMN"),
    ],
)
def test_a_whole_source_is_refused_once_by_the_first_stage(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    (refused,) = in_pieces(path)
    assert isinstance(refused, Refused)
    assert reason in refused.reason


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("author", "told"), [("byln", ["the column 'byln'"]), ("byline", [])])
def test_a_mapped_column_is_looked_for_in_all_pieces(tmp_path: Path, author: str, told: list[str]) -> None:
    path = tmp_path / "a.jsonl"
    first, last = '{"text": "а", "byline": "И. Петров"}\n', '{"text": "е", "lead": "Заголовок"}\n'
    path.write_text(first + rows(*"бвгд") + last, encoding="utf-8")
    items = two_stages(path, replace(OPTIONS, mapping={"author": author, "title": "lead"}))
    assert len([item for item in items if isinstance(item, Found)]) == 6
    assert [item.reason[:17] for item in items if isinstance(item, Refused)] == told


# --- many sources ---


def test_small_texts_share_a_piece_which_opens_them_itself(tmp_path: Path) -> None:
    for number in range(600):
        (tmp_path / f"{number:03}.txt").write_text("Заголовок\n\nТекст.", encoding="utf-8")
    shared = in_pieces(tmp_path)
    assert 2 <= len(shared) <= 6
    assert all(isinstance(piece, Files) for piece in shared)
    (tmp_path / "000.txt").unlink()
    refused, *found = [item for piece in shared if isinstance(piece, Files) for item in documents(piece, OPTIONS)]
    assert isinstance(refused, Refused)
    assert [item.place for item in found if isinstance(item, Found)] == [(number, 0) for number in range(1, 600)]


def test_every_document_has_a_place_in_the_order_of_sources_and_lines(tmp_path: Path) -> None:
    for name in ("а.txt", "б.txt", "г.txt"):
        (tmp_path / name).write_text("Заголовок\n\nТекст.", encoding="utf-8")
    (tmp_path / "в.jsonl").write_text(rows("раз", "два"), encoding="utf-8")
    assert [piece.number for piece in in_pieces(tmp_path) if not isinstance(piece, Refused)] == [0, 2, 3]
    places = [item.place for item in two_stages(tmp_path) if isinstance(item, Found)]
    assert places == [(0, 0), (1, 0), (2, 1), (2, 2), (3, 0)]


def test_a_text_that_is_too_long_is_refused_where_it_becomes_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "LONGEST", 40)
    path = tmp_path / "a.txt"
    path.write_text("Заголовок\n\n" + "Абзац.\n" * 9, encoding="utf-8")
    (source,) = survey([path])[0]
    (refused,) = read(source, OPTIONS)
    assert isinstance(refused, Refused)
    assert (refused.where, refused.reason[:11]) == (str(path), "longer than")
