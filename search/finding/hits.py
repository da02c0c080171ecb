"""Where a query matches the documents that it found: the marked lines of a page, and whole marked documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from search.engines.base import Engine, Ranked, Shown
from search.query.patterns import Wanted, patterns
from search.query.plan import leaves
from search.query.tree import Narrowing, Node
from search.results import Hit, MarkedDocument, Sort
from search.snippets import Match, mark, snippets


@dataclass(frozen=True, slots=True)
class _Matches:
    """Where a query matches one document: in its title, and in its text."""

    title: list[Match] = field(default_factory=list)
    text: list[Match] = field(default_factory=list)


def hits(engine: Engine, found: Sequence[Ranked], tree: Node, sort: Sort) -> tuple[Hit, ...]:
    """Documents found, as lines of the list."""
    shown = engine.shown(found)  # before it is looked where they match: of a damaged one that says anything
    matches = _matches(engine, found, tree)
    scores = [one.score if sort == "relevance" else None for one in found]
    return tuple(map(_hit, shown, matches, scores))


def marked_document(engine: Engine, found: Ranked, tree: Node) -> MarkedDocument:
    """A document, whole, with what a tree matches in it marked."""
    (shown,) = engine.shown([found])
    (matches,) = _matches(engine, [found], tree)
    title, text = mark(shown.title, matches.title), mark(shown.text, matches.text)
    return MarkedDocument(shown.about.document(title.text, text.text), title, text)


def _hit(shown: Shown, matches: _Matches, score: int | None) -> Hit:
    about = shown.about
    return Hit(
        id=about.id,
        title=mark(shown.title, matches.title),
        date=about.date,
        source=about.source,
        url=about.url,
        place=about.place,
        agency=about.agency,
        score=score,
        snippets=snippets(shown.text, matches.text),
    )


def _matches(engine: Engine, found: Sequence[Ranked], tree: Node) -> list[_Matches]:
    """Where the wanted leaves of a tree match each document."""
    clauses = _asked(tree)
    matches = [_Matches() for _ in found]
    for clause, by_document in zip(clauses.values(), engine.occurrences(found, [*clauses]), strict=True):
        for one, occurrences in zip(matches, by_document, strict=True):
            for occurrence in occurrences:
                to = one.title if occurrence.in_title else one.text
                to.append((occurrence.slot, occurrence.length, clause))
    return matches


def _asked(tree: Node) -> dict[Wanted, int]:
    """What the wanted leaves ask of a text, and of which clause it is; what stands for several, of the first."""
    clauses: dict[Wanted, int] = {}
    for clause, (leaf, wanted) in enumerate(leaves(tree)):
        if wanted and not isinstance(leaf, Narrowing):
            for asked in patterns(leaf):
                clauses.setdefault(asked, clause)
    return clauses
