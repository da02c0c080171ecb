"""A large corpus of short documents out of a real one, for measuring what grows with the number of documents.

    python -m benchmarks.short OUT.jsonl COUNT CORPUS.jsonl[.gz]… [--seed 5]

Each document is two halves of beginnings (the first 300 characters of a text) out of different documents, with the
title of the first and the date of the second. The same arguments give the same bytes.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import click

from benchmarks.engines.rows import Row, day, rows

_BEGINNING = 300


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("count", type=int)
@click.argument("corpus", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--seed", default=5, show_default=True)
def main(out: Path, count: int, corpus: tuple[Path, ...], seed: int) -> None:
    """Write COUNT short documents."""
    beginnings = [row._replace(text=" ".join(row.text[:_BEGINNING].split())) for row in rows(corpus)]
    rng = random.Random(seed)
    with out.open("w", encoding="utf-8") as lines:
        for number in range(count):
            made = _joined(number, *rng.choices(beginnings, k=2), rng.uniform(0.2, 0.8))
            lines.write(json.dumps(made, ensure_ascii=False) + "\n")


def _joined(number: int, first: Row, second: Row, share: float) -> dict[str, str | None]:
    date = day(second.day) if second.day else None
    return {
        "id": f"short-{number}",
        "date": date,
        "title": first.title,
        "text": f"{_cut(first.text, share)} {_cut(second.text, 1 - share)}",
    }


def _cut(text: str, share: float) -> str:
    """The first words of a text, about so large a share of its signs."""
    return text[: int(len(text) * share)].rpartition(" ")[0]


if __name__ == "__main__":
    main()
