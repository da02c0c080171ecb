"""A build takes everything it can, says what it could not, and publishes whole or not at all."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from indexer.build import build
from indexer.duplicates import OnDuplicate
from indexer.progress import Progress
from indexer.reading.sources import ReadOptions
from indexer.report import Report
from search.documents import Document
from search.errors import DuplicateId, NothingReadable
from search.index import generations
from search.index.arrays import Ascending
from search.index.segment import Segment
from search.service import SearchService
from tests.conftest import MOSCOW

OPTIONS = ReadOptions(zone=MOSCOW)
Build = Callable[..., Report]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def built(files: Path, tmp_path: Path) -> Build:
    """Build the folder of files, or what is named instead of it."""

    def run(*paths: Path, on_duplicate: OnDuplicate = "error") -> Report:
        return build(paths or [files], tmp_path / "index", OPTIONS, on_duplicate)

    return run


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[str], Document]:
    return lambda ident: SearchService(tmp_path / "index").document(ident).document


def note(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def rows(folder: Path, name: str, *documents: dict[str, str]) -> Path:
    return note(folder, name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in documents))


def test_a_documents_id_is_its_path_without_suffix(
    built: Build, stored: Callable[[str], Document], files: Path
) -> None:
    note(files, "2026/токаев.txt", "date 2026-01-05 Токаев\n\nТекст.\n")
    built()
    assert stored("2026/токаев").title == "Токаев"


def test_place_and_agency_come_from_the_dateline_unless_the_document_brings_them(
    built: Build, stored: Callable[[str], Document], files: Path
) -> None:
    text = "АСТАНА, 5 января. /ТАСС/. Президент прибыл."
    rows(files, "а.jsonl", {"id": "1", "text": text}, {"id": "2", "text": text, "place": "Алма-Ата"})
    built()
    assert (stored("1").place, stored("1").agency) == ("Астана", "ТАСС")
    assert (stored("2").place, stored("2").agency) == ("Алма-Ата", "ТАСС")


def test_two_files_with_one_id_and_different_content_are_an_error_that_names_both(built: Build, files: Path) -> None:
    note(files, "заметка.txt", "Первая\n\nСталь.")
    rows(files, "строки.jsonl", {"id": "заметка", "text": "Стекло."})
    with pytest.raises(DuplicateId) as refused:
        built()
    assert "заметка.txt" in str(refused.value)
    assert "строки.jsonl:1" in str(refused.value)
    assert "--on-duplicate=last" in str(refused.value)


def test_with_on_duplicate_last_the_last_one_stays(
    built: Build, stored: Callable[[str], Document], files: Path
) -> None:
    note(files, "а.txt", "Первая\n\nСталь.")
    rows(files, "б.jsonl", {"id": "а", "text": "Стекло."})
    report = built(on_duplicate="last")
    assert (report.read, report.indexed, len(report.duplicates)) == (2, 1, 1)
    assert stored("а").text == "Стекло."


def test_two_files_with_one_id_and_the_same_content_are_one_document(built: Build, files: Path) -> None:
    rows(files, "а.jsonl", {"id": "1", "text": "Сталь."})
    rows(files, "б.jsonl", {"id": "1", "text": "Сталь."})
    report = built()
    assert (report.indexed, len(report.duplicates)) == (1, 1)


def test_in_rows_of_one_source_the_last_one_wins_and_is_counted(
    built: Build, stored: Callable[[str], Document], files: Path
) -> None:
    rows(files, "а.jsonl", {"id": "1", "text": "Сталь."}, {"id": "2", "text": "Мир."}, {"id": "1", "text": "Лук."})
    report = built()
    assert (report.read, report.indexed) == (3, 2)
    assert [(double.at[-9:], double.kept[-9:]) for double in report.duplicates] == [("а.jsonl:1", "а.jsonl:3")]
    assert stored("1").text == "Лук."


def test_an_index_among_the_texts_is_passed_over(files: Path) -> None:
    note(files, "заметка.txt", "Заголовок\n\nТекст.")
    for _ in range(2):
        report = build([files], files / "slovoform-index", OPTIONS)
        assert (report.indexed, report.skipped) == (1, [])


def test_an_index_that_was_never_finished_is_passed_over_too(files: Path) -> None:
    for _ in range(2):
        with pytest.raises(NothingReadable, match="there is nothing to read in this folder"):
            build([files], files / "slovoform-index", OPTIONS)


def test_an_index_given_as_a_path_is_refused(built: Build, files: Path, tmp_path: Path) -> None:
    note(files, "заметка.txt", "Заголовок\n\nТекст.")
    built()
    report = built(files, tmp_path / "index")
    (refused,) = report.skipped
    assert (report.indexed, refused.where) == (1, str(tmp_path / "index"))
    assert "it is an index" in refused.reason


def test_what_cannot_be_read_is_reported_with_its_line_and_the_rest_goes_on(built: Build, files: Path) -> None:
    rows(files, "а.jsonl", {"id": "1", "text": "Сталь."}, {"id": "2"}, {"id": "3", "text": "Мир."})
    note(files, "пусто.txt", "")
    report = built()
    assert report.indexed == 2
    assert sorted(Path(refused.where).name for refused in report.skipped) == ["а.jsonl:2", "пусто.txt"]
    assert all(refused.reason for refused in report.skipped)


def test_documents_without_a_date_are_kept_and_counted(built: Build, files: Path) -> None:
    rows(files, "а.jsonl", {"id": "1", "text": "Сталь.", "date": "31.02.2020"}, {"id": "2", "text": "Мир."})
    report = built()
    assert (report.indexed, report.undated) == (2, 2)
    assert "31.02.2020" in report.notes[0]


def test_formats_and_encodings_are_counted(built: Build, files: Path) -> None:
    rows(files, "а.jsonl", {"id": "1", "text": "Сталь."})
    (files / "б.txt").write_bytes("date 2020-01-01 Заголовок\r\n\r\nТекст заметки о стали и мире.".encode("cp1251"))
    report = built()
    assert report.formats == {"jsonl": 1, "text": 1}
    assert set(report.encodings) == {"utf-8", "cp1251"}


def test_nothing_readable_is_an_error_and_the_published_index_stays(
    built: Build, stored: Callable[[str], Document], files: Path, tmp_path: Path
) -> None:
    note(files, "а.txt", "Заголовок\n\nСталь.")
    built()
    empty = tmp_path / "пусто"
    empty.mkdir()
    with pytest.raises(NothingReadable, match="stays as it was"):
        built(empty)
    assert stored("а").text == "Сталь."


def test_a_failed_build_leaves_the_published_index(
    built: Build, stored: Callable[[str], Document], files: Path
) -> None:
    note(files, "а.txt", "Заголовок\n\nСталь.")
    built()
    rows(files, "б.jsonl", {"id": "а", "text": "Стекло."})
    with pytest.raises(DuplicateId):
        built()
    assert stored("а").text == "Сталь."


def test_progress_never_goes_back_and_ends_at_the_whole(files: Path, tmp_path: Path) -> None:
    for number in range(5):
        rows(files, f"{number}.jsonl", {"id": str(number), "text": "Сталь."}, {"id": f"{number}а", "text": "Мир."})
    seen: list[Progress] = []
    build([files], tmp_path / "index", OPTIONS, show=seen.append)
    done = [progress.bytes_read for progress in seen]
    assert done == sorted(done)
    assert done[-1] == seen[-1].bytes_total
    assert seen[-1].documents == 10


def test_the_same_documents_make_the_same_arrays(built: Build, files: Path, tmp_path: Path) -> None:
    rows(files, "а.jsonl", {"id": "1", "text": "Сталь и мир."}, {"id": "2", "text": "Мир.", "date": "2020-01-01"})
    built()
    first = _segment(tmp_path / "index")
    built()
    _assert_same_arrays(first, _segment(tmp_path / "index"))


@pytest.mark.shared
@pytest.mark.parametrize(("name", "count"), [("newsru", 400), ("lenta", 400), ("ng", 100)])
def test_the_seed_layout_and_json_lines_give_the_same_titles_dates_texts_and_postings(
    shared: Path, tmp_path: Path, name: str, count: int
) -> None:
    source = shared / "data" / "news" / f"{name}.jsonl.gz"
    folder, head = tmp_path / "seed", tmp_path / f"{name}.jsonl"
    script = shared / "tools" / "to_seed_text.py"
    subprocess.run([sys.executable, str(script), str(source), str(folder), str(count)], check=True)
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        head.write_text("".join(line for line, _ in zip(lines, range(count), strict=False)), encoding="utf-8")
    segments = []
    for kind, path in (("text", folder), ("jsonl", head)):
        report = build([path], tmp_path / kind, OPTIONS)
        assert (report.indexed, report.skipped) == (count, [])
        segments.append(_segment(tmp_path / kind))
    _assert_same_arrays(*segments)
    for number in range(count):
        text, row = (segment.document(number) for segment in segments)
        assert (text.title, text.date, text.text) == (row.title, row.date, row.text)
    assert {segments[0].document(number).id for number in range(count)} == {path.stem for path in folder.iterdir()}


def _segment(index: Path) -> Segment:
    (segment,) = generations.open_current(index).segments
    return segment


_ASCENDING = tuple(field.name for field in fields(Ascending))


def _assert_same_arrays(first: Segment, second: Segment) -> None:
    parts = {
        "": ("titles", "texts", "instants", "weights", "begun_weights"),
        "forward": ("ranks", "common", "rare_forms", "rare_before"),
        **dict.fromkeys(("forms", "terms", "form_terms", "term_forms", "pairs", "beginnings"), ("offsets", "values")),
        **dict.fromkeys(("positions", "postings", "begun"), _ASCENDING),
        "keys": ("signs", "odd"),
    }
    for part, names in parts.items():
        one, other = (getattr(segment.arrays, part) if part else segment.arrays for segment in (first, second))
        for name in names:
            assert np.array_equal(getattr(one, name), getattr(other, name)), f"{part}.{name}"
