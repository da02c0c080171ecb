"""What else there is on the subject of a document, and which documents are copies of it."""

from __future__ import annotations

from search.engines.base import Engine, Ranked, Window
from search.finding.hits import hits
from search.query.tree import Everything, Lemma, Or
from search.request import SearchRequest
from search.results import Hit, Similar


def similar(engine: Engine, document: Ranked, limit: int) -> Similar:
    """The documents that have most of what a document is about, the most alike first; of each family of copies one.

    They are found by its most telling lemmas, as a query of any of them would; its own copies are told apart.
    """
    family = engine.reprints(document)
    copies = [found for ident in family if (found := engine.lookup(ident)) and not _same(found, document)]
    lemmas = engine.significant(document)
    if not lemmas or not limit:
        return Similar(lemmas, (), _lines(engine, copies))
    tree = Or(tuple(Lemma(lemma) for lemma in lemmas))
    ranked = engine.find(tree, None, Window("relevance", 0, limit + 1, group=True)).ranked
    own = [document, *copies]
    others = [found for found in ranked if not any(_same(found, each) for each in own)]
    return Similar(lemmas, _lines(engine, others[:limit]), _lines(engine, copies))


def _lines(engine: Engine, found: list[Ranked]) -> tuple[Hit, ...]:
    return hits(engine, found, Everything(), SearchRequest())


def _same(one: Ranked, other: Ranked) -> bool:
    return (one.segment, one.number) == (other.segment, other.number)
