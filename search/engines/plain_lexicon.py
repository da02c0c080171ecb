"""Which spellings documents have: `lexicon.py` in plain loops over all forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise

from search.documents import Document
from search.engines.base import Lexicon, Spelling
from search.engines.scanning import distance
from search.russian.analysis import index_terms
from search.russian.spelling import key
from search.russian.tokens import cut
from search.russian.transliteration import romanised


class PlainLexicon(Lexicon):
    """The lexicon of a list of documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    @cached_property
    def _forms(self) -> Counter[str]:
        texts = (text for document in self._documents for text in (document.title, document.text))
        return Counter(form for text in texts for form in cut(text).forms())

    @cached_property
    def _pairs(self) -> Counter[tuple[str, str]]:
        return Counter(pair for document in self._documents for pair in pairwise(cut(document.title).forms()))

    def of(self, folded: str) -> Spelling:
        """A spelling, and how often it stands in the archive."""
        return next(iter(self._having(lambda its: its == folded)), Spelling(folded, 0, 0))

    def like(self, folded: str, slips: int) -> list[Spelling]:
        """The spellings that become this one by so many slips."""
        return self._having(lambda its: distance(folded, its) <= slips)

    def sharing(self, terms: Sequence[str]) -> list[Spelling]:
        """The spellings that have one of some terms."""
        having = {form: times for form, times in self._forms.items() if not set(index_terms(form)).isdisjoint(terms)}
        return _counted(having)

    def romanised(self, spelling: str) -> list[Spelling]:
        """The spellings that are romanised so."""
        return self._having(lambda its: romanised(its) == spelling)

    def beginning(self, folded: str, most: int) -> list[tuple[str, int]]:
        """The commonest forms that begin so, as they are spelt, and how often each stands in the archive."""
        return _commonest({form: times for form, times in self._forms.items() if key(form).startswith(folded)}, most)

    def following(self, folded: str, beginning: str, most: int) -> list[tuple[str, int]]:
        """The commonest forms that follow a spelling in titles and begin so, and how often each does."""
        counts: Counter[str] = Counter()
        for (before, after), times in self._pairs.items():
            if key(before) == folded and key(after).startswith(beginning):
                counts[after] += times
        return _commonest(counts, most)

    def _having(self, wanted: Callable[[str], bool]) -> list[Spelling]:
        return _counted({form: times for form, times in self._forms.items() if wanted(key(form))})


def _counted(forms: dict[str, int]) -> list[Spelling]:
    times: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for form, count in forms.items():
        times[key(form)] += count
        small[key(form)] += count if form.islower() else 0
    return [Spelling(its, times[its], small[its]) for its in sorted(times)]


def _commonest(counts: dict[str, int], most: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
