"""Faults on purpose, a bounded number of each; `tests/faults/__init__.py` names the commands of the full ones."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "run",
    [
        ["kills", "--kills", "20"],
        ["write_errors", "--every", "37"],
        ["power_loss"],
        ["flips", "--flips", "1"],
        ["load", "--updates", "8"],
    ],
    ids=lambda run: run[0],
)
def test_nothing_is_lost(run: list[str]) -> None:
    # A process of its own: it forks, and no thread or mapping of another test is to be forked with it.
    ended = subprocess.run([sys.executable, "-m", f"tests.faults.{run[0]}", *run[1:]], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
