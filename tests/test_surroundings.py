"""What surrounds an index, and the clear answer to each: small disks, read-only ones, other users, odd clocks."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.build import build
from indexer.reading.sources import ReadOptions
from indexer.update import delete, update
from search.errors import TooLittleRoom
from search.results import SearchRequest
from search.service import SearchService
from tests.conftest import ARCHIVE, MOSCOW

OPTIONS = ReadOptions(zone=MOSCOW)
PROGRAM = "from search.cli import main; main()"
Mount = Callable[..., Path]


def slovoform(*arguments: object, before: str = "", user: int | None = None) -> subprocess.CompletedProcess[str]:
    """A command as a process; `before`: what that does first; `user`: whose rights it has."""
    command = [sys.executable, "-c", f"{before}{PROGRAM}", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, user=user)


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mount a file system of memory, where this user may."""
    mounted: list[Path] = []

    def made(size: str) -> Path:
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
        if done.returncode:
            pytest.skip(f"no file system can be mounted here: {done.stderr.decode().strip()}")
        mounted.append(folder)
        return folder

    yield made
    for folder in mounted:
        subprocess.run(["umount", "-l", folder], check=True)


# Room on the disk.


@pytest.fixture
def small(mount: Mount) -> Path:
    """An index on a disk of 3 MB, of which it takes 0.3."""
    disk = mount("3m")
    build([ARCHIVE], disk / "index", OPTIONS)
    return disk


def articles(folder: Path, count: int) -> Path:
    """So many articles of 1,300 letters in one file."""
    path = folder / f"{count}.jsonl"
    rows = ({"id": f"{count}-{number}", "text": f"Сталь номер {number} подорожала. " * 40} for number in range(count))
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["build", "update"])
def test_work_without_room_for_it_is_refused_before_anything_is_written(
    small: Path, tmp_path: Path, command: str
) -> None:
    before = sorted(small.rglob("*"))
    refused = slovoform(command, articles(tmp_path, 1000), "--index", small / "index")
    assert refused.returncode == 1
    for part in ("MB may be needed", "MB are free", "--no-space-check", str(small / "index")):
        assert part in refused.stderr
    assert sorted(small.rglob("*")) == before
    assert slovoform(command, articles(tmp_path, 30), "--index", small / "index").returncode == 0


def test_what_is_packed_is_taken_for_four_times_its_size(small: Path, tmp_path: Path) -> None:
    path = tmp_path / "packed.jsonl.gz"
    path.write_bytes(os.urandom(400_000))
    with pytest.raises(TooLittleRoom, match=r"some 3\.5 MB"):
        build([path], small / "index", OPTIONS)


def test_an_update_of_a_mirror_needs_no_room_for_what_is_unchanged(small: Path) -> None:
    fill(small, leaving=100_000)
    assert update([ARCHIVE], small / "index", OPTIONS).indexed == 0


def test_segments_are_joined_only_where_there_is_room_and_what_was_published_answers(
    small: Path, tmp_path: Path
) -> None:
    delete(small / "index", lambda live: ["bassejn"])
    fill(small, leaving=400_000)
    refused = slovoform("compact", "--index", small / "index")
    assert refused.returncode == 1 and "MB may be needed" in refused.stderr
    refused = slovoform("update", articles(tmp_path, 1), "--index", small / "index")
    assert refused.returncode == 1 and "what is published is whole and answers" in refused.stderr
    assert found(small / "index", '"номер 0"') == {"1-0"}
    all_the_same = slovoform("compact", "--no-space-check", "--index", small / "index")
    assert "may be needed" not in all_the_same.stderr
    assert os.strerror(errno.ENOSPC) in all_the_same.stderr


def fill(disk: Path, leaving: int) -> None:
    """Leave so many bytes free."""
    (disk / "fill").write_bytes(bytes(shutil.disk_usage(disk).free - leaving))


def found(index: Path, query: str) -> set[str]:
    return {hit.id for hit in SearchService(index).search(SearchRequest(query)).hits}
