"""`slovoform watch`, as a process over real files: what changes there is found soon, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.build import build
from indexer.reading.sources import ReadOptions
from search.index.changing.lock import locked
from search.request import SearchRequest
from search.service import SearchService
from tests.conftest import MOSCOW

PATIENCE = 60  # seconds


def note(path: Path, word: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{word}\n\n{word}.", encoding="utf-8")
    return path


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with «мир.txt», which is indexed."""
    note(tmp_path / "news" / "мир.txt", "Мир")
    build([tmp_path / "news"], tmp_path / "index", ReadOptions(zone=MOSCOW))
    return tmp_path / "news"


class Watching:
    """A `slovoform watch` that is running, and the lines that it has told."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, "-c", "from search.cli import main; main()", "watch", *map(str, arguments)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            self.lines.extend(lines)  # as they come

    def told(self, part: str) -> bool:
        return any(part in line for line in self.lines)

    def end(self, number: int = signal.SIGKILL) -> int:
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return self.process.returncode


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[..., Watching]]:
    """Watch paths for the index, until the first update is told."""
    running: list[Watching] = []

    def started(*arguments: object) -> Watching:
        running.append(watching := Watching(*arguments, "--quiet", "0.5", "--index", tmp_path / "index"))
        until(lambda: watching.told("generation") or watching.process.poll() is not None)
        assert watching.process.poll() is None, watching.lines
        return watching

    yield started
    for watching in running:
        watching.end()


def until(true: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < last, "it did not come about"
        time.sleep(0.05)


def found(news: Path, query: str) -> set[str]:
    return {hit.id for hit in SearchService(news.parent / "index").search(SearchRequest(query)).hits}


@pytest.mark.parametrize("how", [(), ("--poll",)], ids=["told", "polled"])
def test_what_is_new_or_another_now_is_found(
    news: Path, watch: Callable[..., Watching], how: tuple[str, ...]
) -> None:
    note(news / "до.txt", "Раньше")
    watching = watch(news, *how)
    assert found(news, "раньше") == {"до"}
    note(news / "2026" / "01" / "вино.txt", "Вино")
    until(lambda: found(news, "вино") == {"2026/01/вино"})
    note(news / "мир.txt", "Перемирие")
    until(lambda: found(news, "перемирие") == {"мир"})
    with zipfile.ZipFile(news / "архив.zip", "w") as archive:
        archive.writestr("река.txt", "Река\n\nРека.")
    until(lambda: found(news, "река") == {"архив/река"})
    beside = note(news.parent / "new.tmp", "Замок")
    beside.rename(news / "мир.txt")  # as editors save
    until(lambda: found(news, "замок") == {"мир"})
    (news / "мир.txt").unlink()
    note(news / "последнее.txt", "Последнее")
    until(lambda: found(news, "последнее") == {"последнее"})
    assert found(news, "замок") == {"мир"}  # what is missing stays
    assert watching.told("indexed 1, replaced 1, deleted 0, skipped 0: generation")


def test_what_is_missing_goes_where_it_is_said_to(news: Path, watch: Callable[..., Watching]) -> None:
    note(news / "вино.txt", "Вино")
    watch(news, "--delete-missing")
    assert found(news, "") == {"мир", "вино"}
    (news / "вино.txt").unlink()
    until(lambda: found(news, "") == {"мир"})


def test_a_folder_that_goes_and_comes_back_is_followed_and_nothing_is_lost_meanwhile(
    news: Path, watch: Callable[..., Watching]
) -> None:
    watching = watch(news, "--delete-missing")
    news.rename(news.parent / "away")
    until(lambda: watching.told("skipped"))
    assert found(news, "") == {"мир"}
    note(news.parent / "away" / "вино.txt", "Вино")
    (news.parent / "away").rename(news)
    until(lambda: found(news, "") == {"мир", "вино"})
    note(news / "замок.txt", "Замок")
    until(lambda: found(news, "замок") == {"замок"})


def test_a_file_is_not_taken_while_it_is_being_written(news: Path, watch: Callable[..., Watching]) -> None:
    watching = watch(news)
    for number in range(20):
        with (news / "долго.jsonl").open("a", encoding="utf-8") as file:
            file.write(f'{{"id": "{number}", "text": "Долгая запись"}}\n')
        time.sleep(0.1)
    until(lambda: found(news, "долгая") != set())
    until(lambda: watching.told("read 20, indexed 20"))
    assert sum("generation" in line for line in watching.lines) == 2


def test_a_failure_is_told_and_the_rest_goes_on(news: Path, watch: Callable[..., Watching]) -> None:
    watching = watch(news)
    (news / "сбой").mkdir()
    (news / "сбой" / "а.jsonl").write_text('{"id": "1", "text": "Одно"}')
    (news / "сбой" / "б.jsonl").write_text('{"id": "1", "text": "Другое"}')  # two files, one id
    until(lambda: watching.told("tried again"))
    (news / "сбой" / "б.jsonl").write_text('{"id": "2", "text": "Другое"}')
    until(lambda: found(news, "другое") == {"2"})
    assert found(news, "одно") == {"1"}


def test_another_writer_is_told_and_waited_for(news: Path, watch: Callable[..., Watching]) -> None:
    watching = watch(news)
    with locked(news.parent / "index"):
        note(news / "вино.txt", "Вино")
        until(lambda: watching.told(f"written by process {os.getpid()} on "))
        assert found(news, "вино") == set()
    until(lambda: found(news, "вино") == {"вино"})
    assert sum("being written" in line for line in watching.lines) == 1


def test_an_index_in_what_is_watched_is_none_of_it(news: Path, watch: Callable[..., Watching]) -> None:
    watching = watch(news.parent)
    until(lambda: watching.told("indexed 1"))  # news/мир, by its longer path
    time.sleep(2)
    assert sum("generation" in line for line in watching.lines) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_the_batch_that_is_running(
    news: Path, watch: Callable[..., Watching], number: int
) -> None:
    watching = watch(news)
    note(news / "вино.txt", "Вино")
    until(
        lambda: len(list((news.parent / "index" / "generations").glob(".new-*"))) > 0 or found(news, "вино") != set()
    )
    assert watching.end(number) == 0
    assert found(news, "вино") == {"вино"}


@pytest.mark.parametrize(("arguments", "said"), [(("нет",), "there is no нет"), (("news",), "there is no index in")])
def test_what_can_never_be_followed_is_refused(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "news").mkdir()
    paths = [tmp_path / name if name == "news" else name for name in arguments]
    refused = Watching(*paths, "--index", tmp_path / "index")
    assert refused.process.wait(PATIENCE) in (1, 2)
    refused.end()
    assert refused.told(said)
