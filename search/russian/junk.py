"""Readings that the dictionary allows and no news item means: «нашли» is a form of «найти», hardly of «наслать».

A reading is cut by a rule, or by the reviewed list in junk.txt, and only where another reading is left. What is cut
stays within reach of who asks for the lemma itself (`rare_terms` in analysis.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

_ARROW = "→"
_ADVERB_OUTWEIGHS = 9  # times: a short adjective of a tenth stays


class Reading(NamedTuple):
    """One lemma that a form may belong to, before junk is cut: its score, and the kinds of its parses."""

    lemma: str
    score: float
    tag: str
    kinds: frozenset[str]


def kind(tag: str) -> str:
    """What junk is told by, out of an OpenCorpora tag: «VERB,perf,tran sing,impr,excl» is an imperative."""
    part = tag[:4]
    if part == "VERB" and "impr" in tag:
        return "imperative"
    return _KINDS.get(part, "verb" if part in _VERBS else "uninflected")


_VERBS = ("VERB", "INFN", "PRTF", "PRTS")
_KINDS = {
    "NOUN": "noun",
    "ADJF": "adjective",
    "NPRO": "adjective",
    "NUMR": "adjective",
    "ADJS": "short",
    "GRND": "gerund",
}


def is_listed(word: str) -> bool:
    """Does junk.txt say something of this very word?"""
    return word in _listed()


def part(word: str, readings: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The readings that are meant, and junk; something is always meant, if need be the word as it stands."""
    listed = _listed().get(word, frozenset())
    if len(readings) == 1:
        return _alone(word, readings[0], listed)
    listed |= _listed()[""]
    meant: list[Reading] = []
    junk: list[Reading] = []
    for reading in readings:
        (junk if reading.lemma in listed or _is_junk(reading, readings) else meant).append(reading)
    return (meant, junk) if meant else (list(readings), [])


def _alone(word: str, reading: Reading, listed: frozenset[str]) -> tuple[list[Reading], list[Reading]]:
    """«вице» is nothing but «вице», though the dictionary knows it as a form of «вица» only."""
    if reading.lemma in listed:
        return [reading._replace(lemma=word)], [reading]
    return [reading], []


def _is_junk(reading: Reading, all_: Sequence[Reading]) -> bool:
    if len(reading.kinds) > 1:
        return _is_substantive(reading, all_)
    rule = _RULES.get(next(iter(reading.kinds)))
    return (rule is not None and rule(reading, all_)) or _is_substantive(reading, all_)


def _is_imperative(reading: Reading, all_: Sequence[Reading]) -> bool:
    """«нашли» is no order to «наслать», «три» none to «тереть»: news give few orders.

    Cut beside another form of a verb, or a noun or adjective as likely; «дай» stays a form of «дать».
    """
    return any(
        "verb" in other.kinds or (other.kinds & {"noun", "adjective"} and other.score >= reading.score)
        for other in all_
    )


def _is_gerund(reading: Reading, all_: Sequence[Reading]) -> bool:
    """«взрыв» is the noun, not «having dug up»; «став» stays a form of «стать»."""
    return any("noun" in other.kinds and other.score >= reading.score for other in all_)


def _is_substantive(reading: Reading, all_: Sequence[Reading]) -> bool:
    """«новые» is a form of «новый», not of the noun «новое»; «целом» (in «в целом») stays one of «целое»."""
    return reading.lemma.endswith(("ое", "ее")) and any(
        "adjective" in other.kinds and other.lemma[:-2] == reading.lemma[:-2] and other.score >= reading.score
        for other in all_
        if other is not reading
    )


def _is_short(reading: Reading, all_: Sequence[Reading]) -> bool:
    """«активно» is the adverb, not what is «активный»; «открыто», as often the one as the other, stays both."""
    return any(other.kinds == {"uninflected"} and other.score > _ADVERB_OUTWEIGHS * reading.score for other in all_)


_RULES = {"imperative": _is_imperative, "gerund": _is_gerund, "short": _is_short}
"""Which rule may cut a reading all of whose parses are of one kind."""


@cache
def _listed() -> dict[str, frozenset[str]]:
    """The lemmas that junk.txt cuts, by form; under the empty form those that it cuts everywhere."""
    text = resources.files("search.russian").joinpath("junk.txt").read_text(encoding="utf-8")
    pairs = [line.split(_ARROW) for line in text.splitlines() if line and not line.startswith("#")]
    listed: dict[str, set[str]] = {"": set()}
    for form, lemma in pairs:
        listed.setdefault(form.strip(), set()).add(lemma.strip())
    return {form: frozenset(lemmas) for form, lemmas in listed.items()}
