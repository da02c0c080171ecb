"""All that one run measured, and how it is kept: a JSON file that pages and comparisons are made from."""

from __future__ import annotations

import datetime
import json
import math
import os
import platform
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.engines.rows import Corpus
from benchmarks.speed.builds import Build, Start
from benchmarks.speed.rounds import How, Series


@dataclass(frozen=True, slots=True)
class Results:
    """One run. `missing`: engines that could not be measured, and why. `queries`: the words of each class."""

    machine: str
    date: str
    clock: str
    rounds: int
    corpus: Corpus
    versions: dict[str, str]
    missing: dict[str, str]
    queries: dict[str, list[list[str]]]
    builds: list[Build]
    starts: list[Start]
    series: list[Series]

    def of(self, query_class: str, variant: str, engine: str, how: How = "first") -> Series | None:
        """The times of one cell; None for a dash."""
        wanted = query_class, variant, engine, how
        return next(
            (one for one in self.series if (one.query_class, one.variant, one.engine, one.how) == wanted), None
        )

    def ratio(self, query_class: str, variant: str, peer: str, how: How = "first") -> float | None:
        """Median of ours by that of a peer: below 1 ours is faster."""
        ours, theirs = (self.of(query_class, variant, engine, how) for engine in ("ours", peer))
        return median(ours) / median(theirs) if ours and theirs else None

    def matches(self, query_class: str, variant: str, peer: str) -> float | None:
        """Documents found by ours for each that a peer finds: is the work alike?"""
        ours, theirs = (self.of(query_class, variant, engine) for engine in ("ours", peer))
        if not ours or not theirs or None in theirs.counts or not sum(theirs.counts):  # type: ignore[arg-type]
            return None
        return sum(ours.counts) / sum(theirs.counts)  # type: ignore[arg-type]

    def save(self, path: Path) -> None:
        """Keep it."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> Results:
    """What was kept."""
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kept["corpus"] = Corpus(**kept["corpus"])
    for name, kind in (("builds", Build), ("starts", Start), ("series", Series)):
        kept[name] = [kind(**each) for each in kept[name]]
    return Results(**kept)


def median(series: Series) -> float:
    """Half of the queries are faster."""
    return statistics.median(series.milliseconds)


def percentile(series: Series, share: int) -> float:
    """So many of a hundred queries are faster."""
    return float(np.percentile(series.milliseconds, share))


def geometric_mean(ratios: Iterable[float | None]) -> float | None:
    """The mean of ratios, in which twice as fast and twice as slow cancel out; dashes are left out."""
    logs = [math.log(ratio) for ratio in ratios if ratio]
    return math.exp(statistics.mean(logs)) if logs else None


def machine() -> str:
    """What it was measured on."""
    models = {
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    }
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{', '.join(models)}; {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def today() -> str:
    """The day of the measurement."""
    return f"{datetime.datetime.now(datetime.UTC):%d %B %Y}".lstrip("0")
