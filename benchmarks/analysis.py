"""How fast are words analysed?

    python -m benchmarks.analysis SHARED [--documents 10000]

SHARED is a folder with `data/news/rbc.jsonl.gz`. Prints tokens a second where all forms are known already (cut and
numbered, in batches, as a build does), and forms a second where none is (every distinct form through `index_terms`):
the best of three runs, in processor seconds, since others may use the machine.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import click

from search.index.building.forms import FormNumbers
from search.russian import lemmas
from search.russian.analysis import index_terms
from search.russian.tokens import cut

_RUNS = 3
_BATCH = 200  # short articles: about 400,000 characters


@click.command()
@click.argument("shared", type=click.Path(path_type=Path, exists=True))
@click.option("--documents", default=10_000, show_default=True)
def main(shared: Path, documents: int) -> None:
    """Print both speeds."""
    with gzip.open(shared / "data" / "news" / "rbc.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, documents)]
    texts = ["\0".join(texts[first : first + _BATCH]) for first in range(0, len(texts), _BATCH)]
    numbers = FormNumbers()
    tokens = sum(len(numbers.of(cut(text))) for text in texts)
    known = _best(lambda: [numbers.of(cut(text)) for text in texts])
    click.echo(f"known forms: {tokens / known:,.0f} tokens/s ({tokens:,} tokens)")
    forms = numbers.spellings()
    new = _best(lambda: _analysed(forms))
    click.echo(f"new forms: {len(forms) / new:,.0f} forms/s ({len(forms):,} forms)")


def _analysed(forms: list[str]) -> None:
    lemmas.morphology.cache_clear()
    for form in forms:
        index_terms(form)


def _best(work: Callable[[], object]) -> float:
    """Processor seconds of the fastest of some runs."""
    seconds = []
    for _ in range(_RUNS):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return min(seconds)


if __name__ == "__main__":
    main()
