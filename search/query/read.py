"""Read a query as a service does: within limits, and strictly where that is asked for."""

from __future__ import annotations

from search.config import Limits
from search.errors import BadParameter, Flaw, QueryLimit
from search.query.parse import DEEPEST, Parsed, parse
from search.query.plan import leaves
from search.query.tree import Near, Node
from search.results import Problem, ProblemKind

_DETAILS: dict[ProblemKind, str] = {
    "pipe": "there is no word on both sides of {text!r}",
    "quote": "this quotation mark has no pair",
    "bracket": "this bracket has no pair",
    "star": "in {text!r} the * is in no single word: it stands at the edge of a word, or inside one",
    "tilde": "in {text!r} the ~ is not understood: a word takes ~, ~1 or ~2, a phrase ~1 to ~999",
    "lemma": "in {text!r} the !! is not before one whole word",
    "near": "there is no word or plain phrase on both sides of {text!r}",
    "field": "there is no field {text!r}",
    "date": "in {text!r} there is no date that can be read: write date:2026-01-05 or date:2026-01..2026-02",
    "capitals": "all is in capitals, so that {text!r} is taken for a word: write - to exclude",
    "empty": "there is no word right after {text!r}",
}
"""What is wrong, for those who write programs; `search.answer` says it to readers."""


def read(text: str, limits: Limits, strict: bool = False) -> Parsed:
    """Read a query.

    Raises QueryLimit for one that is too large, and BadParameter where it is strict and something cannot be used.
    """
    _check("length", "characters", len(text), limits.length)
    parsed = parse(text)
    _check("clauses", "words and phrases", _clauses(parsed.tree), limits.clauses)
    _check("depth", "brackets inside brackets", parsed.depth, min(limits.depth, DEEPEST))
    if strict and parsed.problems:
        flaws = tuple(Flaw(_detail(problem), problem.start, "q", problem.hint) for problem in parsed.problems)
        listed = "; ".join(f"at {flaw.position}: {flaw.detail}" for flaw in flaws)
        raise BadParameter("q", f"the query is not understood as it stands: {listed}", flaws)
    return parsed


def _check(limit: str, what: str, found: int, most: int) -> None:
    if found > most:
        raise QueryLimit(limit, f"a query has at most {most:,} {what}; this one has {found:,}", most)


def _clauses(tree: Node) -> int:
    return sum(len(leaf.children) if isinstance(leaf, Near) else 1 for leaf, _ in leaves(tree))


def _detail(problem: Problem) -> str:
    detail = _DETAILS[problem.kind].format(text=problem.text)
    return f"{detail}; the nearest is {problem.hint!r}" if problem.hint else detail
