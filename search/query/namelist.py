"""Names that a user lists: a word of a query that is a form of one finds all of its forms.

Милей: Милея, Милею, Милеем, Милее      `милея` finds «Милеем», but not «всё милее»
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.query.expansion import Run
from search.query.tree import Cased
from search.russian.spelling import key
from search.russian.words import wholes


class NameList:
    """Finds the forms of its names among the words of a query. Many threads may share it.

    >>> [*NameList([("Милей", "Милея")]).runs(["речь", "милея"])]
    [Run(start=1, end=2, others=(Cased(spellings=('Милей', 'Милея')),))]
    """

    def __init__(self, names: Sequence[tuple[str, ...]]) -> None:
        self._names: dict[str, list[Cased]] = {}
        for forms in names:
            for spelling in dict.fromkeys(map(key, forms)):
                self._names.setdefault(spelling, []).append(Cased(forms))

    def runs(self, words: Sequence[str]) -> Iterator[Run]:
        """Each word that is a form of a name, or of several, in any letter case."""
        for place, word in enumerate(words):
            if names := self._names.get(key(wholes(word)[0])):
                yield Run(place, place + 1, tuple(names))
