"""Writing that fails: `python -m tests.faults.write_errors`.

Every call by which a command changes files is made to fail, one after the other: with EIO it alone, with ENOSPC it
and all later ones that need room. The command must end with one line that says what failed and where, without a
trace; the index answers as before, or as after where it was published already; the next run succeeds and leaves
nothing behind.
"""

from __future__ import annotations

import argparse
import errno
import multiprocessing
import os
import sys
import tempfile
from pathlib import Path

from search.errors import SlovoformError
from tests.faults.calls import Call, watch
from tests.faults.commands import fresh, run
from tests.faults.scenarios import SCENARIOS, Scenario, State, litter, state

NEED_ROOM = {"create", "write", "truncate", "mkdir", "rename", "link", "fsync"}
OF_HANDLES = {"write", "truncate", "fsync"}
"""Calls whose failure does not tell the name of the file: the system knows none."""

Count = "multiprocessing.sharedctypes.Synchronized[int]"


def main() -> None:
    """Let every nth call of each scenario's command fail, print a table, and fail if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="let only every so manyth call fail")
    parser.add_argument("--scenario", choices=[scenario.name for scenario in SCENARIOS], help="only this one")
    options = parser.parse_args()
    faults: list[str] = []
    print(f"{'command':<16} {'calls':>5} {'ENOSPC':>6} {'EIO':>6}  faults")
    for scenario in SCENARIOS:
        if options.scenario not in (None, scenario.name):
            continue
        with tempfile.TemporaryDirectory() as folder:
            calls, injected, found = disturbed(scenario, Path(folder), options.every)
        print(f"{scenario.name:<16} {calls:>5} {injected:>6} {injected:>6}  {len(found)}", flush=True)
        faults += [f"{scenario.name}: {fault}" for fault in found]
    print(*faults, sep="\n", end="")
    sys.exit(bool(faults))


def disturbed(scenario: Scenario, folder: Path, every: int) -> tuple[int, int, list[str]]:
    """How many calls there are, how many of them were made to fail, and what was wrong then."""
    pristine, index = folder / "pristine", folder / "index"
    scenario.prepare(pristine)
    before = state(pristine)
    fresh(pristine, index)
    count = multiprocessing.Value("q", 0)
    if (ended := run(scenario.arguments(index), lambda: _fail(index, count, 0, 0))).status:
        raise AssertionError(f"the command failed, undisturbed: {ended.errors}")
    after, calls = state(index), count.value
    faults: list[str] = []
    chosen = range(1, calls + 1, every)
    for number in chosen:
        for code in (errno.ENOSPC, errno.EIO):
            fresh(pristine, index)
            try:
                _survived(scenario, index, number, code, before, after)
            except (SlovoformError, AssertionError) as problem:
                faults.append(f"{errno.errorcode[code]} at call {number}: {problem}")
    return calls, len(chosen), faults


def _survived(scenario: Scenario, index: Path, number: int, code: int, before: State, after: State) -> None:
    count = multiprocessing.Value("q", 0)
    ended = run(scenario.arguments(index), lambda: _fail(index, count, number, code))
    found = state(index)
    if found != after and (found != before or ended.status == 0):
        raise AssertionError(f"status {ended.status}, and the index answers neither as before nor as after")
    if ended.status not in (0, 1) or (ended.status and not _clear(ended.errors, code)):
        raise AssertionError(f"status {ended.status}, no clear error: {ended.errors[-600:]}")
    again = run(scenario.arguments(index))
    if again.status or state(index) != after:
        raise AssertionError(f"the next run did not succeed: {again.errors[-600:]}")
    if left := litter(index):
        raise AssertionError(f"the next run left behind {', '.join(left)}")


def _clear(said: str, code: int) -> bool:
    """Is the last line one that says what is wrong and where, and is there no trace?"""
    last = said.splitlines()[-1] if said else ""
    return last.startswith("Error: ") and os.strerror(code) in last and "/index" in last and "Traceback" not in said


def _fail(index: Path, count: Count, number: int, code: int) -> None:
    """Let the call of this number fail; on a full disk, also all later ones that need room."""

    def before(call: Call) -> None:
        with count.get_lock():
            count.value += 1
            now = count.value
        if number and _fails(call, now, number, code):
            named = () if call.kind in OF_HANDLES else (call.path,)
            raise OSError(code, os.strerror(code), *named)

    watch(index, before)


def _fails(call: Call, now: int, number: int, code: int) -> bool:
    if code == errno.ENOSPC:
        return now >= number and call.kind in NEED_ROOM
    return now == number


if __name__ == "__main__":
    os.environ.pop("SLOVOFORM_INDEX", None)
    main()
