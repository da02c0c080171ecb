"""How each clause of a query was understood, and how many documents it has."""

from __future__ import annotations

from search.engines.base import Engine
from search.query.patterns import AnyForm, patterns
from search.query.plan import Plan, leaves
from search.query.tree import (
    Alternative,
    Dated,
    Exact,
    Expanded,
    Filter,
    Fuzzy,
    Leaf,
    Lemma,
    Near,
    Node,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    side_by_side,
)
from search.results import Kind, Reading, Role
from search.russian.analysis import is_lemma

_KINDS: dict[type[Leaf], Kind] = {
    Word: "word",
    Expanded: "word",
    Phrase: "phrase",
    Exact: "exact",
    Lemma: "lemma",
    Prefix: "prefix",
    Wildcard: "wildcard",
    Fuzzy: "fuzzy",
    Near: "near",
    Filter: "filter",
    Dated: "date",
}


def interpretation(engine: Engine, tree: Node, planned: Plan, loose: bool) -> tuple[Reading, ...]:
    """Every clause once, in the order of the query. `loose`: not every plain word had to match."""
    joined = {leaf for child in planned.explicit if isinstance(child, Or) for leaf, _ in leaves(child)}

    def role(leaf: Leaf, wanted: bool) -> Role:
        if not wanted:
            return "excluded"
        if leaf in planned.ignored:
            return "ignored"
        return "optional" if leaf in joined or (loose and leaf in planned.words) else "required"

    return tuple(
        Reading(str(leaf), _KINDS[type(leaf)], _lemmas(leaf), _expanded(leaf), role(leaf, wanted), engine.count(leaf))
        for leaf, wanted in dict.fromkeys(leaves(tree))
    )


def _lemmas(leaf: Leaf) -> tuple[str, ...]:
    """The lemmas that a word or the words of a phrase were read as; name keys and rare lemmas are not shown."""
    asked = () if isinstance(leaf, Filter | Dated) else patterns(leaf)[0].slots
    terms = (term for slot in asked if isinstance(slot, AnyForm) for term in slot.terms)
    return tuple(dict.fromkeys(filter(is_lemma, terms)))


def _expanded(leaf: Leaf) -> tuple[str, ...]:
    """What stands for a word as well: «организация объединённых наций»."""
    return tuple(map(_said, leaf.others)) if isinstance(leaf, Expanded) else ()


def _said(other: Alternative) -> str:
    return side_by_side(other.words) if isinstance(other, Phrase) else str(other)
