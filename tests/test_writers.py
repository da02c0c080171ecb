"""One writer at a time: the second is told who the first is, or waits for it; no lock outlives its holder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.build import build
from indexer.reading.sources import ReadOptions
from indexer.update import compact_all, delete, update
from search.index import generations
from search.index.changing.options import WriteOptions
from tests.conftest import MOSCOW

OPTIONS = ReadOptions(zone=MOSCOW)
SLOVOFORM = [sys.executable, "-c", "from search.cli import main; main()"]
HOLDER = """
import pathlib, sys, time
from search.index.changing.lock import locked
with locked(pathlib.Path(sys.argv[1])):
    print('holding', flush=True)
    time.sleep(float(sys.argv[2]))
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of one note, «Мир», and a second one beside it that is not indexed."""
    for name in ("Мир", "Замок"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\n{name}.", encoding="utf-8")
    build([tmp_path / "Мир.txt"], tmp_path / "index", OPTIONS)
    return tmp_path / "index"


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process; it is killed at the end of the test."""
    running = []

    def started(*arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            list(map(str, arguments)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield started
    for process in running:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # and what it started
        process.communicate(timeout=20)


@pytest.fixture
def hold(index: Path, start: Start) -> Callable[[float], subprocess.Popen[str]]:
    """Let another process hold the lock for so many seconds."""

    def held(seconds: float) -> subprocess.Popen[str]:
        holder = start(sys.executable, "-c", HOLDER, index, seconds)
        assert holder.stdout and holder.stdout.readline() == "holding\n"
        return holder

    return held


WRITERS = [("build", "Замок.txt"), ("update", "Замок.txt"), ("delete", "Мир"), ("compact",), ("rollback",)]


@pytest.mark.parametrize("command", WRITERS, ids=lambda command: command[0])
def test_a_second_writer_is_refused_and_told_who_the_first_is(
    index: Path, hold: Callable[[float], subprocess.Popen[str]], start: Start, command: tuple[str, ...]
) -> None:
    holder = hold(60)
    _, said = start(*SLOVOFORM, *_within(index, command), "--index", index).communicate(timeout=60)
    assert re.search(rf"being written by process {holder.pid} on \S+ since \d{{4}}-\d\d-\d\dT.*--wait", said)
    _, said = start(*SLOVOFORM, *_within(index, command), "--wait", "0.2", "--index", index).communicate(timeout=60)
    assert said.count(f"process {holder.pid} on ") == 2  # that it waits, and that it does no longer
    assert generations.current(index).name == "000001"


@pytest.mark.parametrize("command", WRITERS[:-1], ids=lambda command: command[0])
def test_a_second_writer_waits_for_the_first_to_be_killed(
    index: Path, hold: Callable[[float], subprocess.Popen[str]], start: Start, command: tuple[str, ...]
) -> None:
    holder = hold(60)
    second = start(*SLOVOFORM, command[0], "--wait", *_within(index, command)[1:], "--index", index)
    assert second.stderr
    assert f"process {holder.pid} on " in second.stderr.readline()
    assert second.poll() is None
    holder.send_signal(signal.SIGKILL)
    second.communicate(timeout=60)
    assert second.returncode == 0


def test_writers_that_wait_come_one_after_the_other_and_nothing_is_lost(index: Path, start: Start) -> None:
    names = [f"Заметка {number}" for number in range(4)]
    for name in names:
        (index.parent / f"{name}.txt").write_text(f"{name}\n\n{name}.", encoding="utf-8")
    paths = [index.parent / f"{name}.txt" for name in names]
    writers = [start(*SLOVOFORM, "update", "--wait", path, "--index", index) for path in paths]
    assert [(writer.communicate(timeout=120), writer.returncode)[1] for writer in writers] == [0] * 4
    live = generations.open_current(index)
    assert {ident for segment in live.segments for ident in segment.live_ids()} == {"Мир", *names}


def test_a_lock_that_names_a_process_which_lives_but_does_not_hold_it_is_none(index: Path) -> None:
    (index / "lock").write_text(f"process {os.getpid()} on here since 1970-01-01T00:00:00+00:00\n")  # its pid, again
    assert update([index.parent / "Замок.txt"], index, OPTIONS).indexed == 1


def test_the_processes_of_a_writer_that_is_killed_end_with_it(index: Path, start: Start) -> None:
    script = (
        "import pathlib, sys, time\n"
        "from indexer.workers import spreading\nfrom search.index.changing.lock import locked\n"
        "with locked(pathlib.Path(sys.argv[1])), spreading(2) as spread:\n"
        "    list(spread(print, ['working'] * 2)); sys.stdout.flush(); time.sleep(60)\n"
    )
    writer = start(sys.executable, "-u", "-c", script, index)
    assert writer.stdout and writer.stdout.readline() == "working\n"
    writer.send_signal(signal.SIGKILL)
    patient = WriteOptions(wait=30)
    assert update([index.parent / "Замок.txt"], index, OPTIONS, writing=patient).indexed == 1


# Which generations stay.


def kept(index: Path) -> list[str]:
    return sorted(path.name for path in (index / "generations").iterdir())


@pytest.mark.parametrize(("keep", "stay"), [(1, ["000005"]), (2, ["000004", "000005"]), (9, None)])
def test_as_many_generations_stay_as_are_to_be_kept(index: Path, keep: int, stay: list[str] | None) -> None:
    for _ in range(4):
        build([index.parent / "Замок.txt"], index, OPTIONS, writing=WriteOptions(keep=keep))
    assert kept(index) == (stay or [f"00000{number}" for number in range(1, 6)])


def test_a_joined_generation_takes_the_place_of_the_one_that_says_the_same(index: Path, start: Start) -> None:
    update([index.parent / "Замок.txt"], index, OPTIONS)  # 2, and joined 3
    assert kept(index) == ["000001", "000003"]
    delete(index, lambda live: ["Мир"])
    assert kept(index) == ["000003", "000005"]
    start(*SLOVOFORM, "rollback", "--index", index).communicate(timeout=60)
    assert generations.open_current(index).documents == 2


def test_what_answers_stays_though_it_is_not_among_the_newest(index: Path, start: Start) -> None:
    for _ in range(3):
        build([index.parent / "Замок.txt"], index, OPTIONS, writing=WriteOptions(keep=4))
    start(*SLOVOFORM, "rollback", "--to", "000001", "--index", index).communicate(timeout=60)
    compact_all(index, writing=WriteOptions(keep=2))
    assert kept(index) == ["000001", "000003", "000004"]


def test_what_a_writer_that_was_killed_left_of_an_old_generation_is_cleared_away(index: Path) -> None:
    (index / "generations" / ".old-000001").mkdir()
    compact_all(index)
    assert kept(index) == ["000001"]


def _within(index: Path, command: tuple[str, ...]) -> list[str]:
    """A command whose sources lie beside the index."""
    return [str(index.parent / part) if part.endswith(".txt") else part for part in command]


def test_what_a_writer_left_that_could_not_switch_is_cleared_away_though_the_next_one_has_nothing_to_do(
    index: Path,
) -> None:
    (index / ".current.new").write_bytes(b"")
    update([index.parent / "Мир.txt"], index, OPTIONS)
    assert not (index / ".current.new").exists()
