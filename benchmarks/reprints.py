"""Are copies found, and is what is found a copy?

    python -m benchmarks.reprints DATA WORK [--families 1000] [--seed 1] [--natural PATH]

Plants edited copies of articles (`planting.py`) among all articles of DATA, a folder of `.jsonl.gz`, builds an index
of them in WORK and prints precision and recall over pairs: of two documents that it has in one family, one at least
planted, how many are of one story; and of those that are, how many it has in one family. Natural copies of an
original, which stand in the archive already and are found without anything planted, are no errors.

`--natural`: writes fifty pairs that were there already to a file, with their texts, for a person to judge; their ids
are printed.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from benchmarks.planting import SHARES, Copy, plant, rows
from indexer.build import build
from indexer.reading.sources import ReadOptions
from search.documents import Document
from search.index import generations
from search.index.generations import Generation

_JUDGED = 50
_ZONE = ZoneInfo("Europe/Moscow")

Family = frozenset[str]


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True))
@click.argument("work", type=click.Path(path_type=Path))
@click.option("--families", default=1000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--natural", type=click.Path(path_type=Path))
def main(data: Path, work: Path, families: int, seed: int, natural: Path | None) -> None:
    """Plant, build, and print the figures."""
    articles = list(rows(data))
    copies = plant(articles, families, seed)
    work.mkdir(parents=True, exist_ok=True)
    planted = work / "planted.jsonl"
    planted.write_text("".join(f"{json.dumps(copy.row, ensure_ascii=False)}\n" for copy in copies), encoding="utf-8")
    build([data], work / "index", ReadOptions(_ZONE))
    without = generations.open_current(work / "index")
    before = _families(without)
    if natural:
        _tell_natural(without, before, natural, seed)
    build([data, planted], work / "index", ReadOptions(_ZONE))
    _tell(copies, before, _families(generations.open_current(work / "index")))


def _families(generation: Generation) -> list[Family]:
    """The ids of the documents of each family."""
    found = set()
    for place in range(len(generation.segments)):
        for number in generation.families.of_segment(place).nonzero()[0].tolist():
            found.add(tuple(generation.families.of(place, number)))
    return [frozenset(generation.segments[place].about(number).id for place, number in family) for family in found]


def _tell(copies: Sequence[Copy], before: Iterable[Family], found: Iterable[Family]) -> None:
    story = _stories(copies, before)
    planted = {copy.row["id"] for copy in copies}
    wanted = _pairs(_by_story(story), planted)
    had = _pairs(found, planted)
    right = {pair for pair in had if len({story.get(ident, ident) for ident in pair}) == 1}
    click.echo(f"{len(planted):,} copies of {len({copy.of for copy in copies}):,} articles")
    click.echo(f"precision {len(right) / len(had):.3f} of {len(had):,} pairs, recall {_share(wanted, had):.3f}")
    together = {ident: family for family in found for ident in family}
    for edit in sorted({copy.edit for copy in copies}):
        its = {share: [copy for copy in copies if (copy.edit, copy.share) == (edit, share)] for share in SHARES}
        shares = "  ".join(f"{share:.0%} {_found_of(some, together)}" for share, some in its.items())
        click.echo(f"  {edit:10} {shares}")


def _stories(copies: Sequence[Copy], before: Iterable[Family]) -> dict[str, str]:
    """Of every document that is a copy, or has one, the id that stands for its story."""
    originals = {copy.of for copy in copies}
    story = {ident: min(family) for family in before if family & originals for ident in family}
    story |= {ident: story.get(ident, ident) for ident in originals}
    return story | {copy.row["id"]: story[copy.of] for copy in copies}


def _by_story(story: Mapping[str, str]) -> list[Family]:
    members: dict[str, set[str]] = {}
    for ident, its in story.items():
        members.setdefault(its, set()).add(ident)
    return [frozenset(each) for each in members.values()]


def _pairs(families: Iterable[Family], planted: set[str]) -> set[Family]:
    """All pairs of one family of which one document at least was planted."""
    return {frozenset(pair) for family in families for pair in combinations(family, 2) if planted.intersection(pair)}


def _share(wanted: set[Family], had: set[Family]) -> float:
    return len(wanted & had) / len(wanted)


def _found_of(copies: Sequence[Copy], together: Mapping[str, Family]) -> str:
    """How many of some copies are in one family with their originals."""
    if not copies:
        return "-"
    found = sum(copy.of in together.get(copy.row["id"], frozenset()) for copy in copies)
    return f"{found / len(copies):.3f}"


def _tell_natural(generation: Generation, families: Sequence[Family], to: Path, seed: int) -> None:
    sizes = Counter(map(len, families))
    counts = ", ".join(f"{count:,} of {size}" for size, count in sorted(sizes.items()))
    click.echo(f"{len(families):,} families were there already: {counts}")
    rng = random.Random(seed)
    chosen = rng.sample(sorted(tuple(sorted(family)) for family in families), min(_JUDGED, len(families)))
    with to.open("w", encoding="utf-8") as file:
        for family in chosen:
            pair = tuple(rng.sample(family, 2))
            click.echo(" ".join(pair))
            file.writelines(f"{line}\n" for line in _for_a_person(generation, pair))


def _for_a_person(generation: Generation, pair: Sequence[str]) -> Iterator[str]:
    yield f"=== {' '.join(pair)}"
    for ident in pair:
        document = _document(generation, ident)
        yield f"--- {document.date} {document.source}: {document.title}"
        yield document.text


def _document(generation: Generation, ident: str) -> Document:
    found = ((segment, segment.number_of(ident)) for segment in generation.segments)
    return next(segment.document(number) for segment, number in found if number is not None)


if __name__ == "__main__":
    main()
