"""Does the fast engine find what the scanning one finds, on a real archive, with the same integer scores?

    python -m benchmarks.agreement INDEX PATH… [--queries 500] [--seed 1]

INDEX must have been built from the same PATHs. Queries are trees of every operator, made of words, neighbours, pieces
of words and values of fields out of the documents themselves. Prints the first difference and exits with 1, or the
number of queries that agreed.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from indexer.reading.sources import Found, ReadOptions, read, survey
from search.dates import Period
from search.documents import DOCUMENT_FIELDS, Document
from search.engines.base import Engine, Quorum, Ranked, Window
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.errors import QueryLimit
from search.index import generations
from search.query.fields import TextField
from search.query.patterns import Days, patterns
from search.query.plan import leaves
from search.query.tree import (
    And,
    Cased,
    Dated,
    Everything,
    Exact,
    Expanded,
    Filter,
    Fuzzy,
    Leaf,
    Lemma,
    Mention,
    Most,
    Narrowing,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Place,
    Prefix,
    Valued,
    Wildcard,
    Word,
)
from search.ranking import BROADENING_DOCUMENTS, RELAXED_SHARE
from search.request import SORTS, Sort
from search.russian.analysis import query_terms
from search.russian.tokens import cut

_DAY = 86_400


@click.command()
@click.argument("index", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--queries", default=500, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(index: Path, paths: tuple[Path, ...], queries: int, seed: int) -> None:
    """Compare both engines on generated queries."""
    generation = generations.open_current(index)
    options = ReadOptions(zone=generation.zone)
    items = (item for source in survey(paths)[0] for item in read(source, options))
    documents = {item.document.id: item.document for item in items if isinstance(item, Found)}
    fast = EmbeddedEngine(generation.segments, generation.zone, families=generation.families)
    families = {fast.reprints(found) for ident in documents if (found := fast.lookup(ident))} - {()}
    plain = MemoryEngine(documents.values(), generation.zone, families=families)
    make = _Queries(list(documents.values()), random.Random(seed))
    started = time.monotonic()
    for number in range(queries):
        asked = make.tree(), make.period(), make.sort(), make.recency(), make.group()
        expected, found = _answers(plain, *asked), _answers(fast, *asked)
        if expected != found:
            print(f"query {number} differs: {asked}")
            print(f"  scanning: {len(expected)} {expected[:5]}\n  fast:     {len(found)} {found[:5]}")
            sys.exit(1)
        quorum = asked[0] if isinstance(asked[0], Quorum) else Quorum((), asked[0], enough=0)
        if _spellings(plain, quorum, asked[1]) != _spellings(fast, quorum, asked[1]):
            print(f"query {number} is spelt differently: {asked}")
            sys.exit(1)
        if _counted(plain, quorum, asked[1]) != _counted(fast, quorum, asked[1]):
            print(f"query {number} is counted differently: {asked}")
            sys.exit(1)
        if number % 50 == 49:
            print(f"{number + 1} agree, {time.monotonic() - started:.0f} s", flush=True)
    print(f"{queries} queries over {len(documents):,} documents: same documents, same scores, same order")


def _answers(
    engine: Engine, asked: Node | Quorum, period: Period | None, sort: Sort, recency: int, group: bool
) -> list[tuple[str, int]]:
    """Every document found when the list is short, else the first thousand and, by total, all the others."""
    try:
        if isinstance(asked, Quorum):
            return _quorum_answers(engine, asked, period, sort, recency, group)
        found = engine.find(asked, period, Window(sort, 0, 1000, recency, group))
    except QueryLimit as refused:
        return [(f"refused: {refused.limit}", 0)]
    return [("total", found.total), ("places", found.places), *_listed(engine, found.ranked)]


def _quorum_answers(
    engine: Engine, quorum: Quorum, period: Period | None, sort: Sort, recency: int, group: bool
) -> list[tuple[str, int]]:
    """The same of a quorum, with all that is counted, and what a broadened search would list behind it."""
    found = engine.find_quorum(quorum, period, Window(sort, 0, 1000, recency, group))
    best = engine.find_quorum(quorum, period, Window("relevance", 0, BROADENING_DOCUMENTS, recency))
    lemmas = engine.telling(best.ranked, quorum.words)
    beyond = engine.find_beyond(quorum, lemmas or ("сталь",), period, Window("relevance", 0, 100, recency))
    counted = [
        ("total", found.total),
        ("places", found.places),
        ("complete", found.complete),
        ("beyond", beyond.total),
    ]
    having = [(str(word), count) for word, count in zip(quorum.words, found.having, strict=True)]
    telling = [(lemma, 0) for lemma in lemmas]
    return counted + having + telling + _listed(engine, found.ranked) + _listed(engine, beyond.ranked)


def _listed(engine: Engine, found: Sequence[Ranked]) -> list[tuple[str, int]]:
    return [(engine.document(ranked).id, ranked.score) for ranked in found]


def _spellings(engine: Engine, quorum: Quorum, period: Period | None) -> list[Mapping[str, int]]:
    """By which forms the documents found have each clause of the query."""
    wanted = [leaf for leaf, is_wanted in leaves(quorum.tree) if is_wanted and not isinstance(leaf, Narrowing)]
    looked_for = [each for leaf in wanted for each in patterns(leaf) if not isinstance(each, Days)]
    try:
        return engine.spellings(looked_for, quorum, period)
    except QueryLimit:
        return []


def _counted(engine: Engine, quorum: Quorum, period: Period | None) -> list[object]:
    """What the documents found say in their fields, from when to when they are, and how many are of each half."""
    try:
        listed = engine.find_quorum(quorum, period, Window("newest", 0, 0)).matching
    except QueryLimit:
        return []
    span = listed.span()
    halves = listed.between([span[0], sum(span) // 2, span[1] + 1]) if span else []
    return [span, halves, *(dict(listed.values(field)) for field in DOCUMENT_FIELDS)]


class _Queries:
    """Makes queries that a person could have typed over these documents."""

    def __init__(self, documents: list[Document], rng: random.Random) -> None:
        self._documents = documents
        self._rng = rng

    def _words(self, count: int) -> tuple[str, ...]:
        """Neighbours in a document."""
        while True:
            document = self._rng.choice(self._documents)
            forms = cut(document.title if self._rng.random() < 0.5 else document.text[:3000]).forms()
            if len(forms) >= count:
                start = self._rng.randrange(len(forms) - count + 1)
                return tuple(forms[start : start + count])

    def _leaf(self) -> Leaf:
        match self._rng.randrange(11):
            case 0:
                words = self._words(self._rng.randint(2, 3))
                return Near(tuple(map(self._place, words)), tuple(self._rng.randint(1, 9) for _ in words[1:]))
            case 1:
                field = self._rng.choice(DOCUMENT_FIELDS)
                if self._rng.random() < 0.3:
                    said = (getattr(document, field) for document in self._rng.sample(self._documents, 2))
                    return Valued(field, tuple(said))
                forms = cut(getattr(self._rng.choice(self._documents), field)).forms() or ["тасс"]
                return Filter(field, replace(self._place(self._rng.choice(forms)), field=""))
            case 2:
                year, month = self._rng.randint(2000, 2024), self._rng.randint(1, 12)
                until = self._rng.choice(["", f"{year + 1}", f"{year}-{month:02}"])
                return self._rng.choice([Dated, Mention])(f"{year}-{month:02}", until)
            case 3 | 4:
                words, field = self._words(self._rng.randint(2, 3)), self._field()
                return Phrase(words, field, self._rng.choice([0, 1, 5]))
            case 5:
                return Exact(self._words(2), self._field(), self._rng.choice([0, 3]))
            case 10:
                return self._expanded()
            case _:
                return self._place(*self._words(1))

    def _expanded(self) -> Expanded:
        others = Phrase(self._words(2)), Cased(self._words(1)), self._place(*self._words(1))
        return Expanded(Word(*self._words(1)), tuple(self._rng.sample(others, self._rng.randint(1, 3))))

    def _place(self, word: str) -> Place:
        field = self._field()
        match self._rng.randrange(10):
            case 0:
                return Exact((word,), field)
            case 1:
                return Prefix(word[: max(3, len(word) // 2)].rstrip("-' ,."), field)
            case 2 if word.isalpha() and len(word) > 3:
                hole = self._rng.randrange(1, len(word) - 1)
                return Wildcard(word[:hole] + self._rng.choice("*?") + word[hole + 1 :], field)
            case 3 if word.isalpha() and len(word) > 3:
                return Fuzzy(word, self._rng.choice([None, 1]), field)
            case 4:
                return Lemma(query_terms(word)[0], field)
            case _:
                return Word(word, field)

    def _field(self) -> TextField:
        return self._rng.choice(["", "", "", "", "title", "text"])

    def tree(self) -> Node | Quorum:
        leaves = [self._leaf() for _ in range(self._rng.randint(1, 4))]
        match self._rng.randrange(8):
            case 6 | 7:
                words = tuple(dict.fromkeys(Word(word) for word in self._words(self._rng.randint(1, 6))))
                explicit = self._rng.choice([Everything(), leaves[0]])
                share = self._rng.choice([(0, 1), *RELAXED_SHARE.values()])
                return Quorum(words, explicit, self._rng.choice([0, 1, 20, 1000]), share, self._rng.random() < 0.3)
            case 0:
                return And((*leaves, Not(self._leaf())))
            case 1:
                return Or(tuple(leaves))
            case 2:
                words = (*map(Word, self._words(3)), self._expanded())
                return Most(words, self._rng.randint(1, 3))
            case 3:
                inner = And((self._leaf(), Not(Or((self._leaf(), self._leaf())))))
                return And((leaves[0], Or((self._leaf(), inner))))
            case _:
                return And(tuple(leaves)) if len(leaves) > 1 else leaves[0]

    def period(self) -> Period | None:
        if self._rng.random() < 0.3:
            return None
        start = self._rng.randrange(946_684_800, 1_735_689_600, _DAY)  # 2000 … 2024
        return Period(start, start + _DAY * self._rng.choice([1, 30, 365, 3650]))

    def recency(self) -> int:
        return self._rng.choice([0, 0, 30, 365])

    def group(self) -> bool:
        return self._rng.random() < 0.3

    def sort(self) -> Sort:
        return self._rng.choice(SORTS)


if __name__ == "__main__":
    main()
