"""How each clause of a query was understood, and how many documents it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from search.dates import Period
from search.engines.base import Engine, Quorum
from search.query.parse import Parsed
from search.query.patterns import AnyForm, Days, Pattern, Together, patterns
from search.query.plan import Plan, leaves
from search.query.rewrite import rewritten
from search.query.tree import (
    Alternative,
    Dated,
    Exact,
    Expanded,
    Filter,
    Fuzzy,
    Leaf,
    Lemma,
    Mention,
    Narrowing,
    Near,
    Node,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    side_by_side,
)
from search.results import FormCount, Forms, Kind, LemmaRead, Reading, Role
from search.russian.analysis import is_lemma
from search.russian.parts import part_of
from search.russian.words import forms

MOST_FORMS = 10
"""Spellings of a clause that are named; the others are counted."""


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
    Mention: "mention",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as typed, as read and, in `tree`, with what stands for its words as well.

    `loose`: not every plain word had to match; `dropped`: those that some lack. `documents`: how many of the whole
    index have a clause, where finding counted them.
    """

    text: str
    parsed: Parsed
    tree: Node
    planned: Plan
    loose: bool = False
    dropped: tuple[str, ...] = ()
    documents: Mapping[Leaf, int] = field(default_factory=dict)

    @property
    def clauses(self) -> list[tuple[Leaf, bool]]:
        """Every clause once, in the order of the query, and whether it is wanted."""
        return list(dict.fromkeys(leaves(self.tree)))

    @property
    def joined(self) -> set[Leaf]:
        """The leaves of which one is enough."""
        return {leaf for child in self.planned.explicit if isinstance(child, Or) for leaf, _ in leaves(child)}

    def instead_of(self, word: Word, new: str) -> str:
        """The query with something else in the place of a word."""
        return rewritten(self.text, self.parsed, {word: new})


def interpretation(engine: Engine, asked: Asked) -> tuple[Reading, ...]:
    """Every clause once, in the order of the query."""
    joined = asked.joined
    return tuple(_reading(engine, asked, leaf, _role(asked, joined, leaf, wanted)) for leaf, wanted in asked.clauses)


def with_forms(
    engine: Engine, asked: Asked, readings: tuple[Reading, ...], quorum: Quorum, period: Period | None
) -> tuple[Reading, ...]:
    """The same with the spellings by which the documents of a quorum have each clause that looks into their texts."""
    looked_for = [
        (place, wanted)
        for place, ((leaf, is_wanted), reading) in enumerate(zip(asked.clauses, readings, strict=True))
        if is_wanted and reading.role != "ignored" and not isinstance(leaf, Narrowing | Mention)
        for wanted in patterns(leaf)
        if not isinstance(wanted, Days)
    ]
    counted = engine.spellings([wanted for _, wanted in looked_for], quorum, period)
    together: dict[int, Counter[str]] = {}
    for (place, _), counts in zip(looked_for, counted, strict=True):
        together[place] = together.get(place, Counter()) | Counter(counts)
    forms = {place: _forms(counts) for place, counts in together.items()}
    return tuple(replace(reading, forms=forms.get(place)) for place, reading in enumerate(readings))


def _forms(counted: Mapping[str, int]) -> Forms:
    """The most frequent ones; of those that as many documents have, in the order of the alphabet."""
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return Forms(tuple(FormCount(*pair) for pair in ranked[:MOST_FORMS]), max(0, len(ranked) - MOST_FORMS))


def _reading(engine: Engine, asked: Asked, leaf: Leaf, role: Role) -> Reading:
    word = leaf.word if isinstance(leaf, Expanded) else leaf
    plain = isinstance(word, Word) and role in ("required", "optional")
    return Reading(
        text=str(leaf),
        kind=_KINDS[type(leaf)],
        lemmas=_lemmas(engine, asked, word, plain),
        expanded=_expanded(leaf),
        role=role,
        documents=asked.documents[leaf] if leaf in asked.documents else engine.count(leaf),
        dropped=_is_dropped(asked, leaf, role),
        exact=asked.instead_of(word, f"!{word.text}") if isinstance(word, Word) and plain else "",
    )


def _is_dropped(asked: Asked, leaf: Leaf, role: Role) -> bool:
    return role != "excluded" and leaf in asked.planned.words and str(leaf) in asked.dropped


def _role(asked: Asked, joined: set[Leaf], leaf: Leaf, wanted: bool) -> Role:
    if not wanted:
        return "excluded"
    if leaf in asked.planned.ignored:
        return "ignored"
    return "optional" if leaf in joined or (asked.loose and leaf in asked.planned.words) else "required"


def _lemmas(engine: Engine, asked: Asked, leaf: Leaf, plain: bool) -> tuple[LemmaRead, ...]:
    """The lemmas that a word or the words of a phrase were read as; name keys and rare lemmas are not shown."""
    looked_for = () if isinstance(leaf, Narrowing) else patterns(leaf)[:1]
    slots = (slot for wanted in looked_for if isinstance(wanted, Pattern | Together) for slot in wanted.slots)
    terms = (term for slot in slots if isinstance(slot, AnyForm) for term in slot.terms)
    lemmas = list(dict.fromkeys(filter(is_lemma, terms)))
    spelt = forms(str(leaf))
    choice = leaf if isinstance(leaf, Word) and plain and len(lemmas) > 1 else None
    return tuple(
        LemmaRead(
            text=lemma,
            part=part_of(lemma, spelt),
            documents=engine.count(Lemma(lemma, getattr(leaf, "field", ""))),
            query=asked.instead_of(choice, f"!!{lemma}") if choice else "",
        )
        for lemma in lemmas
    )


def _expanded(leaf: Leaf) -> tuple[str, ...]:
    """What stands for a word as well: «организация объединённых наций»."""
    return tuple(map(_said, leaf.others)) if isinstance(leaf, Expanded) else ()


def _said(other: Alternative) -> str:
    return side_by_side(other.words) if isinstance(other, Phrase) else str(other)
