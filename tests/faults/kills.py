"""kill -9 at random instants: `python -m tests.faults.kills --kills 500`.

A command and all its processes are killed at a random instant of the time that it takes. Then the index must open and
answer as before or as after, as after if the command had ended well; and the same command, run again, must succeed
and leave nothing behind.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from search.errors import SlovoformError
from tests.faults.commands import Command, fresh, run
from tests.faults.scenarios import SCENARIOS, Scenario, State, litter, state


def main() -> None:
    """Kill each scenario's command its share of times, print a table, and fail if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    share = -(-options.kills // len(SCENARIOS))
    faults: list[str] = []
    print(f"{'command':<16} {'kills':>5} {'before':>6} {'after':>6}  faults")
    for scenario in SCENARIOS:
        with tempfile.TemporaryDirectory() as folder:
            seen, found = disturbed(scenario, Path(folder), share, random.Random(options.seed))
        print(f"{scenario.name:<16} {share:>5} {seen['before']:>6} {seen['after']:>6}  {len(found)}", flush=True)
        faults += [f"{scenario.name}: {fault}" for fault in found]
    print(*faults, sep="\n", end="")
    sys.exit(bool(faults))


def disturbed(scenario: Scenario, folder: Path, kills: int, chance: random.Random) -> tuple[Counter[str], list[str]]:
    """How often the index was found as before and as after, and what was wrong."""
    pristine, index = folder / "pristine", folder / "index"
    scenario.prepare(pristine)
    before = state(pristine)
    fresh(pristine, index)
    began = time.monotonic()
    ended = run(scenario.arguments(index))
    lasted = time.monotonic() - began
    if ended.status:
        raise AssertionError(f"the command failed, undisturbed: {ended.errors}")
    after = state(index)
    seen: Counter[str] = Counter()
    faults: list[str] = []
    for _ in range(kills):
        fresh(pristine, index)
        instant = chance.uniform(0, 1.1 * lasted)
        try:
            seen[_killed(scenario, index, instant, before, after)] += 1
        except (SlovoformError, AssertionError) as problem:
            faults.append(f"killed after {instant:.3f} s: {problem}")
    return seen, faults


def _killed(scenario: Scenario, index: Path, instant: float, before: State, after: State) -> str:
    command = Command(scenario.arguments(index))
    time.sleep(instant)
    with suppress(ProcessLookupError, PermissionError):  # it has no group yet, or has ended
        command.kill()
    status = command.wait().status
    found = state(index)
    if found not in (before, after):
        raise AssertionError("the index answers neither as before nor as after")
    if status == 0 and found != after:
        raise AssertionError("the command ended well, and the index answers as before")
    again = run(scenario.arguments(index))
    if again.status or state(index) != after:
        raise AssertionError(f"the next run did not succeed: {again.errors}")
    if left := litter(index):
        raise AssertionError(f"the next run left behind {', '.join(left)}")
    return "after" if found == after else "before"


if __name__ == "__main__":
    os.environ.pop("SLOVOFORM_INDEX", None)
    main()
