"""What several tests share: real documents, real indexes, no stand-ins."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from search.documents import Document
from search.index import generations
from search.index.building.draft import Draft
from search.index.changing import publishing
from search.index.changing.deleting import without
from search.index.generations import Generation
from web.app import create_app

MOSCOW = ZoneInfo("Europe/Moscow")

Publish = Callable[[Sequence[Sequence[Document]]], Generation]
SiteOf = Callable[..., FlaskClient]
SHARED = Path(__file__).parents[1].parent / "shared"
ARCHIVE = Path(__file__).parents[1] / "indexer" / "archive"

# Timings of a shared machine say nothing of the code: no example is failed for being slow.
settings.register_profile("slovoform", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slovoform")


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Tests of the corpora need the corpora."""
    if not SHARED.is_dir():
        absent = pytest.mark.skip(reason=f"the corpora are not there: {SHARED}")
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(absent)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the corpora."""
    return SHARED


@pytest.fixture(scope="session")
def archive() -> Path:
    """The folder of the bundled archive."""
    return ARCHIVE


@pytest.fixture(scope="session")
def archive_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published index of the bundled archive."""
    from indexer.build import build
    from indexer.reading.sources import ReadOptions

    index = tmp_path_factory.mktemp("archive") / "index"
    report = build([ARCHIVE], index, ReadOptions(zone=MOSCOW))
    assert not report.skipped
    return index


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Publish an index with a segment for each list of documents."""

    def published(segments: Sequence[Sequence[Document]]) -> Generation:
        with publishing.writing(tmp_path / "index") as folder:
            written = []
            for documents in segments:
                with Draft(folder, MOSCOW) as draft:
                    for document in documents:
                        draft.add(document)
                    written.append(draft.write())
            generation = publishing.publish(folder, written, MOSCOW)
            publishing.prune(tmp_path / "index", 2)
            return generation

    return published


def let_go(index: Path, ids: Iterable[str]) -> Generation:
    """Publish an index without some of its documents."""
    with publishing.writing(index) as folder:
        live = generations.open_current(index)
        return publishing.publish(folder, [], live.zone, without(live, ids)[0])


@pytest.fixture(scope="session")
def notes() -> list[Document]:
    """A handful of documents in which every kind of word and date occurs."""
    return [
        Document(
            "1", "Сталь подорожала", "Цены на сталь выросли. Заводы стали закупать сталь впрок.", date(2024, 3, 15)
        ),
        Document("2", "Они стали чемпионами мира", "Борцы стали чемпионами мира в Женеве.", date(2024, 3, 16)),
        Document("3", "Чемпионат мира", "Чемпионат мира пройдёт в мае; мира чемпион не приедет.", date(2024, 2, 29)),
        Document(
            "4",
            "Вице-премьер Токаев",
            "Премьер-министр и вице-премьер Токаев прибыли в Нур-Султан.",
            date(2019, 1, 1),
        ),
        Document("5", "Ёлка", "На площади поставили ёлку. Елку украсили.", date(2023, 12, 31)),
        Document("6", "Без даты", "Записка о стали и разоружении."),
        Document("7", "Разоружение", "О разоружении говорили Токаева и Токаевым.", date(2024, 1, 1)),
        Document("8", "", "Текст без заголовка: 1 000 000 рублей, 3,5 %, iPhone'ов.", date(2024, 3, 15)),
        Document("9", "Заголовок без текста о мире", "", date(2024, 3, 16)),
    ]


@pytest.fixture
def app(archive_index: Path) -> Flask:
    """The web application over the bundled archive."""
    return create_app(archive_index)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def site_of(
    publish: Callable[[Sequence[Sequence[Document]]], Generation], tmp_path: Path
) -> Callable[..., FlaskClient]:
    """The web application over documents of one's own."""

    def made(*documents: Document) -> FlaskClient:
        publish([documents])
        return create_app(tmp_path / "index").test_client()

    return made


@dataclass(frozen=True)
class Served:
    """A running `slovoform serve` and the address it printed."""

    process: subprocess.Popen[str]
    address: str


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., Served]]:
    """Serve an index from a process of its own, on a port that the system chooses."""
    running = []

    def served(index: Path, *options: str) -> Served:
        program = [sys.executable, "-c", "from search.cli import main; main()"]
        command = [*program, "serve", "--index", str(index), "--port", "0", *options]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout
        printed = re.search(r"http://\S+/", process.stdout.readline())
        assert printed, process.communicate()[1]
        return Served(process, printed[0])

    yield served
    for process in running:
        process.terminate()
        process.communicate(timeout=20)
