"""Is a mistyped word put right, and is one left alone that is right?

    python -m benchmarks.typos INDEX [--words 300] [--seed 1] [--show 40]

Draws words out of an index, half of them as they come in texts, half of all spellings that stand there at least
three times; mistypes each (`benchmarks/typing.py`: one slip in 70 of 100, the wrong layout in 15, Latin letters in
15), and searches for it. Right is a word of which the first suggestion is the very form that was drawn. Slips that
are words themselves (of the dictionary, and of the archive) are drawn anew, since nobody could tell. Then all words
are searched for as they are: any suggestion is one too many. Times are processor time of all that is done about the
spelling of one word.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click
import numpy as np

from benchmarks.typing import SYSTEMS, latin_layout, slip, transliterated
from search.engines.embedded import EmbeddedEngine
from search.finding.corrections import correction
from search.index import generations
from search.index.segment import Segment
from search.query.clauses import words_of
from search.query.tree import Phrase, Word
from search.russian.lemmas import is_russian, morphology
from search.russian.spelling import fold

_SHORTEST = 4
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """A word, how it was mistyped, what was suggested, and how long that took (milliseconds)."""

    word: str
    kind: str
    typed: str
    suggested: tuple[str, ...]
    took: float

    @property
    def right(self) -> bool:
        """Is the first suggestion the word?"""
        return bool(self.suggested) and fold(self.suggested[0]) == fold(self.word)


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True))
@click.option("--words", default=300, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--show", default=40, show_default=True, help="How many mistakes to name.")
def main(index: Path, words: int, seed: int, show: int) -> None:
    """Print the tables."""
    live = generations.open_current(index)
    engine, draw = EmbeddedEngine(live.segments, live.zone), random.Random(seed)
    drawn = list(_words(live.segments[0], draw, words))
    _warm(engine)
    tried = [_tried(engine, word, *_mistyped(engine, draw, word)) for word in drawn]
    _echo_table(tried)
    missed = [each for each in tried if not each.right]
    for each in missed[:show]:
        click.echo(f"{each.kind}: {each.typed} for {each.word}, suggested: {', '.join(each.suggested) or '—'}")
    false = [each for word in drawn if (each := _tried(engine, word, "as it is", word)).suggested]
    click.echo(f"\nsuggestions for {len(drawn)} words as they are: {len(false)}")
    for each in false[:show]:
        click.echo(f"{each.word}: {', '.join(each.suggested)}")


def _echo_table(tried: list[Tried]) -> None:
    click.echo("| mistyped by | words | right |\n| --- | --: | --: |")
    for kind in (*sorted({each.kind for each in tried}), "all"):
        right = [each.right for each in tried if kind in (each.kind, "all")]
        click.echo(f"| {kind} | {len(right)} | {sum(right) / len(right):.3f} |")
    took = [each.took for each in tried]
    median, most = statistics.median(took), max(took)
    click.echo(f"\nmilliseconds: median {median:.1f}, 95th {np.quantile(took, 0.95):.1f}, most {most:.1f}\n")


def _warm(engine: EmbeddedEngine) -> None:
    """What is worked out once for an index is no part of a query."""
    for word in ("призедент", "Tokayev", "x" * 4, *("щ" * length for length in range(4, 25))):
        _tried(engine, word, "first", word)


def _words(segment: Segment, draw: random.Random, count: int) -> Iterator[str]:
    times = segment.standing_each(np.arange(len(segment.forms)))
    spelt = np.flatnonzero(times >= _LEAST)
    halves = (
        draw.choices(spelt.tolist(), times[spelt].tolist(), k=20 * count),
        draw.choices(spelt.tolist(), k=20 * count),
    )
    for half in halves:
        forms = (segment.forms[number].lower() for number in half)
        yield from islice((form for form in forms if len(form) >= _SHORTEST and is_russian(form)), count // 2)


def _mistyped(engine: EmbeddedEngine, draw: random.Random, word: str) -> tuple[str, str]:
    """In which way, and how."""
    kind = draw.random()
    if kind < 0.15:
        return "layout", latin_layout(word)
    if kind < 0.3:
        return "transliteration", transliterated(word, draw.choice(list(SYSTEMS)))
    slips = (slip(draw, word) for _ in range(1000))
    return "slip", next(typed for typed in slips if fold(typed) != fold(word) and not _is_word(engine, typed))


def _is_word(engine: EmbeddedEngine, typed: str) -> bool:
    return morphology(typed).known and engine.lexicon.of(fold(typed)).times > 0


def _tried(engine: EmbeddedEngine, word: str, kind: str, typed: str) -> Tried:
    before = time.thread_time()
    words = words_of(typed)
    found = correction(engine, typed, Word(words[0]) if len(words) == 1 else Phrase(words), present=True)
    took = (time.thread_time() - before) * 1000
    return Tried(word, kind, typed, found.spellings if found else (), took)


if __name__ == "__main__":
    main()
