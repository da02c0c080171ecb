"""From what a person typed to a tree, with the problems found on the way. Never raises on any text.

    стали | сталью "чемпион мира" -футбол !Женеве разоруж* title:оон

`|` binds closer than the blank between words: `a b | c` wants a, and one of b and c.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from search.query.tree import And, Everything, Exact, Field, Leaf, Node, Not, Or, Phrase, Prefix, Word
from search.results import Problem
from search.russian.tokens import Tokens, cut

TITLE_PREFIXES = ("title:", "заголовок:")

NOTHING = Or(())
"""Typed was something, but no word: nothing is found. Written `""`."""

_ITEM = re.compile(
    r"""
    (?P<pipe>\|)
  | (?P<minus>-(?=["“”„!\w]))?
    (?P<field>(?:title|заголовок):(?=\S))?
    (?P<exact>!(?=["“”„\w]))?
    (?: ["“”„](?P<phrase>[^"“”„]*)["“”„]
      | (?P<number>\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\w*-]))   # 1 000 000 is one word
      | (?P<word>(?:(?!["“”„|])\S)+)
      | (?P<stray>["“”„]) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree and what could not be used of the text."""

    tree: Node
    problems: tuple[Problem, ...] = ()


def parse(text: str) -> Parsed:
    """Read a query as a person typed it.

    >>> str(parse('токаев  "генеральная ассамблея" -спорт').tree)
    'токаев "генеральная ассамблея" -спорт'
    """
    if not text.strip():
        return Parsed(Everything())
    return _Reader(text).parsed()


class _Reader:
    """Walks through the items of one query text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._problems: list[Problem] = []
        self._groups: list[list[Leaf]] = []  # each: what `|` joined
        self._excluded: list[Leaf] = []
        self._joining = False

    def parsed(self) -> Parsed:
        for item in _ITEM.finditer(self._text):
            if item["pipe"]:
                self._pipe(item)
            else:
                self._leaves(item)
        if self._joining:
            self._problem("pipe", len(self._text.rstrip()) - 1, len(self._text.rstrip()))
        return Parsed(self._tree(), tuple(self._problems))

    def _tree(self) -> Node:
        children: list[Leaf | Not | Or] = []
        for group in self._groups:
            alternatives = tuple(dict.fromkeys(group))
            children.append(alternatives[0] if len(alternatives) == 1 else Or(alternatives))
        children += [Not(leaf) for leaf in self._excluded]
        children = list(dict.fromkeys(children))
        if not children:
            return NOTHING
        if len(children) == 1 and not isinstance(children[0], Not):
            return children[0]
        return And(tuple(children))

    def _pipe(self, item: re.Match[str]) -> None:
        if self._groups and not self._joining:
            self._joining = True
        else:
            self._problem("pipe", item.start(), item.end())

    def _leaves(self, item: re.Match[str]) -> None:
        if item["stray"]:
            self._problem("quote", item.start("stray"), item.end("stray"))
            return
        leaves = self._leaves_of(item)
        if item["minus"]:
            if self._joining:
                self._problem("pipe", item.start(), item.end())
                self._joining = False
            self._excluded += leaves
        elif self._joining and leaves:
            self._groups[-1].append(leaves[0])
            self._groups += [[leaf] for leaf in leaves[1:]]
            self._joining = False
        else:
            self._groups += [[leaf] for leaf in leaves]

    def _leaves_of(self, item: re.Match[str]) -> list[Leaf]:
        field: Field = "title" if item["field"] else ""
        if item["phrase"] is not None:
            words = _words(cut(item["phrase"]))
            if not words:
                self._problem("empty", *item.span())
                return []
            return [Exact(words, field) if item["exact"] else Phrase(words, field)]
        return self._leaves_of_word(item, field)

    def _leaves_of_word(self, item: re.Match[str], field: Field) -> list[Leaf]:
        group = "number" if item["number"] else "word"
        text = item[group]
        words = _words(cut(text))
        start, end = item.span(group)
        if not words or text.lower() in TITLE_PREFIXES:
            if not _is_punctuation(text):
                self._problem("empty", *item.span())
            return []
        if "*" in text.rstrip("*") or text.startswith("*"):
            self._problem("star", start, end)
        if item["exact"]:
            return [Exact(words, field)]
        if text.endswith("*") and "*" not in text.rstrip("*"):
            return self._prefixed(words, field)
        return [Word(words[0], field)] if len(words) == 1 else [Phrase(words, field)]

    def _prefixed(self, words: tuple[str, ...], field: Field) -> list[Leaf]:
        """`москв*`; of several words in one (`т.е.раз*`) the last is a prefix and the others are words."""
        return [*(Word(word, field) for word in words[:-1]), Prefix(words[-1], field)]

    def _problem(self, kind: Literal["pipe", "quote", "star", "empty"], start: int, end: int) -> None:
        self._problems.append(Problem(kind, start, end, self._text[start:end]))


def _is_punctuation(text: str) -> bool:
    """A dash, a bullet, a smile: people paste such things along, and mean nothing by them."""
    return not any(sign in text for sign in '*!:"')


def _words(tokens: Tokens) -> tuple[str, ...]:
    """The forms of a text, each compound once: the further parts stay inside it."""
    words = []
    end = 0
    for slot in range(len(tokens)):
        if tokens.starts[slot] >= end:
            words.append(tokens.form(slot))
            end = int(tokens.form_ends[slot])
    return tuple(words)
