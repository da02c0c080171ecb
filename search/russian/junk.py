"""Readings that the dictionary allows and no news item means: «нашли» is a form of «найти», hardly of «наслать».

A reading is cut by a rule, or by the reviewed list in junk.txt, and only where another reading is left. What is cut
stays within reach of who asks for the lemma itself (`rare_terms` in analysis.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

_ARROW = "→"
_ADVERB_OUTWEIGHS = 9  # times: a short adjective of a tenth stays


@dataclass(frozen=True, slots=True)
class Reading:
    """One lemma that a form may belong to, before junk is cut: its score, and the kinds of its parses."""

    lemma: str
    score: float
    tag: str
    kinds: frozenset[str]


@cache
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


def part(word: str, readings: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The readings that are meant, and junk; something is always meant, if need be the word as it stands."""
    if len(readings) == 1:
        return _alone(word, readings[0])
    junk = [reading for reading in readings if _is_junk(word, reading, readings)]
    meant = [reading for reading in readings if reading not in junk]
    return (meant, junk) if meant else (list(readings), [])


def _alone(word: str, reading: Reading) -> tuple[list[Reading], list[Reading]]:
    """«вице» is nothing but «вице», though the dictionary knows it as a form of «вица» only."""
    if reading.lemma in _listed().get(word, ()):
        return [replace(reading, lemma=word)], [reading]
    return [reading], []


def _is_junk(word: str, reading: Reading, all_: Sequence[Reading]) -> bool:
    others = [other for other in all_ if other is not reading]
    if reading.lemma in _listed().get(word, ()) or reading.lemma in _listed()[""]:
        return True
    return any(rule(reading, others) for rule in (_imperative, _gerund, _substantive, _short))


def _imperative(reading: Reading, others: Sequence[Reading]) -> bool:
    """«нашли» is no order to «наслать», «три» none to «тереть»: news give few orders.

    Cut beside another form of a verb, or a noun or adjective as likely; «дай» stays a form of «дать».
    """
    return reading.kinds == {"imperative"} and any(
        "verb" in other.kinds or (other.kinds & {"noun", "adjective"} and other.score >= reading.score)
        for other in others
    )


def _gerund(reading: Reading, others: Sequence[Reading]) -> bool:
    """«взрыв» is the noun, not «having dug up»; «став» stays a form of «стать»."""
    return reading.kinds == {"gerund"} and any(
        "noun" in other.kinds and other.score >= reading.score for other in others
    )


def _substantive(reading: Reading, others: Sequence[Reading]) -> bool:
    """«новые» is a form of «новый», not of the noun «новое»; «целом» (in «в целом») stays one of «целое»."""
    return reading.lemma.endswith(("ое", "ее")) and any(
        "adjective" in other.kinds and other.lemma[:-2] == reading.lemma[:-2] and other.score >= reading.score
        for other in others
    )


def _short(reading: Reading, others: Sequence[Reading]) -> bool:
    """«активно» is the adverb, not what is «активный»; «открыто», as often the one as the other, stays both."""
    return reading.kinds == {"short"} and any(
        other.kinds == {"uninflected"} and other.score > _ADVERB_OUTWEIGHS * reading.score for other in others
    )


@cache
def _listed() -> dict[str, frozenset[str]]:
    """The lemmas that junk.txt cuts, by form; under the empty form those that it cuts everywhere."""
    text = resources.files("search.russian").joinpath("junk.txt").read_text(encoding="utf-8")
    pairs = [line.split(_ARROW) for line in text.splitlines() if line and not line.startswith("#")]
    listed: dict[str, set[str]] = {"": set()}
    for form, lemma in pairs:
        listed.setdefault(form.strip(), set()).add(lemma.strip())
    return {form: frozenset(lemmas) for form, lemmas in listed.items()}
