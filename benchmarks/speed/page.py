"""The page of results: tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.engines import ENGINES
from benchmarks.speed.builds import Build
from benchmarks.speed.results import Results, geometric_mean, median, percentile
from benchmarks.speed.rounds import How, Series

Cell = str | float | None
Row = tuple[Cell, ...]


def page(results: Results, plot: str) -> str:
    """Everything that was measured, losses included."""
    classes = list(dict.fromkeys(series.query_class for series in results.series))
    variants = list(dict.fromkeys(series.variant for series in results.series))
    peers = [name for name in results.versions if name != "ours"]
    parts = [_head(results), f"![Medians of every class]({plot})", "## Building and starting", _builds(results)]
    parts += ["Milliseconds in a new process, medians of five:", _starts(results)]
    parts += ["## Finding", _FINDING]
    parts += [_ratios(results, classes, variants, peers)]
    for variant in variants:
        parts += [f"### Medians, ms: {variant}", _medians(results, classes, variant, peers)]
    parts += ["## The slow ones", "95th / 99th percentile of the queries of a class, ms."]
    for variant in variants:
        parts += [f"### {variant[0].upper()}{variant[1:]}", _tails(results, classes, variant, peers)]
    parts += ["## Is the work alike?", _ALIKE, _matches(results, classes, variants[0], peers)]
    return "\n\n".join(parts) + "\n"


def table(header: Sequence[str], rows: Iterable[Row]) -> str:
    """A Markdown table: the first column is text, the others are numbers, and None is a dash."""
    lines = [f"| {' | '.join(header)} |", f"| --- |{' --: |' * (len(header) - 1)}"]
    lines += [f"| {' | '.join(map(_shown, row))} |" for row in rows]
    return "\n".join(lines)


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    return f"{cell:,.0f}" if cell >= 100 else f"{cell:.1f}" if cell >= 10 else f"{cell:.2f}"


def _head(results: Results) -> str:
    corpus = results.corpus
    versions = ", ".join(f"{ENGINES[name]} {version}" for name, version in results.versions.items())
    lines = [
        "# How fast it is, beside its peers",
        "Written by `python -m benchmarks.speed`; what each engine does and what is measured stands in "
        "[README.md](README.md).",
        f"{results.date}. {results.machine}. {corpus.documents:,} documents, {corpus.text_bytes / 1e6:,.1f} MB of "
        f"text (titles included); {max(map(len, results.queries.values()))} queries a class, {results.rounds} "
        f"rounds. Times of searches are of the {_CLOCKS[results.clock]}. {versions}.",
    ]
    lines += [f"Not measured: {ENGINES[name]}, {reason}." for name, reason in results.missing.items()]
    return "\n\n".join(lines)


def _builds(results: Results) -> str:
    rate = {build.engine: build.documents / build.seconds for build in reversed(results.builds)}
    used = {build.engine: build.processors for build in reversed(results.builds)}
    speeds = ("documents/s", "× tantivy", "seconds", "of processors", "× tantivy")
    header = ("index", *speeds, "most memory, MB", "index / text")

    def row(build: Build) -> Row:
        name = f"{ENGINES[build.engine]}, {build.note}" if build.note else ENGINES[build.engine]
        speed = build.documents / build.seconds
        beside = speed / rate["tantivy"] if "tantivy" in rate else None
        work = build.processors / used["tantivy"] if "tantivy" in used else None
        size = build.size / results.corpus.text_bytes
        return name, speed, beside, build.seconds, build.processors, work, build.memory / 1e6, size

    return table(header, map(row, results.builds))


def _starts(results: Results) -> str:
    rows = [(ENGINES[start.engine], start.first, start.importing) for start in results.starts]
    return table(("engine", "open and answer the first query", "import before that"), rows)


def _ratios(results: Results, classes: Sequence[str], variants: Sequence[str], peers: Sequence[str]) -> str:
    """The summary: geometric means for each variant, and how many classes are lost to each peer."""
    rows: list[Row] = []
    for variant in variants:
        cells: list[Cell] = [variant]
        for peer, how in _columns(peers):
            ratios = [results.ratio(each, variant, peer, how) for each in classes]
            known = [ratio for ratio in ratios if ratio]
            mean = geometric_mean(known)
            lost = sum(ratio > 1 for ratio in known)
            cells.append(f"{_shown(mean)} ({lost} of {len(known)})" if mean else None)
        rows.append(tuple(cells))
    return table(("ours / peer", *(_titled(peer, how) for peer, how in _columns(peers))), rows)


def _columns(peers: Sequence[str]) -> list[tuple[str, How]]:
    first: list[tuple[str, How]] = [(peer, "first") for peer in peers]
    return [*first, ("tantivy", "again")] if "tantivy" in peers else first


def _titled(engine: str, how: How) -> str:
    return f"{ENGINES[engine]}, asked again" if how == "again" else ENGINES[engine]


def _medians(results: Results, classes: Sequence[str], variant: str, peers: Sequence[str]) -> str:
    header = ["query", "Slovoform", "asked again", "whole answer"]
    for peer in peers:
        header += [ENGINES[peer], "ours / it"]

    def row(each: str) -> Row:
        hows: tuple[How, ...] = ("first", "again", "whole")
        cells: list[Cell] = [each, *(_median(results.of(each, variant, "ours", how)) for how in hows)]
        for peer in peers:
            ratio = results.ratio(each, variant, peer)
            lost = ratio is not None and ratio > 1
            cells += [_median(results.of(each, variant, peer)), f"**{_shown(ratio)}**" if lost else ratio]
        return tuple(cells)

    means: list[Cell] = ["geometric mean of the ratios", "", "", ""]
    for peer in peers:
        means += ["", geometric_mean(results.ratio(each, variant, peer) for each in classes)]
    return table(header, [*map(row, classes), tuple(means)])


def _median(series: Series | None) -> float | None:
    return median(series) if series else None


def _tails(results: Results, classes: Sequence[str], variant: str, peers: Sequence[str]) -> str:
    def tail(each: str, engine: str, how: How = "first") -> Cell:
        series = results.of(each, variant, engine, how)
        return f"{_shown(percentile(series, 95))} / {_shown(percentile(series, 99))}" if series else None

    def row(each: str) -> Row:
        return each, tail(each, "ours"), tail(each, "ours", "whole"), *(tail(each, peer) for peer in peers)

    header = ("query", "Slovoform", "whole answer", *(ENGINES[peer] for peer in peers))
    return table(header, map(row, classes))


def _matches(results: Results, classes: Sequence[str], variant: str, peers: Sequence[str]) -> str:
    counting = [peer for peer in peers if any(results.matches(each, variant, peer) for each in classes)]

    def row(each: str) -> Row:
        ours = results.of(each, variant, "ours")
        found = [count or 0 for count in ours.counts] if ours else [0]
        mean = sum(found) / len(found)
        return each, mean, *(results.matches(each, variant, peer) for peer in counting)

    header = ("query", "found by ours, mean", *(f"/ {ENGINES[peer]}" for peer in counting))
    return table(header, map(row, classes))


_CLOCKS = {"processor": "processor, so that what else runs on a machine counts little", "wall": "clock on the wall"}

_FINDING = """\
The ten best documents and the exact number of all, the analysis of the query included, every query new to the
engine. *Asked again* is the same query at once a second time. A *whole answer* is what the page and the API give: ten
documents read, marked and cut into snippets, and the number of documents for each word. **Bold**: the peer is faster.

Geometric means over the classes; below 1 ours is faster, in brackets the classes in which it is not:"""

_ALIKE = """\
Documents found by ours for each one found by the peer, all queries of a class together. Ours finds a word in every
form and a name in every case, FTS5 the spelling alone, the others what has the same stem or first lemma. bm25s does
not count."""
