"""A query as a tree; `str(tree)` is a query that parses to the same tree.

    сталь "чемпион мира" -футбол   →   And(Word, Phrase, Not(Word))

Leaves ask for one thing. Most look into the text (`field`: title, text, or both), `Mention` for days in it;
`Filter`, `Valued` and `Dated` ask for what else is known of a document, and give no score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from search.documents import DocumentField
from search.query.fields import TextField


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms: `стали`."""

    text: str
    field: TextField = ""

    def __str__(self) -> str:
        return _prefixed(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, each in any of its forms: `"чемпион мира"`; with `slop` other words among them."""

    words: tuple[str, ...]
    field: TextField = ""
    slop: int = 0

    def __str__(self) -> str:
        return _prefixed(self.field, f'"{side_by_side(self.words)}"{_after_tilde(self.slop)}')


@dataclass(frozen=True, slots=True)
class Exact:
    """Forms as typed, one or several side by side, in any letter case: `!сталью`, `!"чемпиона мира"`."""

    words: tuple[str, ...]
    field: TextField = ""
    slop: int = 0

    def __str__(self) -> str:
        text = side_by_side(self.words)
        quoted = f'"{text}"{_after_tilde(self.slop)}' if len(self.words) > 1 else text
        return _prefixed(self.field, f"!{quoted}")


@dataclass(frozen=True, slots=True)
class Lemma:
    """The forms of one dictionary word and of no other reading: `!!сталь`."""

    text: str
    field: TextField = ""

    def __str__(self) -> str:
        return _prefixed(self.field, f"!!{self.text}")


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any form that starts so: `разоруж*`."""

    text: str
    field: TextField = ""

    def __str__(self) -> str:
        return _prefixed(self.field, f"{self.text}*")


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Any form of this shape, `*` any signs and `?` one: `*сталь`, `ст?ль`."""

    text: str
    field: TextField = ""

    def __str__(self) -> str:
        return _prefixed(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Any form spelt nearly so: `слово~`, with one or two slips (None: as many as its length allows)."""

    text: str
    slips: int | None = None
    field: TextField = ""

    def __str__(self) -> str:
        return _prefixed(self.field, f"{self.text}~{self.slips or ''}")


Place = Word | Phrase | Exact | Lemma | Prefix | Wildcard | Fuzzy
"""What stands at a place of the text."""


@dataclass(frozen=True, slots=True)
class Near:
    """Places not far apart, in any order: `цена /3 сталь /5 рынок`; `reaches[i]` is between i and i + 1."""

    children: tuple[Place, ...]
    reaches: tuple[int, ...]

    def __str__(self) -> str:
        pairs = zip(self.reaches, self.children[1:], strict=True)
        others = (text for reach, child in pairs for text in (f"/{reach}", str(child)))
        return side_by_side([str(self.children[0]), *others])


@dataclass(frozen=True, slots=True)
class Filter:
    """Documents of which something else is known: `source:тасс`, `author:"Юдина Лариса"`. Gives no score."""

    field: DocumentField
    child: Place

    def __str__(self) -> str:
        return f"{self.field}:{self.child}"


@dataclass(frozen=True, slots=True)
class Dated:
    """Documents of some days, as typed, both ends included: `date:2026-01..2026-02`, `date:2026-01..`."""

    since: str
    until: str

    def __str__(self) -> str:
        return f"date:{_days_as_typed(self.since, self.until)}"


@dataclass(frozen=True, slots=True)
class Valued:
    """Documents of which a field says one of these, to the letter; "" is a field that says nothing. Never typed."""

    field: DocumentField
    values: tuple[str, ...]

    def __str__(self) -> str:
        return " | ".join(f'{self.field}:"{value}"' for value in self.values)


Narrowing = Filter | Valued | Dated
"""What asks for something that is known of a document beside its text."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Documents that speak of some days, as typed, both ends included: `упоминает:2026-01-05`, `mentions:2026`."""

    since: str
    until: str

    def __str__(self) -> str:
        return f"упоминает:{_days_as_typed(self.since, self.until)}"


@dataclass(frozen=True, slots=True)
class Cased:
    """Any of these spellings, with a capital wherever it has one: «Милей», «Милея», but not «милее». Never typed."""

    spellings: tuple[str, ...]

    def __str__(self) -> str:
        return self.spellings[0]


Alternative = Place | Cased | Mention
"""What else may stand where a word was asked for."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A plain word, or what says the same: `оон`, or «организация объединённых наций». Typed is the word alone."""

    word: Word
    others: tuple[Alternative, ...]

    @property
    def text(self) -> str:
        """The word as typed."""
        return self.word.text

    def __str__(self) -> str:
        return str(self.word)


PlainWord = Word | Expanded
"""A word looked for in any form, anywhere: what a query may give up."""

Leaf = Place | Near | Narrowing | Mention | Expanded


@dataclass(frozen=True, slots=True)
class Not:
    """Documents without it: `-футбол`, `-(футбол | хоккей)`. Stands inside And only."""

    child: Node

    def __str__(self) -> str:
        return f"-({self.child})" if isinstance(self.child, Near | And | Or) else f"-{self.child}"


@dataclass(frozen=True, slots=True)
class Or:
    """Documents with any of them: `популист | популизм`. With none: no document."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        shown = (f"({child})" if isinstance(child, And) else str(child) for child in self.children)
        return " | ".join(shown) or '""'


@dataclass(frozen=True, slots=True)
class And:
    """Documents with all of them, and with none of those under Not."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return side_by_side(str(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class Most:
    """Documents with at least `need` of the words: what a query relaxes to, never typed."""

    words: tuple[PlainWord, ...]
    need: int

    def __str__(self) -> str:
        return side_by_side(str(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document: what an empty query lists."""

    def __str__(self) -> str:
        return ""


Node = Leaf | Not | Or | And | Most | Everything

_ONE_NUMBER = re.compile(r"\b\d{1,3} \d{3}\b")
_DATE_AS_WORD = re.compile(r"[\w.:+-]+")


def all_of(children: Iterable[Node]) -> Node | None:
    """Documents that match every child, as flat as it can be written; None without children."""
    children = tuple(children)
    if len(children) == 1 and not isinstance(children[0], And | Not):
        return children[0]
    flat = [part for child in children for part in (child.children if isinstance(child, And) else (child,))]
    flat = _distinct(sorted(flat, key=lambda child: isinstance(child, Not)))
    if len(flat) == 1 and not isinstance(flat[0], Not):
        return flat[0]
    return And(tuple(flat)) if flat else None


def any_of(children: Iterable[Node]) -> Node:
    """Documents that match a child, as flat as it can be written."""
    children = tuple(children)
    if len(children) == 1 and not isinstance(children[0], Or):
        return children[0]
    flat = [part for child in children for part in (child.children if isinstance(child, Or) else (child,))]
    flat = _distinct(flat)
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def _distinct(nodes: list[Node]) -> list[Node]:
    """Each node once: letter case never counts, so that `сталь Сталь` asks for one word."""
    if len(nodes) < 2:
        return nodes
    distinct: dict[str, Node] = {}
    for node in nodes:
        distinct.setdefault(str(node).lower(), node)
    return list(distinct.values())


def side_by_side(texts: Iterable[str]) -> str:
    """Texts with a blank between them; with two where one would make one number of both: «5  000», not «5 000»."""
    joined = ""
    for text in texts:
        blank = "  " if _ONE_NUMBER.search(f"{joined[-4:]} {text[:4]}") else " "
        joined += blank + text if joined else text
    return joined


def _days_as_typed(since: str, until: str) -> str:
    """From one day to another, as it stands behind the colon; in quotes where it has blanks."""
    text = since if since == until else f"{since}..{until}"
    return text if _DATE_AS_WORD.fullmatch(text) else f'"{text}"'


def _prefixed(field: TextField, text: str) -> str:
    return f"{field}:{text}" if field else text


def _after_tilde(slop: int) -> str:
    return f"~{slop}" if slop else ""
