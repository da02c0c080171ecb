"""What must match and what may be given up: the plain words of a query, apart from what was asked explicitly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search.query.tree import And, Everything, Leaf, Most, Node, Not, Or, Word
from search.russian.stopwords import is_stop_word


@dataclass(frozen=True, slots=True)
class Plan:
    """A query in two parts. `words` may be given up one by one; `explicit` never; `ignored` are stop words."""

    words: tuple[Word, ...]
    explicit: tuple[Node, ...]
    ignored: tuple[Word, ...]

    def tree(self, need: int | None = None) -> Node:
        """The tree that wants everything explicit and at least `need` of the words (None: all)."""
        if need is None or need >= len(self.words):
            return _and((*self.words, *self.explicit))
        most = Most(self.words, need)
        return And((most, *self.explicit)) if self.explicit else most

    @property
    def least(self) -> int:
        """The fewest words that a relaxed query may ask for: none only where something explicit is asked for."""
        return 0 if any(not isinstance(child, Not) for child in self.explicit) else 1


def plan(tree: Node) -> Plan:
    """Take a tree apart: `и сталь "чемпион мира"` → words (сталь), explicit ("чемпион мира"), ignored (и)."""
    children = tree.children if isinstance(tree, And) else (tree,)
    words = [child for child in children if isinstance(child, Word) and not child.field]
    explicit = tuple(child for child in children if child not in words and not isinstance(child, Everything))
    ignored = [word for word in words if is_stop_word(word.text)]
    if len(ignored) == len(words) and not any(not isinstance(child, Not) for child in explicit):
        ignored = []  # nothing but stop words: they are what is looked for
    return Plan(tuple(word for word in words if word not in ignored), explicit, tuple(ignored))


def leaves(node: Node) -> Iterator[tuple[Leaf, bool]]:
    """Every leaf of a tree in order, and whether it is wanted (False: under Not)."""
    match node:
        case Not(leaf):
            yield leaf, False
        case And(children) | Or(children) | Most(children, _):
            for child in children:
                yield from leaves(child)
        case Everything():
            return
        case _:
            yield node, True


def plain_words(node: Node) -> tuple[Word, ...]:
    """The words of a tree that are looked for in any form, anywhere: those that a second look at a text is about."""
    found = (leaf for leaf, wanted in leaves(node) if wanted)
    return tuple(dict.fromkeys(leaf for leaf in found if isinstance(leaf, Word) and not leaf.field))


def _and(children: tuple[Node, ...]) -> Node:
    if not children:
        return Everything()
    if len(children) == 1 and not isinstance(children[0], Not):
        return children[0]
    return And(children)
