"""What a query that was begun may be: `тока` → «токаев», «токаев подписал».

The last word is completed by the archive's own words, each once in its commonest form, and goes on as titles do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.engines.base import Lexicon
from search.results import Completion
from search.russian.analysis import RARE, index_terms
from search.russian.spelling import fold
from search.russian.stopwords import is_stop_word

_FORMS = 40
"""So many forms are looked at: those of one word are many."""

_CONTINUED = 3
"""So many of the commonest words are shown as titles go on with them."""

_BEGUN = re.compile(
    r"(?P<before>(?:.*\s)?(?P<word>[^\W_]+(?:-[^\W_]+)*)\s+|(?:.*\s)?)(?P<begun>[^\W_][\w-]*|)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A query: its last word, as far as it is typed, the word before it, and all before the last one."""

    before: str
    word: str
    begun: str

    def completed(self, form: str) -> str:
        """The query with its last word completed, with a capital where it has one."""
        return self.before + (form.lower().title() if self.begun.istitle() else form.lower())


def completions(lexicon: Lexicon, text: str, most: int) -> tuple[Completion, ...]:
    """Queries that begin so, as the archive has it; none where the last word is not a plain one."""
    found = _BEGUN.fullmatch(text)
    if not found:
        return ()
    typed = _Begun(found["before"], found["word"] or "", found["begun"])
    words = list(_words(lexicon, typed)) if typed.begun else []
    titles = _after(lexicon, typed, words)
    likely = (*titles, *words) if typed.word else (*words[: max(1, most // 2)], *titles, *words[most // 2 :])
    once: dict[str, Completion] = {}
    for each in likely:
        if each.text.lower() != text.lower():
            once.setdefault(each.text, each)
    return tuple(once.values())[:most]


def _words(lexicon: Lexicon, typed: _Begun) -> Iterator[Completion]:
    """The words that begin so, each in its commonest form."""
    groups: list[tuple[str, int, set[str]]] = []
    for form, times in lexicon.beginning(fold(typed.begun), _FORMS):
        terms = {term for term in index_terms(form) if not term.startswith(RARE)}
        place = next((place for place, group in enumerate(groups) if group[2] & terms), None)
        if place is not None:
            groups[place] = (groups[place][0], groups[place][1] + times, groups[place][2] | terms)
        elif _is_word(form, typed.begun):
            groups.append((form, times, terms))
    for form, times, _ in sorted(groups, key=lambda group: -group[1]):
        yield Completion("word", typed.completed(form), times)


def _after(lexicon: Lexicon, typed: _Begun, words: list[Completion]) -> list[Completion]:
    """How titles go on: with the last word after the one before it, or with another one after it."""
    if typed.word:
        found = lexicon.following(_last_part(typed.word), fold(typed.begun), _FORMS)
        after = [
            Completion("title", typed.completed(form), times) for form, times in found if _is_word(form, typed.begun)
        ]
    else:
        after = [
            Completion("title", f"{word.text} {form.lower()}", times)
            for word in words[:_CONTINUED]
            for form, times in lexicon.following(_last_part(word.text), "", _FORMS)
            if _is_word(form, "")
        ]
    return sorted(after, key=lambda each: -each.times)


def _last_part(word: str) -> str:
    """What the next word of a title follows: of a compound, its last part."""
    return fold(word).rsplit("-", 1)[-1]


def _is_word(form: str, begun: str) -> bool:
    """Is a form shown: as it was begun, and no stop word?"""
    return fold(form).startswith(fold(begun)) and not is_stop_word(form)
