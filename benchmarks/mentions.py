"""Which dates do the texts of an index speak of, and are they dates?

    python -m benchmarks.mentions INDEX [--show 60] [--seed 1]

Prints how many mentions there are of each kind and what they take on disk, and a random sample in context, for a
person to judge. The date of the document stands before each: a date without a year was told by it.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import click
import numpy as np

from search.index import generations
from search.index.segment import Segment
from search.russian.datewords import EPOCH
from search.russian.tokens import cut

_AROUND = 45  # signs of context before and behind


@click.command()
@click.argument("index", type=click.Path(path_type=Path))
@click.option("--show", default=60, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(index: Path, show: int, seed: int) -> None:
    """Print the table and the sample."""
    rng = random.Random(seed)
    for segment in generations.open_current(index).segments:
        found = segment.arrays.mentions
        kinds = Counter(map(_kind, (found.lasts - found.firsts).tolist()))
        places = len(np.unique(found.slots))
        documents = len(np.unique(segment.owners(found.slots.astype(np.int64))))
        size = sum(array.nbytes for array in (found.firsts, found.lasts, found.slots, found.lengths))
        click.echo(f"{len(found.slots):,} mentions at {places:,} places in {documents:,} documents, {size:,} bytes")
        click.echo(", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common()))
        for number in rng.sample(range(len(found.slots)), min(show, len(found.slots))):
            click.echo(_in_context(segment, number))


def _kind(longer: int) -> str:
    return "days" if not longer else "months" if longer < 31 else "years"


def _in_context(segment: Segment, number: int) -> str:
    found = segment.arrays.mentions
    slot, length = int(found.slots[number]), int(found.lengths[number])
    owner = int(segment.owners(np.array([slot]))[0])
    document = segment.document(owner)
    text_start = int(segment.arrays.texts[owner])
    text = document.text if slot >= text_start else document.title
    first = slot - (text_start if slot >= text_start else int(segment.arrays.titles[owner]))
    tokens = cut(text)
    start, end = int(tokens.starts[first]), int(tokens.form_ends[first + length - 1])
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    day = EPOCH + timedelta(days=int(found.firsts[number]))
    shown = day.isoformat()[
        : {"days": 10, "months": 7, "years": 4}[_kind(int(found.lasts[number] - found.firsts[number]))]
    ]
    return f"{str(document.date)[:10]}  {shown}  …{before}[{text[start:end]}]{behind}…".replace("\n", " ")


if __name__ == "__main__":
    main()
