"""What must match and what may be given up: the plain words of a query, apart from what was asked explicitly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from search.query.tree import (
    And,
    Everything,
    Expanded,
    Leaf,
    Most,
    Narrowing,
    Node,
    Not,
    Or,
    PlainWord,
    Word,
    all_of,
)
from search.russian.stopwords import is_stop_word


@dataclass(frozen=True, slots=True)
class Plan:
    """A query in two parts. `words` may be given up one by one; `explicit` never; `ignored` are stop words."""

    words: tuple[PlainWord, ...]
    explicit: tuple[Node, ...]
    ignored: tuple[PlainWord, ...]

    def tree(self, need: int | None = None) -> Node:
        """The tree that wants everything explicit and at least `need` of the words (None: all)."""
        if need is None or need >= len(self.words):
            return _and((*self.words, *self.explicit))
        most = Most(self.words, need)
        return And((most, *self.explicit)) if self.explicit else most

    @property
    def least(self) -> int:
        """The fewest words that a relaxed query may ask for: none only where something explicit asks for the text."""
        return 0 if any(map(_asks, self.explicit)) else 1


def plan(tree: Node) -> Plan:
    """Take a tree apart: `и сталь "чемпион мира"` → words (сталь), explicit ("чемпион мира"), ignored (и)."""
    children = tree.children if isinstance(tree, And) else (tree,)
    words = [child for child in children if is_plain(child)]
    explicit = tuple(child for child in children if child not in words and not isinstance(child, Everything))
    ignored = [word for word in words if is_stop_word(word.text)]
    if len(ignored) == len(words) and not any(map(_asks, explicit)):
        ignored = []  # nothing but stop words: they are what is looked for
    return Plan(tuple(word for word in words if word not in ignored), explicit, tuple(ignored))


def leaves(node: Node, wanted: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Every leaf of a tree in order, and whether it is wanted (False: under Not)."""
    match node:
        case Not(child):
            yield from leaves(child, not wanted)
        case And(children) | Or(children) | Most(children, _):
            for child in children:
                yield from leaves(child, wanted)
        case Everything():
            return
        case _:
            yield node, wanted


def _asks(node: Node) -> bool:
    """Does it ask for something in the text? Exclusions and filters do not: they only narrow."""
    return any(wanted and not isinstance(leaf, Narrowing) for leaf, wanted in leaves(node))


def is_plain(node: Node) -> TypeGuard[PlainWord]:
    """Is it a word looked for in any form, anywhere?"""
    return isinstance(node, Expanded) or (isinstance(node, Word) and not node.field)


def plain_words(node: Node) -> tuple[PlainWord, ...]:
    """The plain words of a tree that are wanted: those that a second look at a text is about."""
    return tuple(dict.fromkeys(leaf for leaf, wanted in leaves(node) if wanted and is_plain(leaf)))


def _and(children: tuple[Node, ...]) -> Node:
    return all_of(children) or Everything()
