"""Where a query matches the documents that it found: the marked lines of a page, and whole marked documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from search.engines.base import Engine, Ranked, Shown
from search.query.patterns import AnyForm, Pattern, Together, Wanted, patterns
from search.query.plan import leaves
from search.query.tree import Leaf, Narrowing, Node
from search.request import SearchRequest
from search.results import Hit, HitMatch, MarkedDocument
from search.russian.analysis import index_terms, is_lemma
from search.snippets import Match, SlottedText, mark, snippets, span


@dataclass(frozen=True, slots=True)
class _Matches:
    """Where a query matches one document: in its title, and in its text."""

    title: list[Match] = field(default_factory=list)
    text: list[Match] = field(default_factory=list)


def hits(engine: Engine, found: Sequence[Ranked], tree: Node, request: SearchRequest) -> tuple[Hit, ...]:
    """Documents found, as lines of the list."""
    shown = engine.shown(found)  # before it is looked where they match: of a damaged one that says anything
    looked_for = request.highlight or request.places
    matches = _matches(engine, found, tree) if looked_for else [_Matches() for _ in found]
    clauses = [leaf for leaf, _ in leaves(tree)]
    lines = zip(shown, matches, found, map(engine.reprints, found), strict=True)
    return tuple(_hit(*line, clauses, request) for line in lines)


def marked_document(engine: Engine, found: Ranked, tree: Node) -> MarkedDocument:
    """A document, whole, with what a tree matches in it marked."""
    (shown,) = engine.shown([found])
    (matches,) = _matches(engine, [found], tree)
    title, text = mark(shown.title, matches.title), mark(shown.text, matches.text)
    return MarkedDocument(shown.about.document(title.text, text.text), title, text)


def _hit(
    shown: Shown,
    matches: _Matches,
    found: Ranked,
    family: Sequence[str],
    clauses: Sequence[Leaf],
    request: SearchRequest,
) -> Hit:
    about = shown.about
    return Hit(
        id=about.id,
        title=mark(shown.title, matches.title if request.highlight else ()),
        date=about.date,
        source=about.source,
        section=about.section,
        author=about.author,
        place=about.place,
        agency=about.agency,
        url=about.url,
        keywords=about.keywords,
        score=found.score if request.sort == "relevance" else None,
        snippets=snippets(shown.text, matches.text) if request.highlight else (),
        matches=tuple(_told(shown, matches, clauses)) if request.places else (),
        text=shown.text.piece(0, len(shown.text)) if request.texts else "",
        reprints=tuple(ident for ident in family if ident != about.id),
    )


def _told(shown: Shown, matches: _Matches, clauses: Sequence[Leaf]) -> Iterator[HitMatch]:
    """Every match by figures, in the order of the document."""
    for match in sorted(set(matches.title)):
        yield _match(shown.title, match, clauses, "title")
    for match in sorted(set(matches.text)):
        yield _match(shown.text, match, clauses, "text")


def _match(text: SlottedText, match: Match, clauses: Sequence[Leaf], field: Literal["title", "text"]) -> HitMatch:
    """What stands at a match, which clause asks for it, and the lemma that both have."""
    where, clause = span(text, match), clauses[match[2]]
    form = text.piece(where.start, where.end)
    having = index_terms(form) if match[1] == 1 else ()
    return HitMatch(form, next((term for term in _lemmas(clause) if term in having), ""), str(clause), field, where)


def _lemmas(clause: Leaf) -> Iterator[str]:
    for wanted in () if isinstance(clause, Narrowing) else patterns(clause):
        slots = wanted.slots if isinstance(wanted, Pattern | Together) else ()
        yield from (term for slot in slots if isinstance(slot, AnyForm) for term in slot.terms if is_lemma(term))


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
