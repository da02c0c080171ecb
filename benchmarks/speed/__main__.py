"""Build the same corpus in every engine, ask all of them the same queries, and write down how long it took.

    python -m benchmarks.speed CORPUS.jsonl[.gz]… [--engines ours,tantivy] [--queries 100] [--rounds 3]
        [--clock wall] [--work DIR] [--reuse] [--queries-of RESULTS.json] [--out benchmarks/RESULTS.md]

DIR then holds the indexes and `results.json`, with every time measured.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from benchmarks.engines import ASKED, ENGINES, engine
from benchmarks.engines.base import Engine, Query
from benchmarks.engines.clock import CLOCKS
from benchmarks.speed import builds, queries, results, sample
from benchmarks.speed.page import page
from benchmarks.speed.plot import plot
from benchmarks.speed.rounds import Asked, ask


@click.command()
@click.argument("corpus", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--engines", default=",".join(ENGINES), show_default=True, help="Which to measure; ours is among them.")
@click.option("--queries", "count", default=100, show_default=True, help="Queries of each class.")
@click.option("--rounds", default=3, show_default=True, help="How often each query is asked.")
@click.option(
    "--clock", type=click.Choice(list(CLOCKS)), default="processor", show_default=True, help="See README.md."
)
@click.option("--seed", default=1, show_default=True, help="Decides which queries are drawn.")
@click.option(
    "--work", type=click.Path(path_type=Path), default="speed-work", show_default=True, help="For the indexes."
)
@click.option("--reuse", is_flag=True, help="Build only what DIR does not hold.")
@click.option("--queries-of", type=click.Path(path_type=Path, exists=True), help="Ask the queries of another run.")
@click.option("--out", type=click.Path(path_type=Path), help="Write a page there, and a picture beside it.")
def main(
    corpus: tuple[Path, ...],
    engines: str,
    count: int,
    rounds: int,
    clock: str,
    seed: int,
    work: Path,
    reuse: bool,
    queries_of: Path | None,
    out: Path | None,
) -> None:
    """Measure, and keep what was measured."""
    usable, missing = _usable(engines.split(","))
    built = _built(usable, corpus, work, builds.kept(work) if reuse else [])
    taken = sample.take(corpus, random.Random(seed))
    words = results.load(queries_of).queries if queries_of else _drawn(taken, count, seed)
    opened = {name: usable[name] for name in usable if name in ASKED}
    starts = [builds.start(name, work / name, clock, words[queries.CLASSES[0].name][0][0]) for name in opened]
    for name in opened:
        opened[name].open(work / name)
    found = results.Results(
        machine=results.machine(),
        date=results.today(),
        clock=clock,
        rounds=rounds,
        corpus=taken.corpus,
        versions={name: each.version() for name, each in opened.items()},
        missing=missing,
        queries=words,
        builds=built,
        starts=starts,
        series=ask(opened, _asked(words, taken.days, seed), rounds, clock, lambda text: click.echo(text, err=True)),
    )
    found.save(work / "results.json")
    if out:
        picture = out.with_suffix(".svg")
        picture.write_text(plot(found, queries.VARIANTS[0].name), encoding="utf-8")
        out.write_text(page(found, picture.name), encoding="utf-8")


def _usable(names: Sequence[str]) -> tuple[dict[str, Engine], dict[str, str]]:
    """The engines whose libraries are here, and why others are not."""
    usable: dict[str, Engine] = {}
    missing = {name: "left out of this run" for name in ASKED if name not in names}
    for name in names:
        try:
            usable[name] = engine(name)
        except ImportError as problem:
            missing[name] = str(problem)
    return usable, missing


def _built(names: Iterable[str], corpus: Sequence[Path], work: Path, known: list[builds.Build]) -> list[builds.Build]:
    """The builds of all engines; those that are known already are not made again."""
    built = list(known)
    for name in names:
        if all(each.engine != name for each in known):
            click.echo(f"building {name}", err=True)
            built += builds.build(name, corpus, work)
            builds.keep(built, work)
    return [each for name in names for each in built if each.engine == name]


def _drawn(taken: sample.Sample, count: int, seed: int) -> dict[str, list[list[str]]]:
    return {
        each.name: [list(query.words) for query in queries.draw(taken, each, count, seed)] for each in queries.CLASSES
    }


def _asked(words: dict[str, list[list[str]]], days: Sequence[int], seed: int) -> list[Asked]:
    """Every class in every variant."""
    return [
        Asked(
            each.name,
            variant.name,
            tuple(queries.varied([Query(each.kind, tuple(of)) for of in words[each.name]], variant, days, seed)),
        )
        for each in queries.CLASSES
        for variant in queries.VARIANTS
    ]


if __name__ == "__main__":
    main()
