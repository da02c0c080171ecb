"""How long does the server work at a page?

    python -m benchmarks.serving INDEX PATH…

Milliseconds of processor time from the request to the last byte of the page, in one process: the queries of
`benchmarks.speed`, drawn at random from the corpus that was indexed, in each of its variants; pages without a query;
documents, with the words of a query marked. Each address is asked once, in an order drawn at random.
"""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from benchmarks.engines.base import Query
from benchmarks.engines.ours import typed
from benchmarks.engines.rows import day
from benchmarks.speed import sample
from benchmarks.speed.queries import CLASSES, VARIANTS, draw, varied
from web.app import create_app

Asked = tuple[str, str, dict[str, str]]
"""A kind of page, its path and its parameters."""

_SEED = 20261130
_EACH = 7  # of so many lists, one document is opened
_DOCUMENT = re.compile(r'<h2><a href="/(documents/[^"?]+)')


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("corpus", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--count", default=20, show_default=True, help="Queries of each class.")
def main(index: Path, corpus: Sequence[Path], count: int) -> None:
    """Print median, 95th percentile and most of each kind of page, in milliseconds."""
    app = create_app(index)
    taken = sample.take(corpus, random.Random(_SEED))
    addresses = [*_lists(taken, count), *_without_query(taken, count)]
    random.Random(_SEED).shuffle(addresses)
    _served(app, ("", "/", {"q": "сталь"}))  # what is loaded once
    times: dict[str, list[float]] = defaultdict(list)
    listed = [(address, _timed(app, address, times)) for address in addresses]
    for address, page in listed[::_EACH]:
        if found := _DOCUMENT.search(page):
            _timed(app, ("document", f"/{found[1]}", {"q": address[2].get("q", "")}), times)
    click.echo(f"{'milliseconds':32} {'pages':>7} {'median':>7} {'95 %':>7} {'most':>7}")
    for kind in sorted(times):
        _report(kind, times[kind])
    _report("all pages", [each for series in times.values() for each in series])


def _timed(app: Flask, address: Asked, times: dict[str, list[float]]) -> str:
    started = time.process_time()
    page = _served(app, address)
    times[address[0]].append((time.process_time() - started) * 1000)
    return page


def _lists(taken: sample.Sample, count: int) -> Iterator[Asked]:
    for each in CLASSES:
        queries = draw(taken, each, count, _SEED)
        for variant in VARIANTS:
            for query in varied(queries, variant, taken.days, _SEED):
                yield f"list: {each.name}", "/", _parameters(query)


def _parameters(query: Query) -> dict[str, str]:
    parameters = {"q": typed(query)}
    if query.period:
        parameters |= dict(zip(("from", "to"), map(day, query.period), strict=True))
    if query.newest:
        parameters["sort"] = "newest"
    return parameters | ({"match": query.kind} if query.kind in ("all", "any") else {})


def _without_query(taken: sample.Sample, count: int) -> Iterator[Asked]:
    draw_from = random.Random(_SEED)
    for _ in range(count):
        last = taken.corpus.documents // 20
        yield "without a query", "/", {"page": str(draw_from.randint(1, last))}
        yield "without a query", "/", {"from": day(draw_from.choice(taken.days))}


def _served(app: Flask, address: Asked) -> str:
    _, path, parameters = address
    body, _, _ = run_wsgi_app(app, EnvironBuilder(path=path, query_string=parameters).get_environ(), buffered=True)
    return b"".join(body).decode()


def _report(kind: str, series: list[float]) -> None:
    ordered = sorted(series)
    middle, late = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
    click.echo(f"{kind:32} {len(ordered):7} {middle:7.1f} {late:7.1f} {ordered[-1]:7.1f}")


if __name__ == "__main__":
    main()
