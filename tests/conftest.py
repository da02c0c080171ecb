"""What several tests share: real documents, real indexes, no stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from search.documents import Document
from search.index import generations
from search.index.draft import Draft
from search.index.generations import Generation

MOSCOW = ZoneInfo("Europe/Moscow")
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
    from indexer.sources import ReadOptions

    index = tmp_path_factory.mktemp("archive") / "index"
    report = build([ARCHIVE], index, ReadOptions(zone=MOSCOW))
    assert not report.skipped
    return index


@pytest.fixture
def publish(tmp_path: Path) -> Callable[[Sequence[Sequence[Document]]], Generation]:
    """Publish an index with a segment for each list of documents."""

    def published(segments: Sequence[Sequence[Document]]) -> Generation:
        with generations.writing(tmp_path / "index") as folder:
            written = []
            for documents in segments:
                with Draft(folder, MOSCOW) as draft:
                    for document in documents:
                        draft.add(document)
                    written.append(draft.write(lambda stage: None))
            return generations.publish(folder, written, MOSCOW)

    return published


@pytest.fixture(scope="session")
def notes() -> list[Document]:
    """A handful of documents in which every kind of word and date occurs."""
    return [
        Document("1", "Сталь подорожала", "Цены на сталь выросли. Заводы стали закупать сталь впрок.", date(2024, 3, 15)),
        Document("2", "Они стали чемпионами мира", "Борцы стали чемпионами мира в Женеве.", date(2024, 3, 16)),
        Document("3", "Чемпионат мира", "Чемпионат мира пройдёт в мае; мира чемпион не приедет.", date(2024, 2, 29)),
        Document("4", "Вице-премьер Токаев", "Премьер-министр и вице-премьер Токаев прибыли в Нур-Султан.", date(2019, 1, 1)),
        Document("5", "Ёлка", "На площади поставили ёлку. Елку украсили.", date(2023, 12, 31)),
        Document("6", "Без даты", "Записка о стали и разоружении."),
        Document("7", "Разоружение", "О разоружении говорили Токаева и Токаевым.", date(2024, 1, 1)),
        Document("8", "", "Текст без заголовка: 1 000 000 рублей, 3,5 %, iPhone'ов.", date(2024, 3, 15)),
        Document("9", "Заголовок без текста о мире", "", date(2024, 3, 16)),
    ]
