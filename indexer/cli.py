"""The commands `slovoform build` and `slovoform demo`."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import TextIO

import click

from indexer.build import build
from indexer.duplicates import OnDuplicate
from indexer.progress import Progress
from indexer.reading.sources import ReadOptions
from indexer.report import Report
from search import config
from search.dates import zone
from search.index.generations import Locked

SOME_WERE_SKIPPED = 3
"""Exit status of a build that was published although something could not be read."""

_UNITS = {"M": 10**6, "G": 10**9}
_SHOWN = 20  # skipped items and duplicates that the report prints; `--skipped` has them all


@click.command("build")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--index", type=click.Path(path_type=Path), default=lambda: config.from_environment().index,
    show_default="SLOVOFORM_INDEX or slovoform-index", help="Directory of the index.",
)  # fmt: skip
@click.option("--encoding", help="Read all sources in this encoding instead of detecting it: cp1251, koi8-r…")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Read a field from this column: title=headline.",
)
@click.option(
    "--set",
    "constants",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Give documents that lack it a value: source=Лента.",
)
@click.option(
    "--zone", "zone_name", default=lambda: config.from_environment().zone,
    show_default="SLOVOFORM_ZONE or Europe/Moscow", help="Zone in which days without a clock lie.",
)  # fmt: skip
@click.option(
    "--on-duplicate", type=click.Choice(["error", "last"]), default="error", show_default=True,
    help="What to do when two files yield one id with different content.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), show_default="one for each processor",
    help="How many processes share the work.",
)  # fmt: skip
@click.option(
    "--memory", callback=lambda context, option, value: _bytes(value), metavar="SIZE",
    show_default="1GB for each worker", help="How much memory they may take together: 500MB, 2GB.",
)  # fmt: skip
@click.option(
    "--skipped", "skipped_file", type=click.File("w", encoding="utf-8", lazy=False),  # refused before reading begins
    help="Write every skipped item to this file, one `where: reason` a line.",
)  # fmt: skip
def build_command(
    paths: tuple[Path, ...],
    index: Path,
    encoding: str | None,
    mapping: tuple[str, ...],
    constants: tuple[str, ...],
    zone_name: str,
    on_duplicate: OnDuplicate,
    workers: int | None,
    memory: int | None,
    skipped_file: TextIO | None,
) -> None:
    """Index files and folders, and publish the index.

    \b
    slovoform build archive/ news.jsonl.gz --set source="Степные вести"

    Reads text, JSONL, CSV and TSV, each also as .gz. The old index answers until the new one is complete. Exit
    status: 0 all was indexed, 3 published but something was skipped, 1 nothing was published.
    """
    options = ReadOptions(
        zone=zone(zone_name),
        encoding=encoding,
        mapping=_pairs("--map", mapping),
        constants=_pairs("--set", constants),
    )
    meter = _Line(sys.stderr.isatty())
    try:
        report = build(paths, index, options, on_duplicate, meter.show, workers, memory)
    finally:
        meter.finish()
    if skipped_file:
        skipped_file.writelines(f"{refused.where}: {refused.reason}\n" for refused in report.skipped)
    for line in _report_lines(report):
        click.echo(line)
    if report.skipped:
        sys.exit(SOME_WERE_SKIPPED)


@click.command("demo")
@click.option(
    "--port", type=click.IntRange(0, config.LAST_PORT), default=lambda: config.from_environment().port,
    show_default="SLOVOFORM_PORT or 8080", help="Port to begin with; 0 lets the system choose.",
)  # fmt: skip
@click.option(
    "--index", type=click.Path(path_type=Path), default=lambda: config.from_environment().cache / "demo",
    show_default="slovoform/demo in XDG_CACHE_HOME or ~/.cache", help="Directory of the index.",
)  # fmt: skip
@click.pass_context
def demo_command(context: click.Context, port: int, index: Path) -> None:
    """Try it: index a small bundled archive and serve it.

    \b
    slovoform demo

    The index lies in the user's cache folder. Where the port is taken, the next free one serves.
    """
    options = ReadOptions(zone=zone(config.from_environment().zone))
    with resources.as_file(resources.files("indexer") / "archive") as archive, suppress(Locked):
        build([archive], index, options)  # another demo that is writing just now brings the same
    program = context.find_root().command
    serve = program.get_command(context, "serve") if isinstance(program, click.Group) else None
    if serve is None:
        raise click.ClickException("the command `serve` is not installed")
    context.invoke(serve, index=index, port=port, next_port=True)


def _pairs(option: str, texts: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        field, equals, value = text.partition("=")
        if not equals or not field or not value:
            raise click.BadParameter(f"{text!r} is not of the form FIELD=VALUE", param_hint=option)
        pairs[field] = value
    return pairs


def _bytes(size: str | None) -> int | None:
    """«2GB» → 2,000,000,000."""
    if size is None:
        return None
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?) ?([MG])B?", size, re.IGNORECASE | re.ASCII)
    if not found:
        raise click.BadParameter(f"{size!r} is no size: write it like 500MB or 2GB")
    return round(float(found[1]) * _UNITS[found[2].upper()])


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


def _report_lines(report: Report) -> Iterable[str]:
    yield f"read        {report.read:,}"
    yield f"indexed     {report.indexed:,}"
    yield f"skipped     {len(report.skipped):,}"
    yield f"duplicates  {len(report.duplicates):,}"
    yield f"no date     {report.undated:,}"
    yield f"formats     {_counts(report.formats)}"
    yield f"encodings   {_counts(report.encodings)}"
    yield f"index       {report.size / 1e6:,.1f} MB, generation {report.generation}"
    yield f"time        {report.seconds:,.1f} s, {report.read / report.seconds:,.0f} documents/s"
    yield from _listed("skipped", [f"{refused.where}: {refused.reason}" for refused in report.skipped])
    replaced = [f"{double.at}: id {double.id!r} again at {double.kept}" for double in report.duplicates]
    yield from _listed("duplicates, the last one stays", replaced)
    yield from _listed("notes", report.notes)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())) or "none"


def _listed(title: str, lines: list[str]) -> Iterable[str]:
    if lines:
        yield f"\n{title}:"
        yield from (f"  {line}" for line in lines[:_SHOWN])
        if len(lines) > _SHOWN:
            yield f"  … and {len(lines) - _SHOWN:,} more"
