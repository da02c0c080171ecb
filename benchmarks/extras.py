"""What do facets, a histogram and highlighting cost beside the search itself?

    python -m benchmarks.extras INDEX [--queries 40] [--rounds 5] [--seed 1]

Distinct queries of every class, drawn out of the index: words, phrases, titles and beginnings as `benchmarks.speed`
draws them, names, and the empty query over some months. Each is a request to the API for twenty hits, without any of
the three, and with one, or all: all five facets, `histogram=auto`, and marks. In each round a query is asked in all
of these ways, one after the other; of its processor times the median counts. The table
tells how much more each way takes than the plain one, in milliseconds, query by query.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
from flask.testing import FlaskClient

from benchmarks.engines.base import Query
from benchmarks.engines.rows import Corpus
from benchmarks.speed.page import table
from benchmarks.speed.queries import CLASSES, draw
from benchmarks.speed.sample import Sample, sampled
from search.documents import DOCUMENT_FIELDS
from search.index import generations
from search.index.generations import Generation
from web.app import create_app

Asked = dict[str, str]

_TEXTS = 3000
_NAME = re.compile(r"(?<=[а-яё,] )[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?=[ ,.])")
_FACETS = {"facets": ",".join(DOCUMENT_FIELDS)}
_HISTOGRAM = {"histogram": "auto"}
_MARKED = {"highlight": "1"}
WAYS: dict[str, Asked] = {
    "plain": {},
    "facets": _FACETS,
    "histogram": _HISTOGRAM,
    "highlight": _MARKED,
    "all three": _FACETS | _HISTOGRAM | _MARKED,
}


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True))
@click.option("--queries", default=40, show_default=True, help="Of each class.")
@click.option("--rounds", default=5, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(index: Path, queries: int, rounds: int, seed: int) -> None:
    """Print the table."""
    asked = dict(_classes(generations.open_current(index), queries, random.Random(seed)))
    client = create_app(index).test_client()
    took = {name: [one for each in asked[name] if (one := _took(client, each, rounds))] for name in asked}
    everything = [one for each in took.values() for one in each]
    header = ("query", "number", "plain, median", "95th")
    ways = [way for way in WAYS if way != "plain"]
    header += tuple(f"{way}, {what}" for way in ways for what in ("median", "95th"))
    click.echo(table(header, (_row(name, each) for name, each in [*took.items(), ("all", everything)])))


def _row(name: str, took: list[dict[str, float]]) -> tuple[str | float, ...]:
    cells: list[str | float] = [name, str(len(took))]
    for way in WAYS:
        times = [each[way] - (each["plain"] if way != "plain" else 0) for each in took]
        cells += [float(np.median(times)), float(np.quantile(times, 0.95))]
    return tuple(cells)


def _took(client: FlaskClient, asked: Asked, rounds: int) -> dict[str, float] | None:
    """Milliseconds of processor time that a request takes in each way; None for one that is refused."""
    took: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way, more in WAYS.items():
            before = time.process_time()
            answer = client.get("/api/search", query_string={"highlight": "0"} | asked | more)
            took[way].append((time.process_time() - before) * 1000)
            if answer.status_code != 200:
                return None
    return {way: float(np.median(times)) for way, times in took.items()}


def _classes(live: Generation, count: int, rng: random.Random) -> Iterator[tuple[str, list[Asked]]]:
    sample, texts = _sample(live, rng)
    for each in CLASSES:
        yield each.name, [_asked(query) for query in draw(sample, each, count, rng.randrange(1 << 30))]
    names = sorted({name for text in texts for name in _NAME.findall(text)})
    yield "name", [{"q": name} for name in rng.sample(names, min(count, len(names)))]
    yield "empty, from a month on", [{"from": f"{2012 + month // 12}-{month % 12 + 1:02}"} for month in range(count)]


def _sample(live: Generation, rng: random.Random) -> tuple[Sample, list[str]]:
    every = [(segment, number) for segment in live.segments for number in segment.live_numbers().tolist()]
    documents = [segment.document(number) for segment, number in rng.sample(every, min(_TEXTS, len(every)))]
    kept = [(each.title, each.text) for each in documents]
    return sampled(Corpus(len(every), 0), (), kept), [text for _, text in kept]


def _asked(query: Query) -> Asked:
    text = " ".join(query.words)
    typed = {"phrase": f'"{text}"', "prefix": f"{text}*", "exact": f"!{text}"}.get(query.kind, text)
    return {"q": typed, "match": query.kind if query.kind in ("all", "any") else "auto"}


if __name__ == "__main__":
    main()
