"""From what a person typed to a tree, with the problems found on the way. Never raises on any text.

    стали | сталью "чемпион мира" -футбол !Женеве разоруж* title:оон

`|` binds closer than the blank between words: `a b | c` wants a, and one of b and c.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from search.query.tree import And, Everything, Exact, Field, Leaf, Node, Not, Or, Phrase, Prefix, Word
from search.results import Problem
from search.russian.tokens import cut

TITLE_PREFIXES = ("title:", "заголовок:")

NOTHING = Or(())
"""Typed was something, but no word: nothing is found. Written `""`."""

# What is one number here must be one in tokens.py too, or 1 000 000 becomes unsearchable.
_ITEM = re.compile(
    r"""
    (?P<pipe>\|)
  | (?P<operators>(?: -[^\s\w()!*|"“”„«]*(?=[!*"“”„«\w])             # --сталь and -#сталь want no «сталь» either
                   | !(?=[-"“”„«\w]) | (?P<title>title|заголовок):(?=\S) )*)
    (?: ["“”„](?P<phrase>[^"“”„]*)["“”„]
      | (?<=[-!:])«(?P<cited>[^«»"“”„]*)»          # -«Новая газета»; without an operator «» are punctuation
      | (?P<unpaired>(?<=[-!:])["“”„](?=[^\s"“”„|]*\w))?   # -"сталь: the operator holds for the word
        (?P<word>(?: (?<![^\W_])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}(?![^\W_]))+   # 1 000 000 is one word
                   | (?!["“”„|])\S )+)
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
        self._joinable = False  # is there a wanted leaf right before?
        self._pipe: re.Match[str] | None = None  # the `|` that waits for its second leaf

    def parsed(self) -> Parsed:
        for item in _ITEM.finditer(self._text):
            if item["pipe"]:
                self._take_pipe(item)
            elif leaf := self._leaf(item):
                self._take(leaf, excluded="-" in item["operators"])
        self._give_up_pipe()
        return Parsed(self._tree(), tuple(sorted(self._problems, key=lambda problem: problem.start)))

    def _tree(self) -> Node:
        children: list[Leaf | Not | Or] = []
        for group in self._groups:
            alternatives = _distinct(group)
            children.append(alternatives[0] if len(alternatives) == 1 else Or(alternatives))
        children += [Not(leaf) for leaf in self._excluded]
        wanted = _distinct(children)
        if not wanted:
            return NOTHING
        if len(wanted) == 1 and not isinstance(wanted[0], Not):
            return wanted[0]
        return And(wanted)

    def _take_pipe(self, item: re.Match[str]) -> None:
        if self._joinable and self._pipe is None:
            self._pipe = item
        else:
            self._problem("pipe", item)

    def _give_up_pipe(self) -> None:
        if self._pipe is not None:
            self._problem("pipe", self._pipe)
            self._pipe = None

    def _take(self, leaf: Leaf, excluded: bool) -> None:
        if excluded:
            self._give_up_pipe()
            self._excluded.append(leaf)
        elif self._pipe is not None:
            self._groups[-1].append(leaf)
            self._pipe = None
        else:
            self._groups.append([leaf])
        self._joinable = not excluded

    def _leaf(self, item: re.Match[str]) -> Leaf | None:
        """The leaf that an item asks for; None where it has no word, which is a problem unless it is punctuation."""
        if item["stray"]:
            self._problem("quote", item)
            return None
        if item["unpaired"]:
            self._problem("quote", item, item.end("unpaired"))
        text = item[item.lastgroup or "word"]
        words = _words(text)
        if words and text.lower() not in TITLE_PREFIXES:
            return self._leaf_of(item, text, words)
        if item["operators"] or item["word"] is None or not _is_punctuation(text):
            self._problem("empty", item)
        return None

    def _leaf_of(self, item: re.Match[str], text: str, words: tuple[str, ...]) -> Leaf:
        field: Field = "title" if item["title"] else ""
        one_word = item["word"] is not None and len(words) == 1
        if one_word and text.endswith("*") and "*" not in text.rstrip("*"):
            return Prefix(words[0], field)
        if "*" in text:
            self._problem("star", item)
        if "!" in item["operators"]:
            return Exact(words, field)
        return Word(words[0], field) if one_word else Phrase(words, field)

    def _problem(
        self, kind: Literal["pipe", "quote", "star", "empty"], item: re.Match[str], end: int | None = None
    ) -> None:
        """Report an item, or what of it stands before `end`."""
        end = item.end() if end is None else end
        self._problems.append(Problem(kind, item.start(), end, self._text[item.start() : end]))


_Asked = TypeVar("_Asked", Leaf, Leaf | Not | Or)


def _distinct(nodes: Iterable[_Asked]) -> tuple[_Asked, ...]:
    """Each node once: letter case never counts, so that `сталь Сталь` asks for one word."""
    distinct: dict[str, _Asked] = {}
    for node in nodes:
        distinct.setdefault(str(node).lower(), node)
    return tuple(distinct.values())


def _is_punctuation(text: str) -> bool:
    """A dash, a bullet, a smile: people paste such things along, and mean nothing by them."""
    return text.lower() not in TITLE_PREFIXES and not any(sign in text for sign in "*!")


def _words(text: str) -> tuple[str, ...]:
    """The forms of a text, each compound once: the further parts stay inside it.

    A query is composed as documents are when they are read: typed may be «и» and a breve for «й».
    """
    tokens = cut(unicodedata.normalize("NFC", text))
    words = []
    end = 0
    for slot in range(len(tokens)):
        if tokens.starts[slot] >= end:
            words.append(tokens.form(slot))
            end = int(tokens.form_ends[slot])
    return tuple(words)
