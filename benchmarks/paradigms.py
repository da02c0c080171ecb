"""The hand-checked paradigms of tests/cases/paradigms.txt, and how many of their forms an analysis joins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PARADIGMS = Path(__file__).parents[1] / "tests" / "cases" / "paradigms.txt"

Terms = Callable[[str], tuple[str, ...]]
"""An analysis: a form to its terms."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Shares of the pairs of different forms of a name in which the one typed finds the other.

    `nominative`: «Токаев» typed; `all`: any form typed. `missed`: the pairs that do not.
    """

    nominative: float
    all: float
    missed: tuple[tuple[str, str], ...]


def paradigms() -> Iterator[tuple[int, bool, list[str]]]:
    """Every paradigm: the number of its line, whether it is known to be wrong, and its different forms."""
    for number, known_wrong, forms in _lines():
        yield number, known_wrong, list(dict.fromkeys(forms.replace(" | ", " ").split()))


def _lines() -> Iterator[tuple[int, bool, str]]:
    for number, line in enumerate(PARADIGMS.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("# "):
            yield number, line.startswith("✗ "), line.removeprefix("✗ ")


def singulars() -> Iterator[list[str]]:
    """The different forms of every paradigm in the singular, the nominative first."""
    for _, _, forms in _lines():
        yield list(dict.fromkeys(forms.partition(" | ")[0].split()))


def reach(query: Terms, index: Terms) -> Reach:
    """Type every form in lower case; look for the others as they are spelt in documents."""
    missed = []
    pairs = from_nominative = nominative_missed = 0
    for _, _, forms in paradigms():
        indexed = [(form, index(form)) for form in forms]
        for place, typed in enumerate(forms):
            terms = set(query(typed.lower()))
            lost = [(typed, form) for form, its in indexed if form != typed and terms.isdisjoint(its)]
            missed += lost
            pairs += len(forms) - 1
            if place == 0:
                from_nominative += len(forms) - 1
                nominative_missed += len(lost)
    return Reach(1 - nominative_missed / from_nominative, 1 - len(missed) / pairs, tuple(missed))
