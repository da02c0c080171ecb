"""What else may stand for the plain words of a query: other names of the same thing, other forms of a name.

    оон                             →  Expanded(оон, "организация объединённых наций")
    организации объединенных наций  →  three words, for each of which «ООН» stands as well

A *source* knows alternatives for words that stand side by side: a thesaurus, a list of names. Expanded are the plain
words of a query, those in brackets and joined by `|` too; never what has an operator, nor what is excluded. Every
document that the query finds, the expanded one finds as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from search.query.plan import is_plain
from search.query.tree import Alternative, And, Expanded, Node, Or, PlainWord, Word


@dataclass(frozen=True, slots=True)
class Run:
    """The words `start` to `end` (exclusive) of those given, and what may stand for them, each and all."""

    start: int
    end: int
    others: tuple[Alternative, ...]


class Source(Protocol):
    """Something that knows alternatives."""

    def runs(self, words: Sequence[str]) -> Iterable[Run]:
        """The runs among words, typed side by side, for which something else may stand."""
        ...


def expand(tree: Node, sources: Sequence[Source]) -> Node:
    """Give the plain words of a tree what the sources know of them."""
    match tree:
        case Word(_, ""):
            return _expanded([tree], sources)[0]
        case And(children):
            return And(_side_by_side(children, sources))
        case Or(children):
            return Or(tuple(expand(child, sources) for child in children))
        case _:
            return tree


def _side_by_side(children: Sequence[Node], sources: Sequence[Source]) -> tuple[Node, ...]:
    """What has an operator parts the words before it from those behind it."""
    expanded: list[Node] = []
    for plain, nodes in groupby(children, key=is_plain):
        together = list(nodes)
        words = [node for node in together if plain and isinstance(node, Word)]
        expanded += _expanded(words, sources) if plain else (expand(node, sources) for node in together)
    return tuple(expanded)


def _expanded(words: Sequence[Word], sources: Sequence[Source]) -> list[PlainWord]:
    texts = [word.text for word in words]
    others: list[dict[Alternative, None]] = [{} for _ in words]
    for run in (run for source in sources for run in source.runs(texts)):
        for place in range(run.start, run.end):
            others[place].update(dict.fromkeys(run.others))
    return [Expanded(word, tuple(found)) if found else word for word, found in zip(words, others, strict=True)]
