"""What a leaf of a query asks of the slots of a text: the same for every engine and for snippets.

"чемпион мира"  →  slots (чемпион | #чемпион), (мир | мира | #мир) side by side
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from search.query.tree import Exact, Field, Leaf, Phrase, Prefix, Word, side_by_side
from search.russian.analysis import query_terms, rare_terms
from search.russian.spelling import key
from search.russian.tokens import cut


@dataclass(frozen=True, slots=True)
class AnyForm:
    """A form that has one of these terms: alternatives, of which a document's best counts."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spelt:
    """A form spelt so, in any letter case, or a compound that begins with it. ё counts where it was typed."""

    typed: str

    @property
    def key(self) -> str:
        """The folded key under which such forms are found."""
        return key(self.typed)


@dataclass(frozen=True, slots=True)
class Starting:
    """A form whose key starts so."""

    key: str


Slot = AnyForm | Spelt | Starting


@dataclass(frozen=True, slots=True)
class Pattern:
    """Slots that must stand side by side, in the title alone or anywhere."""

    slots: tuple[Slot, ...]
    field: Field = ""


@lru_cache(maxsize=4096)  # one leaf is asked of every hit of a page
def pattern(leaf: Leaf) -> Pattern:
    """The pattern of a leaf.

    A compound as a word is asked for as a whole, in one slot; in a phrase it takes as many slots as it has parts.
    """
    match leaf:
        case Word(_, field):
            return Pattern((AnyForm(word_terms(leaf)),), field)
        case Phrase(words, field):
            return Pattern(tuple(AnyForm(_phrase_terms(form)) for form in _forms(words)), field)
        case Exact((word,), field):
            return Pattern((Spelt(_first_form(word)),), field)
        case Exact(words, field):
            return Pattern(tuple(Spelt(form) for form in _forms(words)), field)
        case Prefix(text, field):
            return Pattern((Starting(key(_first_form(text))),), field)


@lru_cache(maxsize=4096)
def word_terms(word: Word) -> tuple[str, ...]:
    """The terms of a word: the alternatives of which the best counts."""
    return query_terms(_first_form(word.text))


def _phrase_terms(form: str) -> tuple[str, ...]:
    """The terms of a word in a phrase: its neighbour vouches for a rare reading too («нержавеющей стали»)."""
    terms = query_terms(form)
    return terms + rare_terms(terms)


def _first_form(text: str) -> str:
    return cut(text).form(0)


def _forms(words: tuple[str, ...]) -> list[str]:
    return cut(side_by_side(words)).forms()
