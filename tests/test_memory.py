"""A build keeps to the memory that it may take, and says so where that is too little."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from indexer.build import build
from indexer.cli.build import build_command
from indexer.reading.sources import ReadOptions
from search.errors import IndexUnavailable, TooLittleMemory
from search.index import generations
from search.index.building import memory
from search.index.building.memory import Memory
from tests.conftest import ARCHIVE, MOSCOW

OPTIONS = ReadOptions(zone=MOSCOW)


def test_a_worker_may_take_a_gigabyte_unless_told_otherwise():
    assert Memory.of(None, workers=1).size == 10**9
    assert Memory.of(None, workers=4).size == 4 * 10**9


@given(st.integers(0, 10**11), st.integers(1, 64))
def test_what_is_worked_on_at_a_time_fits(size, workers):
    try:
        bound = Memory.of(size, workers)
    except TooLittleMemory as refused:
        assert refused.needed > size
        assert Memory.of(refused.needed, workers).size == refused.needed
        return
    processes = memory._PROCESS * (workers + (workers > 1))
    at_a_time = max(
        bound.slots * memory._SLOT, bound.training, (bound.longest_text - 1) * memory._CHARACTER - (32 << 20)
    )
    assert processes + workers * at_a_time <= size


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.integers(1, 8))
def test_what_a_refusal_asks_for_is_enough(documents, forms, workers):
    try:
        Memory.of(None, workers).check(documents, forms)
    except TooLittleMemory as refused:
        Memory.of(refused.needed, workers).check(documents, forms)


def test_a_refusal_in_the_middle_of_the_sources_asks_for_what_all_of_them_need():
    with pytest.raises(TooLittleMemory) as half:
        Memory.of(None, 1).check(10_000_000, 0, read=0.5)
    with pytest.raises(TooLittleMemory) as whole:
        Memory.of(None, 1).check(20_000_000, 0)
    assert half.value.needed == whole.value.needed


def test_too_little_for_any_work_is_refused_before_anything_is_read(tmp_path: Path):
    with pytest.raises(TooLittleMemory, match=r"2 workers need more memory .* --memory 0\.\dGB or more"):
        build([tmp_path / "there is no such file"], tmp_path / "index", OPTIONS, workers=2, memory=10**8)
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("grows", ["_DOCUMENT", "_FORM"])
@pytest.mark.parametrize("workers", [1, 2])
def test_an_archive_that_outgrows_it_is_refused_and_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grows: str, workers: int
):
    monkeypatch.setattr(memory, grows, 10**9)
    with pytest.raises(TooLittleMemory, match="distinct word forms need more memory"):
        build([ARCHIVE], tmp_path / "index", OPTIONS, workers=workers)
    with pytest.raises(IndexUnavailable):
        generations.open_current(tmp_path / "index")


def test_in_however_small_parts_the_same_index_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    build([ARCHIVE], tmp_path / "at once", OPTIONS)
    monkeypatch.setattr(memory, "_SLOTS", (50, 50))
    build([ARCHIVE], tmp_path / "in parts", OPTIONS)
    assert arrays_of(tmp_path / "in parts") == arrays_of(tmp_path / "at once")


def arrays_of(index: Path) -> dict[str, bytes]:
    folder = index / "generations" / generations.current(index).name
    return {path.name.partition(".")[2]: path.read_bytes() for path in folder.glob("*.npy")}


def test_a_text_too_long_for_it_is_skipped_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(memory, "_CHARACTER", 10**6)
    (tmp_path / "короткий.txt").write_text("Заголовок\n\nТекст.", encoding="utf-8")
    (tmp_path / "долгий.txt").write_text("Заголовок\n\n" + "Текст. " * 200, encoding="utf-8")
    report = build([tmp_path], tmp_path / "index", OPTIONS)
    assert report.indexed == 1
    (skipped,) = report.skipped
    assert skipped.where.endswith("долгий.txt")
    assert "1,399 characters" in skipped.reason
    assert "--memory" in skipped.reason


@pytest.mark.parametrize(
    ("size", "status", "told"),
    [
        ("500MB", 0, "indexed"),
        ("1.5gb", 0, "indexed"),
        ("2 G", 0, "indexed"),
        ("much", 2, "500MB"),
        ("500", 2, "500MB"),
    ],
)
def test_a_size_has_a_unit(tmp_path: Path, size: str, status: int, told: str):
    arguments = [str(ARCHIVE), "--index", str(tmp_path / "index"), "--workers", "1", "--memory", size]
    found = CliRunner().invoke(build_command, arguments)
    assert (found.exit_code, told in f"{found.output}{found.exception}") == (status, True)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="another allocator than that of glibc")
@pytest.mark.parametrize(
    "keeping",
    ["context = keeping_freed_memory(); context.__enter__()", "SearchService(Path('no index is opened'))"],
    ids=["a build", "a search"],
)
def test_what_is_freed_is_not_asked_for_again_page_by_page(keeping: str) -> None:
    # A process of its own: what the allocator keeps by itself hangs on what was made and dropped before.
    script = FAULTS.format(keeping=keeping)
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    usual, kept = map(int, told.split())
    assert 10 * kept < usual


FAULTS = """
import resource
from pathlib import Path
import numpy as np
from search.allocation import keeping_freed_memory
from search.service import SearchService

def faults_of_arrays():
    # How many pages the system hands out for arrays of some megabytes that are made and dropped.
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for size in range(300_000, 400_000, 10_000):
        held = [np.ones(size, dtype=np.uint64) for _ in range(6)]
        del held
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

usual = sum(faults_of_arrays() for _ in range(10))
{keeping}
faults = [faults_of_arrays() for _ in range(12)]
print(usual, sum(faults[2:]))
"""
