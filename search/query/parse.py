"""From what a person typed to a tree, with the problems found on the way. Never raises on any text.

    стали | сталью "чемпион мира" -футбол !Женеве разоруж* title:(оон | сша)

И binds closest, then `|`, then the blank: `a И b | c d` wants d, and either a with b, or c.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from search.query.clauses import JOINING, is_joining, leaf_of, plain_word, word_for
from search.query.group import Group
from search.query.items import Item, items
from search.query.tree import Everything, Node, Or, Phrase, Word, all_of
from search.results import Problem, ProblemKind

NOTHING = Or(())
"""Typed was something, but no word: nothing is found. Written `""`."""

DEEPEST = 100
"""Brackets beyond this depth are read as if they were not there: the stack of a program has an end."""

_CAPITALS = {word.upper() for word in JOINING}
_WORD = "[A-Za-zА-Яа-яЁё]{1,64}"
_LETTERS = re.compile(r"[^\W\d_]+")
_NOTHING_BUT_WORDS = re.compile(rf"{_WORD}(?: {_WORD})*")


@dataclass(frozen=True, slots=True)
class Typed:
    """Where a plain word stands in the text of a query, without its operators, in code points.

    With a sign inside («12:30») it is a phrase of its parts.
    """

    word: Word | Phrase
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree and what could not be used of the text; `depth` counts brackets inside brackets.

    `typed`: where in the text the words stand that are looked for in any form, unless in quotes.
    """

    tree: Node
    problems: tuple[Problem, ...] = ()
    depth: int = 0
    typed: tuple[Typed, ...] = ()


def parse(text: str) -> Parsed:
    """Read a query as a person typed it.

    >>> str(parse('токаев  "генеральная ассамблея" -спорт').tree)
    'токаев "генеральная ассамблея" -спорт'
    """
    if not text.strip():
        return Parsed(Everything())
    if _NOTHING_BUT_WORDS.fullmatch(text) and _CAPITALS.isdisjoint(text.split(" ")):
        return _words(text)
    return _Reader(text).parsed()


def _words(text: str) -> Parsed:
    """A query of words alone, as most are: what `_Reader` makes of it, in a fifth of its time."""
    typed = []
    end = -1
    for word in text.split(" "):
        start, end = end + 1, end + 1 + len(word)
        typed.append(Typed(plain_word(word), start, end))
    return Parsed(all_of([each.word for each in typed]) or NOTHING, typed=tuple(typed))


class _Reader:
    """Walks through the items of one query text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._problems: list[Problem] = []
        self._typed: list[Typed] = []
        self._open: list[Group] = [Group(None, "", self._report)]  # the whole query, then each bracket
        self._depth = 0
        self._deepest = 0
        self._all_capitals = _all_capitals(text)

    def parsed(self) -> Parsed:
        for item in items(self._text):
            self._read(item)
        while opened := self._open[-1].opened:
            self._report("bracket", opened, "")
            self._close(opened, len(self._text))
        tree = self._open[0].node() or NOTHING
        problems = sorted(self._problems, key=lambda problem: (problem.start, problem.end))
        return Parsed(tree, tuple(problems), self._deepest, tuple(self._typed))

    def _read(self, item: Item) -> None:
        group = self._open[-1]
        if item.unpaired is not None:
            self._report("quote", replace(item, end=item.unpaired), "")
        if item.kind == "open":
            self._read_open(item)
        elif item.kind == "close":
            self._read_close(item)
        elif item.kind == "pipe":
            group.take_pipe(item)
        elif item.kind == "near":
            group.take_near(item)
        elif item.kind == "stray":
            self._report("quote", item, "")
        elif is_joining(item):
            self._read_joining(group, item)
        elif leaf := leaf_of(item, group.field, self._report):
            if isinstance(leaf, Word) or (isinstance(leaf, Phrase) and item.kind == "word" and not item.exact):
                self._typed.append(Typed(leaf, item.end - len(item.text), item.end))
            group.take(leaf, item.excluded)

    def _read_joining(self, group: Group, item: Item) -> None:
        """И, ИЛИ, НЕ. In a headline all in capitals НЕ is a word: it would exclude what the headline says."""
        meaning = JOINING[item.text.lower()]
        if item.text == "НЕ" and self._all_capitals:
            self._report("capitals", item, "")
            group.take(word_for(item), False)
        elif meaning == "not":
            group.take_not(item)
        else:
            group.take_joining(item, meaning)

    def _read_open(self, item: Item) -> None:
        self._depth += 1
        self._deepest = max(self._depth, self._deepest)
        if item.exact:
            self._report("empty", item, "")
        if self._depth <= DEEPEST:
            field = item.fields[-1] if item.fields else self._open[-1].field
            self._open.append(Group(item, field, self._report))

    def _read_close(self, item: Item) -> None:
        if self._depth > DEEPEST:
            self._depth -= 1
        elif opened := self._open[-1].opened:
            self._close(opened, item.start)
        else:
            self._report("bracket", item, "")

    def _close(self, opened: Item, end: int) -> None:
        """End a bracket; one with punctuation in it is punctuation itself, as in «Кто (?) виноват»."""
        self._depth -= 1
        node = self._open.pop().node()
        if node is not None:
            self._open[-1].take(node, opened.excluded)
        elif opened.operators or not self._text[opened.end : end].strip():
            self._report("empty", opened, "")

    def _report(self, kind: ProblemKind, item: Item, hint: str) -> None:
        self._problems.append(Problem(kind, item.start, item.end, self._text[item.start : item.end], hint))


def _all_capitals(text: str) -> bool:
    """Are all words but И, ИЛИ, НЕ in capitals?"""
    words = [word for word in _LETTERS.findall(text) if word.lower() not in JOINING]
    return bool(words) and all(word.isupper() for word in words)
