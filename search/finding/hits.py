"""Where a query matches the documents that it found: the marked lines of a page, and whole marked documents."""

from __future__ import annotations

from search.engines.base import Engine, Ranked
from search.query.patterns import Wanted, patterns
from search.query.plan import leaves
from search.query.tree import Dated, Filter, Node
from search.results import Hit, MarkedDocument, Sort
from search.snippets import Match, mark, snippets


def hit(engine: Engine, found: Ranked, tree: Node, sort: Sort) -> Hit:
    """A document found, as a line of the list."""
    shown = engine.shown(found)
    in_title, in_text = _matches(engine, found, tree)
    return Hit(
        id=shown.about.id,
        title=mark(shown.title, in_title),
        date=shown.about.date,
        source=shown.about.source,
        url=shown.about.url,
        place=shown.about.place,
        agency=shown.about.agency,
        score=found.score if sort == "relevance" else None,
        snippets=snippets(shown.text, in_text),
    )


def marked_document(engine: Engine, found: Ranked, tree: Node) -> MarkedDocument:
    """A document, whole, with what a tree matches in it marked."""
    shown = engine.shown(found)
    in_title, in_text = _matches(engine, found, tree)
    title, text = mark(shown.title, in_title), mark(shown.text, in_text)
    return MarkedDocument(shown.about.document(title.text, text.text), title, text)


def _matches(engine: Engine, found: Ranked, tree: Node) -> tuple[list[Match], list[Match]]:
    """Where the wanted leaves of a tree match a document: in its title, and in its text."""
    in_title: list[Match] = []
    in_text: list[Match] = []
    for asked, clause in _asked(tree).items():
        for occurrence in engine.occurrences(found, asked):
            matches = in_title if occurrence.in_title else in_text
            matches.append((occurrence.slot, occurrence.length, clause))
    return in_title, in_text


def _asked(tree: Node) -> dict[Wanted, int]:
    """What the wanted leaves ask of a text, and of which clause it is; what stands for several, of the first."""
    clauses: dict[Wanted, int] = {}
    for clause, (leaf, wanted) in enumerate(leaves(tree)):
        if wanted and not isinstance(leaf, Filter | Dated):
            for asked in patterns(leaf):
                clauses.setdefault(asked, clause)
    return clauses
