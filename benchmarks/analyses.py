"""The ways to analyse that are compared: ours, its neighbours, and the stemmer of other engines.

Each is a pair: a word of a query to its terms, and a form of a document to its terms.
"""

from __future__ import annotations

from functools import cache

import snowballstemmer

from benchmarks.paradigms import Terms
from search.russian.analysis import index_terms, is_lemma, query_terms
from search.russian.lemmas import morphology
from search.russian.spelling import fold

_STEMMER = snowballstemmer.stemmer("russian")


def _word(form: str) -> tuple[str, ...]:
    return (fold(form),)


@cache
def _stem(form: str) -> tuple[str, ...]:
    return (_STEMMER.stemWord(fold(form)),)


def _of_share(least: float) -> Terms:
    """The first lemma and all others of a share, in index and query alike, without name keys."""

    @cache
    def terms(form: str) -> tuple[str, ...]:
        lemmas = morphology(form.lower()).lemmas
        kept = tuple(lemma.text for place, lemma in enumerate(lemmas) if place == 0 or lemma.share >= least)
        return kept or (fold(form),)

    return terms


def _without_keys(analysis: Terms) -> Terms:
    @cache
    def terms(form: str) -> tuple[str, ...]:
        return tuple(term for term in analysis(form) if is_lemma(term))

    return terms


ANALYSES: dict[str, tuple[Terms, Terms]] = {
    "words as they are": (_word, _word),
    "Snowball": (_stem, _stem),
    "first lemma": (_of_share(2), _of_share(2)),
    "share ≥ .10": (_of_share(0.10), _of_share(0.10)),
    "all lemmas": (_of_share(0), _of_share(0)),
    "ours without name keys": (_without_keys(query_terms), _without_keys(index_terms)),
    "ours": (cache(query_terms), cache(index_terms)),
}
