"""Build a whole index out of sources and publish it; the old one answers until the moment of the switch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.reading.sources import Found, ReadOptions, Refused, Source, read, survey
from indexer.report import Duplicate, Report
from search.errors import DuplicateId, NothingReadable
from search.index import generations
from search.index.draft import Draft

OnDuplicate = Literal["error", "last"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: bytes of the sources read, of how many in all; `stage` names what is being done."""

    stage: str
    documents: int
    bytes_read: int
    bytes_total: int
    seconds: float


Show = Callable[[Progress], None]


def build(
    paths: Sequence[Path],
    index: Path,
    options: ReadOptions,
    on_duplicate: OnDuplicate = "error",
    show: Show = lambda progress: None,
) -> Report:
    """Read all documents under the paths, index them and publish the index.

    Raises NothingReadable where there is no document at all, DuplicateId where two files yield one id with
    different content: the published index then stays as it was.
    """
    started = time.monotonic()
    sources, refused = survey(paths)
    report = Report(skipped=list(refused))
    with generations.writing(index) as folder, Draft(folder, options.zone) as draft:
        intake = _Intake(draft, report, on_duplicate)
        meter = _Meter(show, started, sum(source.size for source in sources))
        for source in sources:
            for item in meter.through(source, read(source, options)):
                intake.take(item)
        if not len(draft):
            raise NothingReadable(_nothing(report))
        segment = draft.write(meter.stage)
        meter.stage("publishing")
        published = generations.publish(folder, [segment], options.zone)
    report.indexed = len(draft)
    report.undated = intake.undated
    report.generation, report.size = published.name, published.size
    report.seconds = time.monotonic() - started
    return report


@dataclass(frozen=True, slots=True)
class _Taken:
    """Where an id was last read, and a hash of what it stood for."""

    source: Path
    where: str
    content: int
    undated: bool


class _Intake:
    """Puts what is read into the draft, and watches over ids."""

    def __init__(self, draft: Draft, report: Report, on_duplicate: OnDuplicate) -> None:
        self._draft = draft
        self._report = report
        self._on_duplicate = on_duplicate
        self._taken: dict[str, _Taken] = {}

    @property
    def undated(self) -> int:
        return sum(taken.undated for taken in self._taken.values())

    def take(self, item: Found | Refused) -> None:
        if isinstance(item, Refused):
            self._report.skipped.append(item)
            return
        self._report.count(item)
        document = item.document
        earlier = self._taken.get(document.id)
        content = hash(document)
        if earlier:
            self._report.duplicates.append(Duplicate(document.id, earlier.where, item.where))
            self._refuse_other_content(item, earlier, content)
        if not earlier or earlier.content != content:
            self._draft.add(document)
        self._taken[document.id] = _Taken(item.source, item.where, content, document.date is None)

    def _refuse_other_content(self, item: Found, earlier: _Taken, content: int) -> None:
        """Rows of one source may replace each other; two files may not, unless that was asked for."""
        if item.source == earlier.source or content == earlier.content or self._on_duplicate == "last":
            return
        raise DuplicateId(
            f"{earlier.where} and {item.where} both yield the id {item.document.id!r} with different content: "
            "give one of them another id or name, or let the last one win with --on-duplicate=last"
        )


class _Meter:
    """Turns what the readers say of their sources into one measure of progress."""

    def __init__(self, show: Show, started: float, total: int) -> None:
        self._show = show
        self._started = started
        self._total = total
        self._finished = 0  # bytes of the sources read to their end
        self._consumed = 0  # bytes of the one being read
        self._documents = 0

    def through(self, source: Source, items: Iterator[Found | Refused]) -> Iterator[Found | Refused]:
        for item in items:
            self._documents += isinstance(item, Found)
            self._consumed = item.consumed
            self.stage("reading")
            yield item
        self._finished += source.size
        self._consumed = 0

    def stage(self, name: str) -> None:
        done = self._finished + self._consumed
        seconds = time.monotonic() - self._started
        self._show(Progress(name, self._documents, done, self._total, seconds))


def _nothing(report: Report) -> str:
    reasons = "".join(f"\n  {refused.where}: {refused.reason}" for refused in report.skipped[:10])
    return f"there is not one document to index; the published index stays as it was{reasons}"
