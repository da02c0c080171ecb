"""Commands as processes: forked from one that has the modules and the dictionary loaded, each its own group."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.cli import main


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit status, or minus the signal that killed it, and what it said."""

    status: int
    errors: str


class Command:
    """A command that was started. `disturb` is called in its process before it begins."""

    def __init__(self, arguments: Sequence[str], disturb: Callable[[], None] = lambda: None) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - `wait` closes it
        sys.stdout.flush()
        sys.stderr.flush()
        self._process = os.fork()
        if not self._process:
            _run(arguments, self._errors.fileno(), disturb)

    def kill(self) -> None:
        """Kill it with all processes that it started."""
        os.killpg(self._process, signal.SIGKILL)

    def wait(self) -> Ended:
        """Wait until it ends."""
        _, status = os.waitpid(self._process, 0)
        with self._errors as file:
            file.seek(0)
            return Ended(os.waitstatus_to_exitcode(status), file.read().decode())


def run(arguments: Sequence[str], disturb: Callable[[], None] = lambda: None) -> Ended:
    """Run a command to its end."""
    return Command(arguments, disturb).wait()


def run_here(work: Callable[[], None]) -> Ended:
    """Do some work in a process of its own, which may crash."""
    return Command((), work).wait()


def _run(arguments: Sequence[str], errors: int, disturb: Callable[[], None]) -> None:
    status = 70
    try:
        os.setsid()
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(errors, 2)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        disturb()
        if arguments:
            main(list(arguments), prog_name="slovoform")
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def fresh(source: Path, target: Path) -> None:
    """Put an index, or its absence, where another one was."""
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)
