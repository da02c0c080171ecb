"""The power goes: `python -m tests.faults.power_loss`.

All changes of files that a command makes are recorded. After each of them that names or syncs something, every state
is built that a disk may show: names that were not synced are there or not, folder by folder; contents that were not
synced are missing, or half of them are there. In each, a reader must find the index as before or as after; once the
command has ended well, as after.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from search.errors import SlovoformError
from tests.faults.calls import Call, watch
from tests.faults.commands import run
from tests.faults.disk import Disk
from tests.faults.scenarios import SCENARIOS, Scenario, State, state

CHANGES_OF_NAMES = {"create", "mkdir", "fsync", "rename", "link", "unlink", "rmdir"}


def main() -> None:
    """Try each scenario's command, print a table, and fail if an index was lost."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    faults: list[str] = []
    print(f"{'command':<16} {'calls':>5} {'states':>6}  faults")
    for scenario in SCENARIOS:
        if "two" in scenario.name:
            continue  # the order of the calls of several processes is not recorded
        with tempfile.TemporaryDirectory() as folder:
            calls, states, found = lost(scenario, Path(folder))
        print(f"{scenario.name:<16} {calls:>5} {states:>6}  {len(found)}", flush=True)
        faults += [f"{scenario.name}: {fault}" for fault in found]
    print(*faults[:50], sep="\n", end="")
    sys.exit(bool(faults))


def lost(scenario: Scenario, folder: Path) -> tuple[int, int, list[str]]:
    """How many calls were recorded, how many states built of them, and what was wrong."""
    index, shown = folder / "disk" / "index", folder / "shown"
    index.parent.mkdir()
    scenario.prepare(index)
    before, disk = state(index), Disk(index.parent)
    calls = _recorded(scenario, index, folder / "calls")
    after = state(index)
    reader = _Reader(shown, before, after)
    faults: list[str] = []
    for number, call in enumerate(calls):
        disk.take(call)
        if call.kind in CHANGES_OF_NAMES:
            faults += [f"after call {number}, {call.kind} {call.path}: {fault}" for fault in reader.faults(disk)]
    if reader.finds(disk.files(set(), "nothing")) != ("before" if before == after else "after"):
        faults.append("the command ended well, and not all that it wrote was synced")
    return len(calls), reader.states, faults


def _recorded(scenario: Scenario, index: Path, log: Path) -> list[Call]:
    """The calls of a command, from the process that ran it."""

    def record() -> None:
        file = log.open("wb")
        watch(index.parent, lambda call: None, lambda call: (pickle.dump(call, file), file.flush())[1])

    ended = run(scenario.arguments(index), record)
    if ended.status:
        raise AssertionError(f"the command failed, undisturbed: {ended.errors}")
    calls = []
    with log.open("rb") as file:
        while file.peek(1):
            calls.append(pickle.load(file))
    return calls


class _Reader:
    """Opens the index on what a disk shows; what it reads of that is told apart, and opened once."""

    def __init__(self, folder: Path, before: State, after: State) -> None:
        self.states = 0
        self._folder = folder
        self._known = {"before": before, "after": after}
        self._found: dict[bytes, str] = {}

    def faults(self, disk: Disk) -> Iterator[str]:
        """What is wrong in all that the disk may show now."""
        for late, contents in disk.states():
            self.states += 1
            found = self.finds(disk.files(late, contents))
            if found not in self._known:
                yield f"{found} (with the names in {sorted(late)}, {contents} of what was not synced)"

    def finds(self, files: dict[str, bytes]) -> str:
        """`before`, `after` or what went wrong."""
        live = files.get("index/current", b"").strip().decode()
        read = {path: data for path, data in files.items() if path.startswith(f"index/generations/{live}/") and live}
        digest = hashlib.blake2b(repr((live, sorted(read.items()))).encode()).digest()
        if digest not in self._found:
            self._found[digest] = self._opened(files)
        return self._found[digest]

    def _opened(self, files: dict[str, bytes]) -> str:
        shutil.rmtree(self._folder, ignore_errors=True)
        for path, data in files.items():
            (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self._folder / path).write_bytes(data)
        try:
            found = state(self._folder / "index")
        except (SlovoformError, AssertionError) as problem:
            return str(problem)
        return next((name for name, known in self._known.items() if known == found), "neither as before nor as after")


if __name__ == "__main__":
    main()
