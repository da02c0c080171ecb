"""The words that tell what some documents are about: for a search that is broadened by its best documents.

    `цунами` finds articles about one earthquake   →   землетрясение, эпицентр, магнитуда

Pseudo-relevance feedback with a fixed number of words (Rocchio 1971; Lavrenko, Croft, «Relevance-based language
models», SIGIR 2001): a lemma tells by how often it stands in the documents and by how rare it is elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

from search import ranking
from search.russian.analysis import index_terms, is_lemma
from search.russian.stopwords import is_stop_word

_CACHED = 100_000  # forms: those of the best documents come again with each query


def telling_lemmas(
    documents: Sequence[Mapping[str, int]], known: Collection[str], having: Callable[[str], int], of: int
) -> tuple[str, ...]:
    """The most telling lemmas of some documents, each given as its forms and how often they stand there.

    `known`: terms that are asked for anyway; `having`: in how many documents, `of` all, a term stands.
    """
    frequencies: dict[str, list[int]] = {}
    for forms in documents:
        counts: Counter[str] = Counter()
        for form, count in forms.items():
            if lemma := _lemma(form):
                counts[lemma] += count
        for lemma, count in counts.items():
            frequencies.setdefault(lemma, []).append(count)
    values = {
        lemma: ranking.telling(counts, of, having(lemma))
        for lemma, counts in frequencies.items()
        if len(counts) > 1 and lemma not in known  # what one document alone says may be beside the point
    }
    best = sorted((lemma for lemma, value in values.items() if value), key=lambda lemma: (-values[lemma], lemma))
    return tuple(best[: ranking.BROADENING_WORDS])


def significant_lemmas(
    title: Mapping[str, int], text: Mapping[str, int], having: Callable[[str], int], of: int
) -> tuple[str, ...]:
    """What one document is about: the lemmas that tell most of it.

    Given are the forms of its title, and of the beginning of its text, and how often each stands there.
    `having`: in how many documents, `of` all, a term stands.
    """
    counts: Counter[str] = Counter()
    for forms, times in ((title, ranking.TITLE_BOOST), (text, 1)):
        for form, count in forms.items():
            if lemma := _lemma(form):
                counts[lemma] += times * count
    values = {lemma: ranking.telling((count,), of, having(lemma)) for lemma, count in counts.items()}
    best = sorted((lemma for lemma, value in values.items() if value), key=lambda lemma: (-values[lemma], lemma))
    return tuple(best[: ranking.SIGNIFICANT_LEMMAS])


@lru_cache(_CACHED)
def _lemma(form: str) -> str:
    """The first lemma of a form; "" for numbers, stop words, and what has no lemma."""
    first = index_terms(form)[0]
    return first if is_lemma(first) and first.isalpha() and len(first) > 2 and not is_stop_word(first) else ""
