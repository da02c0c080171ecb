"""Build every index, and start every engine, in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_KEPT = "builds.json"
_STARTS = 5
_PAUSE = 0.25  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Build:
    """One build: seconds by the wall and of all processors, both without the import of the library.

    `memory`: the most that all its processes hold together; `size`: of the index on disk; both in bytes.
    """

    engine: str
    note: str
    documents: int
    seconds: float
    processors: float
    memory: int
    size: int


@dataclass(frozen=True, slots=True)
class Start:
    """Medians in milliseconds: importing an engine, and then opening its index and answering the first query."""

    engine: str
    importing: float
    first: float


def build(name: str, paths: Sequence[Path], work: Path) -> list[Build]:
    """Build anew, and ours once more over what it knows by then."""
    folder, cache = work / name, work / f"{name}.cache"
    for old in (folder, cache):
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir(parents=True)
    if name != "ours":
        return [_built(name, "", paths, folder, cache)]
    return [_built(name, note, paths, folder, cache) for note in ("first build", "again")]


def keep(built: Sequence[Build], work: Path) -> None:
    """Keep what was measured so far beside the indexes."""
    (work / _KEPT).write_text(json.dumps([asdict(each) for each in built]), encoding="utf-8")


def kept(work: Path) -> list[Build]:
    """What was measured when the indexes of a folder were built."""
    if not (work / _KEPT).exists():
        return []
    return [Build(**each) for each in json.loads((work / _KEPT).read_text(encoding="utf-8"))]


def start(name: str, folder: Path, clock: str, word: str) -> Start:
    """Open an index in a new process and ask for one word; its files are in the page cache."""
    answers = [json.loads(_child("first", name, str(folder), clock, word).communicate()[0]) for _ in range(_STARTS)]
    medians = [statistics.median(answer[key] for answer in answers) * 1000 for key in ("import", "first")]
    return Start(name, *medians)


def _built(name: str, note: str, paths: Sequence[Path], folder: Path, cache: Path) -> Build:
    child = _child("build", name, str(folder), *map(str, paths), cache=cache)
    memory = _Memory(child.pid)
    printed, _ = child.communicate()
    memory.stop()
    if child.returncode:
        raise SystemExit(f"{name}: the build failed, see above")
    report = json.loads(printed)
    return Build(name, note, **report, memory=memory.most, size=_live_size(folder))


def _child(*arguments: str, cache: Path | None = None) -> subprocess.Popen[str]:
    settings = {name: value for name, value in os.environ.items() if not name.startswith("SLOVOFORM_")}
    if cache:
        settings["XDG_CACHE_HOME"] = str(cache)  # empty before the first build: nothing is known
    command = [sys.executable, "-m", "benchmarks.engines", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=settings)


def _live_size(folder: Path) -> int:
    """Bytes of an index; of ours without the generation before, which stays for those that are opening it."""
    current = folder / "current"
    live = folder / "generations" / current.read_text().split()[0] if current.exists() else folder
    return sum(path.stat().st_size for path in live.rglob("*") if path.is_file())


class _Memory:
    """Watches how much memory a process and its children hold together; what they share counts once."""

    def __init__(self, pid: int) -> None:
        self.most = 0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_PAUSE):
            self.most = max(self.most, sum(map(_held, _family(self._pid))))


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has ended
        return []
    return [pid, *(member for child in children for member in _family(int(child)))]


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    anonymous = next(line for line in lines if line.startswith("Pss_Anon"))
    return int(anonymous.split()[1]) * 1024
