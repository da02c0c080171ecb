"""How far a build is, and what it did, for a person."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import TextIO, TypeVar

import click

from indexer.progress import Progress, Show
from indexer.report import Report
from search.cli import NOT_ALL

T = TypeVar("T")

_SHOWN = 20  # skipped items and duplicates that the report prints; `--skipped` has them all


def told(work: Callable[[Show], Report], skipped_file: TextIO | None, update: bool = False) -> None:
    """Show how far a build or an update is, then what it did; end with the status that says so."""
    report = shown(work)
    if skipped_file:
        skipped_file.writelines(f"{refused}\n" for refused in report.skipped)
        skipped_file.write(f"… and {report.unlisted_skipped:,} more\n" if report.unlisted_skipped else "")
    for text in _report_lines(report, update):
        click.echo(text)
    if report.skipped:
        sys.exit(NOT_ALL)


def shown(work: Callable[[Show], T]) -> T:
    """Do some work, and show how far it is."""
    line = _Line(sys.stderr.isatty())
    try:
        return work(line.show)
    finally:
        line.finish()


class _Line:
    """Progress on one line of a terminal, or as a plain line every few seconds elsewhere."""

    def __init__(self, terminal: bool) -> None:
        self._terminal = terminal
        self._pause = 0.1 if terminal else 5.0
        self._next = 0.0 if terminal else time.monotonic() + self._pause
        self._shown = False

    def show(self, progress: Progress) -> None:
        """Show it, unless something was shown just now."""
        now = time.monotonic()
        if now < self._next and progress.stage == "reading":
            return
        self._next = now + self._pause
        self._shown = True
        click.echo(f"\r\x1b[K{_progress_text(progress)}" if self._terminal else _progress_text(progress),
                   nl=not self._terminal, err=True)  # fmt: skip

    def finish(self) -> None:
        """Leave the line free for what is printed next."""
        if self._terminal and self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def _progress_text(progress: Progress) -> str:
    rate = progress.documents / progress.seconds if progress.seconds else 0.0
    text = f"{progress.stage}: {progress.documents:,} documents, {rate:,.0f}/s"
    if progress.stage != "reading" or not progress.bytes_read:
        return text
    share = progress.bytes_read / max(progress.bytes_total, 1)
    left = progress.seconds / share - progress.seconds
    filled = round(share * 20)
    return f"[{'#' * filled}{'.' * (20 - filled)}] {share:.0%} {text}, about {left:,.0f} s left to read"


def _report_lines(report: Report, update: bool = False) -> Iterable[str]:
    yield f"read        {report.read:,}"
    yield f"indexed     {report.indexed:,}"
    if update:
        yield f"unchanged   {report.read - report.indexed - len(report.duplicates):,}"
        yield f"replaced    {report.replaced:,}"
        yield f"deleted     {report.deleted:,}"
    yield f"skipped     {len(report.skipped) + report.unlisted_skipped:,}"
    yield f"duplicates  {len(report.duplicates):,}"
    yield f"no date     {report.undated:,}"
    yield f"formats     {_counts(report.formats)}"
    yield f"encodings   {_counts(report.encodings)}"
    yield f"index       {report.size / 1e6:,.1f} MB, generation {report.generation}"
    yield f"time        {report.seconds:,.1f} s, {report.read / report.seconds:,.0f} documents/s"
    skipped = [*map(str, report.skipped)]
    yield from _listed("skipped", skipped, report.unlisted_skipped)
    replaced = [f"{double.at}: id {double.id!r} again at {double.kept}" for double in report.duplicates]
    yield from _listed("duplicates, the last one stays", replaced)
    yield from _listed("notes", report.notes, report.unlisted_notes)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())) or "none"


def _listed(title: str, lines: list[str], unlisted: int = 0) -> Iterable[str]:
    if lines:
        yield f"\n{title}:"
        yield from (f"  {line}" for line in lines[:_SHOWN])
        if more := len(lines[_SHOWN:]) + unlisted:
            yield f"  … and {more:,} more"
