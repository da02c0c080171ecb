"""The command `slovoform watch`."""

from __future__ import annotations

import datetime
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Event

import click

from indexer.cli.options import writes_index
from indexer.cli.sources import Sources, reads_sources
from indexer.report import Report
from indexer.update import update
from indexer.watching import Batch, Watch
from search import config
from search.errors import SlovoformError
from search.index import generations
from search.index.changing.lock import Locked
from search.index.changing.options import WriteOptions

_SOON = 1.0  # seconds after which a lock that another process holds is tried again
_AGAIN = (60.0, 3600.0)  # after which what failed is tried again: at first, and at most


@click.command("watch")
@reads_sources
@writes_index
@click.option("--delete-missing", is_flag=True, help="Delete documents of the index that are not under the paths.")
@click.option("--quiet", type=click.FloatRange(0.1, 3600), default=2.0, show_default=True, metavar="SECONDS",
              help="Take a file once nothing has happened to it for so long.")  # fmt: skip
@click.option(
    "--poll", is_flag=True, help="Look at all files every second: where the system does not tell of changes."
)
def watch_command(
    sources: Sources,
    index: Path,
    writing: WriteOptions,
    delete_missing: bool,
    quiet: float,
    poll: bool,
) -> None:
    """Keep an index up to date with files and folders: update it, and again whenever something changes there.

    \b
    slovoform watch news/ --delete-missing

    A line tells of each update. What fails is told and tried again; another command that is writing is waited for.
    Ctrl-C or SIGTERM ends it after the update that is running, a second one at once.
    """
    for path in sources.paths:
        if not path.exists():
            raise click.BadParameter(f"there is no {path}", param_hint="PATHS")
    generations.current(index)  # without an index there is nothing to update, and will not be
    reading = sources.reading(config.from_environment().zone)

    def updated(batch: Batch) -> Report:
        only = None if delete_missing else batch
        report = update(
            sources.paths, index, reading, sources.on_duplicate, workers=sources.workers, memory=sources.memory,
            delete_missing=delete_missing, writing=writing, only=only,
        )  # fmt: skip
        if sources.skipped_file:
            sources.skipped_file.writelines(f"{refused}\n" for refused in report.skipped)
            sources.skipped_file.flush()
        return report

    _follow(Watch(sources.paths, index, quiet, delete_missing, poll, _stopped_by_signals()), updated)


def _stopped_by_signals() -> Event:
    """What the first signal to end sets; the second one ends as usual."""
    stop = Event()

    def handle(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
    return stop


def _follow(watch: Watch, updated: Callable[[Batch], Report]) -> None:
    """Update for each batch, and tell of it."""
    pause, holder = _AGAIN[0], ""
    for batch in watch.batches():
        try:
            report = updated(batch)
        except Locked as problem:
            watch.again(batch, _SOON)
            if problem.holder != holder:
                _tell(f"{problem.holder}: waiting")
            holder = problem.holder
        except SlovoformError as problem:
            watch.again(batch, pause)
            _tell(f"{problem}; tried again at the next change, or in {pause:.0f} s")
            pause = min(2 * pause, _AGAIN[1])
        else:
            pause, holder = _AGAIN[0], ""
            _tell(_line(report))
            for refused in report.skipped:
                _tell(f"skipped {refused}")


def _line(report: Report) -> str:
    return (
        f"read {report.read:,}, indexed {report.indexed:,}, replaced {report.replaced:,}, "
        f"deleted {report.deleted:,}, skipped {len(report.skipped):,}: "
        f"generation {report.generation}, {report.seconds:.1f} s"
    )


def _tell(line: str) -> None:
    click.echo(f"{datetime.datetime.now():%H:%M:%S} {line}")
