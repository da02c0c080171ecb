"""Several processes build what one builds; one that fails or dies fails the build, and nothing is published."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from indexer import intake
from indexer.build import build
from indexer.reading.sources import ReadOptions
from indexer.workers import WorkerDied
from search.documents import Document
from search.errors import IndexUnavailable, SlovoformError
from search.index import generations
from search.service import SearchService
from tests.conftest import MOSCOW

OPTIONS = ReadOptions(zone=MOSCOW)


@pytest.fixture
def sources(tmp_path: Path, notes: list[Document]) -> Path:
    """Files of several formats, with a broken line and with ids that come again."""
    folder = tmp_path / "files"
    folder.mkdir()
    for part in range(5):
        rows = [
            {
                "id": f"{part}-{note.id}",
                "title": note.title,
                "text": note.text or "Пусто.",
                "date": str(note.date or ""),
            }
            for note in notes
        ]
        lines = [json.dumps(row, ensure_ascii=False) for row in [*rows, rows[part]]]
        (folder / f"{part}.jsonl").write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
        (folder / f"note{part}.txt").write_text(
            f"date 2026-01-0{part + 1} Заметка\n\nТекст {part}.", encoding="utf-8"
        )
    return folder


def test_several_workers_build_what_one_builds(sources: Path, tmp_path: Path) -> None:
    reports = [build([sources], tmp_path / f"index{count}", OPTIONS, workers=count) for count in (1, 2, 3)]
    alone = reports[0]
    for report in reports[1:]:
        assert (report.read, report.indexed, report.undated) == (alone.read, alone.indexed, alone.undated)
        assert report.skipped == alone.skipped
        assert report.duplicates == alone.duplicates
        assert report.formats == alone.formats
    contents = [arrays_of(tmp_path / f"index{count}") for count in (1, 2, 3)]
    assert contents[0] == contents[1] == contents[2]
    documents = [documents_of(tmp_path / f"index{count}") for count in (1, 2, 3)]
    assert documents[0] == documents[1] == documents[2]


def arrays_of(index: Path) -> dict[str, bytes]:
    folder = index / "generations" / generations.current(index).name
    return {path.name.partition(".")[2]: path.read_bytes() for path in folder.glob("*.npy")}


def documents_of(index: Path) -> list[Document]:
    (segment,) = generations.open_current(index).segments
    return [segment.document(number) for number in range(segment.documents)]


def test_nothing_is_left_of_the_work(sources: Path, tmp_path: Path) -> None:
    build([sources], tmp_path / "index", OPTIONS, workers=2)
    folder = tmp_path / "index" / "generations" / "000001"
    kinds = {path.suffix for path in folder.iterdir()}
    assert kinds == {".npy", ".records", ".col", ".toc", ".json", ""}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_raises_fails_the_build_with_its_reason(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    def failing(self: object, number: int, piece: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intake.Intake, "take", failing)
    with pytest.raises(SlovoformError, match=r"No space left.*run the command again"):
        build([sources], tmp_path / "index", OPTIONS, workers=workers)
    with pytest.raises(IndexUnavailable):
        SearchService(tmp_path / "index").stats()


def test_a_worker_that_is_killed_fails_the_build(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = os.getpid()

    def dying(self: object, number: int, piece: object) -> int:
        assert os.getpid() != builder
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    monkeypatch.setattr(intake.Intake, "take", dying)
    with pytest.raises(WorkerDied, match="killed"):
        build([sources], tmp_path / "index", OPTIONS, workers=2)
    with pytest.raises(IndexUnavailable):
        SearchService(tmp_path / "index").stats()


def test_a_rebuild_uses_the_analysis_of_the_live_index_and_makes_the_same(sources: Path, tmp_path: Path) -> None:
    for _ in range(2):
        build([sources], tmp_path / "index", OPTIONS)
    assert generations.known(generations.open_current(tmp_path / "index")) is not None
    first, second = (
        {path.name.partition(".")[2]: path.read_bytes() for path in folder.glob("*.npy")}
        for folder in sorted((tmp_path / "index" / "generations").iterdir())
    )
    assert first == second


def test_an_analysis_made_by_other_rules_is_not_used(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([sources], tmp_path / "index", OPTIONS)
    monkeypatch.setattr("search.index.generations.fingerprint", lambda: "other rules")
    assert generations.known(generations.open_current(tmp_path / "index")) is None
