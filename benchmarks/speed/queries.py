"""The queries: classes of them, drawn at random from the corpus itself, and the variants that each is asked in."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.engines.base import Kind, Query
from benchmarks.speed.sample import Band, Sample, ambiguous
from search.russian.stopwords import is_stop_word

Draw = Callable[[Sample, random.Random], "tuple[str, ...] | None"]

_TITLE = 8  # words of a title, stop words left out
_ATTEMPTS = 300  # for each query; where a class is rarer than that, it has fewer queries


@dataclass(frozen=True, slots=True)
class QueryClass:
    """One kind of query and where its words come from."""

    name: str
    kind: Kind
    draw: Draw


@dataclass(frozen=True, slots=True)
class Variant:
    """What else is asked: only a share of the archive, by dates; another order."""

    name: str
    share: float | None = None
    newest: bool = False


VARIANTS = (
    Variant("as it is"),
    Variant("1 % of the archive, by date", share=0.01),
    Variant("30 % of the archive, by date", share=0.30),
    Variant("newest first", newest=True),
)


def _one(band: Band) -> Draw:
    return lambda sample, rng: _of_band(sample, rng, [band])


def _apart(*bands: Band) -> Draw:
    """Words out of documents that have nothing to do with each other."""
    return lambda sample, rng: _of_band(sample, rng, bands)


def _of_band(sample: Sample, rng: random.Random, bands: Sequence[Band]) -> tuple[str, ...] | None:
    found = []
    for band in bands:
        words = [word for word in rng.choice(sample.words) if sample.band(word) == band]
        if not words:
            return None
        found.append(rng.choice(words))
    return tuple(found) if len(set(found)) == len(found) else None


def _together(count: int, band: Band) -> Draw:
    """Words of one document: so that there is something to find."""

    def draw(sample: Sample, rng: random.Random) -> tuple[str, ...] | None:
        words = sorted({word for word in rng.choice(sample.words) if sample.band(word) == band})
        return tuple(rng.sample(words, count)) if len(words) >= count else None

    return draw


def _neighbours(fits: Callable[[Sample, str, str], bool]) -> Draw:
    def draw(sample: Sample, rng: random.Random) -> tuple[str, ...] | None:
        pairs = [pair for pair in rng.choice(sample.neighbours) if fits(sample, *pair)]
        return rng.choice(pairs) if pairs else None

    return draw


def _title(sample: Sample, rng: random.Random) -> tuple[str, ...] | None:
    words = [word for word in rng.choice(sample.titles) if not is_stop_word(word)][:_TITLE]
    return tuple(words) if len(words) > 2 else None


def _beginning(*lengths: int) -> Draw:
    def draw(sample: Sample, rng: random.Random) -> tuple[str, ...] | None:
        length = rng.choice(lengths)
        words = [word for word in rng.choice(sample.words) if len(word) > length and not is_stop_word(word)]
        return (rng.choice(words)[:length],) if words else None

    return draw


def _both_common(sample: Sample, one: str, other: str) -> bool:
    return sample.band(one) == sample.band(other) == "common"


def _one_ambiguous(sample: Sample, one: str, other: str) -> bool:
    return bool(sample.band(one) and sample.band(other)) and (ambiguous(one) or ambiguous(other))


def _both_stop_words(_: Sample, one: str, other: str) -> bool:
    return is_stop_word(one) and is_stop_word(other)


CLASSES = (
    QueryClass("1 common word", "all", _one("common")),
    QueryClass("1 rare word", "all", _one("rare")),
    QueryClass("AND of 2 common", "all", _together(2, "common")),
    QueryClass("AND of 3 mid", "all", _together(3, "mid")),
    QueryClass("OR of 3 common", "any", _apart("common", "common", "common")),
    QueryClass("OR of 3 mid", "any", _apart("mid", "mid", "mid")),
    QueryClass("OR of 6 mixed", "any", _apart("common", "common", "mid", "mid", "rare", "rare")),
    QueryClass("title, any word", "any", _title),
    QueryClass("title, as our page asks", "auto", _title),
    QueryClass("phrase of 2 common", "phrase", _neighbours(_both_common)),
    QueryClass("phrase, ambiguous", "phrase", _neighbours(_one_ambiguous)),
    QueryClass("phrase of stop words", "phrase", _neighbours(_both_stop_words)),
    QueryClass("beginning of 3 letters", "prefix", _beginning(3)),
    QueryClass("beginning of 4 to 6", "prefix", _beginning(4, 5, 6)),
    QueryClass("exact form", "exact", _one("common")),
)


def draw(sample: Sample, each: QueryClass, count: int, seed: int) -> list[Query]:
    """Distinct queries of a class; the same for the same seed, also for two classes that draw alike."""
    rng = random.Random(seed)
    found: dict[tuple[str, ...], Query] = {}
    for _ in range(count * _ATTEMPTS):
        if words := each.draw(sample, rng):
            found.setdefault(words, Query(each.kind, words))
        if len(found) == count:
            break
    return list(found.values())


def varied(queries: Sequence[Query], variant: Variant, days: Sequence[int], seed: int) -> list[Query]:
    """The same queries in a variant, each with a period of its own."""
    rng = random.Random(f"{seed} {variant.name}")
    share, newest = variant.share, variant.newest
    return [replace(query, period=_period(days, share, rng) if share else None, newest=newest) for query in queries]


def _period(days: Sequence[int], share: float, rng: random.Random) -> tuple[int, int]:
    """The days that about this share of the dated documents lie in."""
    width = int(len(days) * share)
    start = rng.randrange(max(len(days) - width, 1))
    return days[start], days[min(start + width, len(days) - 1)]
