"""What do ten times as many documents cost? Two runs of `benchmarks.speed` over corpora of different sizes.

    python -m benchmarks.speed SMALL.jsonl --engines ours,tantivy --work SMALL
    python -m benchmarks.speed BIG.jsonl --engines ours,tantivy --work BIG --queries-of SMALL/results.json
    python -m benchmarks.growth SMALL/results.json BIG/results.json [--out benchmarks/GROWTH.md]

Prints, for each class and engine, the median over the big corpus by that over the small one.
"""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.engines import ENGINES
from benchmarks.speed.page import Row, table
from benchmarks.speed.results import Results, geometric_mean, load, median


@click.command()
@click.argument("small", type=click.Path(path_type=Path, exists=True))
@click.argument("big", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path))
def main(small: Path, big: Path, out: Path | None) -> None:
    """Compare two runs with the same queries."""
    one, other = load(small), load(big)
    if one.queries != other.queries:
        raise click.UsageError(f"{big} has other queries than {small}: measure it with --queries-of {small}")
    text = _page(one, other)
    click.echo(text)
    if out:
        out.write_text(text, encoding="utf-8")


def _page(one: Results, other: Results) -> str:
    engines = [name for name in one.versions if name in other.versions]
    growth = other.corpus.documents / one.corpus.documents
    parts = [
        "# What more documents cost",
        f"Medians over {other.corpus.documents:,} documents by those over {one.corpus.documents:,}: {growth:.1f} "
        f"times as many. {other.date}. {other.machine}. Written by `python -m benchmarks.growth`.",
    ]
    for variant in dict.fromkeys(series.variant for series in one.series):
        parts += [f"## {variant[0].upper()}{variant[1:]}", _table(one, other, engines, variant)]
    return "\n\n".join(parts) + "\n"


def _table(one: Results, other: Results, engines: list[str], variant: str) -> str:
    classes = list(dict.fromkeys(series.query_class for series in one.series))
    rows: list[Row] = [(each, *(_grown(one, other, each, variant, engine) for engine in engines)) for each in classes]
    means = (geometric_mean(_grown(one, other, each, variant, engine) for each in classes) for engine in engines)
    return table(("query", *(ENGINES[engine] for engine in engines)), [*rows, ("geometric mean", *means)])


def _grown(one: Results, other: Results, query_class: str, variant: str, engine: str) -> float | None:
    before, after = (results.of(query_class, variant, engine) for results in (one, other))
    return median(after) / median(before) if before and after else None


if __name__ == "__main__":
    main()
