"""What surrounds an index, and the clear answer to each: small disks, read-only ones, other users, odd clocks."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from indexer.build import build
from indexer.reading.sources import ReadOptions
from indexer.update import delete, update
from search.errors import TooLittleRoom
from search.request import SearchRequest
from search.service import SearchService
from tests.conftest import ARCHIVE, MOSCOW, Served

OPTIONS = ReadOptions(zone=MOSCOW)
PROGRAM = "from search.cli import main; main()"
Mount = Callable[..., Path]


def slovoform(*arguments: object, before: str = "") -> subprocess.CompletedProcess[str]:
    """A command as a process; `before`: what that does first."""
    command = [sys.executable, "-c", f"{before}{PROGRAM}", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


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
    fill(small, leaving=600_000)
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


# A disk that is read-only.


def test_an_index_on_a_read_only_disk_is_searched_and_served_and_no_writer_begins(
    mount: Mount, serve: Callable[..., Served]
) -> None:
    disk = mount("3m")
    build([ARCHIVE], disk / "index", OPTIONS)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    assert found(disk / "index", "белки") == set(json.loads(searched(disk / "index", "белки")))
    with urlopen(f"{serve(disk / 'index').address}healthz", timeout=20) as answer:
        assert json.load(answer)["documents"] == 56
    for command in WRITERS:
        refused = slovoform(*command, "--index", disk / "index")
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert f"no index can be written to {disk / 'index'}: {os.strerror(errno.EROFS)}" in refused.stderr


WRITERS = (("build", ARCHIVE), ("update", ARCHIVE), ("delete", "bassejn"), ("compact",), ("rollback",))


def searched(index: Path, query: str, before: str = "") -> str:
    """The ids of what the command finds, as JSON."""
    said = slovoform("search", query, "--format", "json", "--limit", 10, "--index", index, before=before)
    assert said.returncode == 0, said.stderr
    return json.dumps([hit["id"] for hit in json.loads(said.stdout)["hits"]])


# Another user.

ANOTHER = """
import encodings.utf_8_sig, os
import search.cli.search, search.cli.stats, indexer.cli.build, indexer.cli.update, indexer.cli.delete
from search.russian.analysis import index_terms
index_terms("сталь")
os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""
"""What a process does before it gives up the rights of root: the program may lie where others cannot read it."""


@pytest.fixture
def of_root() -> Iterator[Path]:
    """An index of root in a folder that others may read."""
    if os.geteuid():
        pytest.skip("only root can become another user")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        build([ARCHIVE], Path(folder) / "index", OPTIONS)
        yield Path(folder) / "index"


def test_an_index_of_another_user_is_searched_and_no_writer_begins(of_root: Path) -> None:
    assert found(of_root, "белки") == set(json.loads(searched(of_root, "белки", before=ANOTHER)))
    for command in WRITERS:
        refused = slovoform(*command, "--index", of_root, before=ANOTHER)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert f"no index can be written to {of_root}: {os.strerror(errno.EACCES)}" in refused.stderr
        assert "give this user the right" in refused.stderr


@pytest.mark.parametrize("closed", [".", "generations"])
def test_an_index_that_only_another_user_may_read_is_told_so(of_root: Path, closed: str) -> None:
    (of_root / closed).chmod(0o700)
    for command in (("search", "мир"), WRITERS[1]):
        refused = slovoform(*command, "--index", of_root, before=ANOTHER)
        assert refused.returncode in (1, 2)  # by the index, or by the command line already
        assert str(of_root) in refused.stderr and "Traceback" not in refused.stderr
        assert os.strerror(errno.EACCES) in refused.stderr or "is not readable" in refused.stderr


# The clock.

BACK = """
import datetime, time
class Earlier(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(1999, 1, 1, tzinfo=tz)
datetime.datetime, time.time = Earlier, lambda: 915148800.0
"""
"""The clock of a process stands at the first of January 1999."""


def test_a_clock_that_goes_back_changes_nothing_but_what_is_told_of_the_time(
    tmp_path: Path, serve: Callable[..., Served]
) -> None:
    index = tmp_path / "index"
    build([ARCHIVE], index, OPTIONS)
    address = serve(index).address
    assert slovoform("update", articles(tmp_path, 3), "--index", index, before=BACK).returncode == 0
    assert SearchService(index).stats().created == "1999-01-01T00:00:00+00:00"
    with urlopen(f"{address}healthz", timeout=20) as answer:
        assert json.load(answer)["documents"] == 56 + 3
    assert slovoform("delete", "bassejn", "--index", index).returncode == 0
    assert found(index, '"номер 1"') == {"3-1"}
    assert slovoform("rollback", "--index", index, before=BACK).returncode == 0
    assert "since 1999-01-01T" in (index / "lock").read_text(encoding="utf-8")
    assert SearchService(index).stats().documents == 56 + 3
