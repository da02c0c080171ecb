"""Is a mistyped word put right, and is one left alone that is right?

    python -m benchmarks.typos INDEX [--words 300] [--seed 1] [--show 40]

Draws words out of an index, half of them as they come in texts, half of all spellings that stand there at least
three times; mistypes each (`benchmarks/typing.py`: one slip in 70 of 100, the wrong layout in 15, Latin letters in
15), and searches for it. Right is a word of which the first suggestion is the very form that was drawn. Slips that are
words themselves (of the dictionary, and of the archive) are drawn anew, since nobody could tell. Then all words are searched for as
they are: any suggestion is one too many. Times are processor time of all that is done about spelling in a search.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np

from benchmarks.typing import SYSTEMS, latin_layout, slip, transliterated
from search.engines.embedded import EmbeddedEngine
from search.finding.corrections import correction
from search.index import generations
from search.query.tree import Word
from search.query.clauses import words_of
from search.query.tree import Phrase
from search.russian.lemmas import is_russian, morphology
from search.russian.spelling import fold

_SHORTEST = 4
_LEAST = 3


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True))
@click.option("--words", default=300, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--show", default=40, show_default=True)
def main(index: Path, words: int, seed: int, show: int) -> None:
    """Print the tables."""
    live = generations.open_current(index)
    engine = EmbeddedEngine(live.segments, live.zone)
    draw = random.Random(seed)
    drawn = list(_words(live.segments[0], draw, words))
    _ask(engine, "призедент")
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    times, missed = [], []
    for word in drawn:
        kind, typed = _mistyped(engine, draw, word)
        asked[kind] += 1
        before = time.thread_time()
        found = _ask(engine, typed)
        times.append((time.thread_time() - before) * 1000)
        if found and fold(found[0]) == fold(word):
            right[kind] += 1
        else:
            missed.append((kind, word, typed, found))
    click.echo("| mistyped by | words | right |\n| --- | --: | --: |")
    for kind in sorted(asked):
        click.echo(f"| {kind} | {asked[kind]} | {right[kind] / asked[kind]:.3f} |")
    click.echo(f"| all | {len(drawn)} | {right.total() / len(drawn):.3f} |\n")
    click.echo(f"milliseconds: median {statistics.median(times):.1f}, 95th {np.quantile(times, .95):.1f}, most {max(times):.1f}\n")
    for kind, word, typed, found in missed[:show]:
        click.echo(f"{kind}: {typed} for {word}, suggested: {', '.join(found) or '—'}")
    false = [(word, found) for word in drawn if (found := _ask(engine, word))]
    click.echo(f"\nSuggestions for {len(drawn)} words as they are: {len(false)}")
    for word, found in false[:show]:
        click.echo(f"{word}: {', '.join(found)}")


def _words(segment, draw: random.Random, count: int) -> Iterator[str]:
    numbers = np.arange(len(segment.forms))
    times = segment.standing_each(numbers)
    common = draw.choices(numbers.tolist(), np.where(times >= _LEAST, times, 0).tolist(), k=20 * count)
    spelt = draw.choices(np.flatnonzero(times >= _LEAST).tolist(), k=20 * count)
    for half in (common, spelt):
        forms = (segment.forms[number] for number in half)
        good = [form.lower() for form in forms if len(form) >= _SHORTEST and is_russian(form.lower())]
        yield from good[: count // 2]


def _mistyped(engine, draw: random.Random, word: str) -> tuple[str, str]:
    for _ in range(100):
        kind = draw.random()
        if kind < 0.15:
            return "layout", latin_layout(word)
        if kind < 0.3:
            return "transliteration", transliterated(word, draw.choice(list(SYSTEMS)))
        typed = slip(draw, word)
        if fold(typed) != fold(word) and not (morphology(typed).known and engine.lexicon.of(fold(typed)).times):
            return "slip", typed
    return "layout", latin_layout(word)


def _ask(engine, typed: str) -> list[str]:
    words = words_of(typed)
    leaf = Word(words[0]) if len(words) == 1 else Phrase(words)
    found = correction(engine, typed, leaf, True)
    return list(found.spellings) if found else []


if __name__ == "__main__":
    main()
