"""Cut what a person typed into items: words, phrases, brackets, and the signs between them.

-title:"чемпион мира"~2 (сталь | чугун)   →   phrase, open, word, pipe, word, close
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from search.query.fields import NAMES, Field

Kind = Literal["word", "phrase", "open", "close", "pipe", "near", "stray"]

_NAMES = "|".join(NAMES)

# What is one number here must be one in tokens.py too, or 1 000 000 becomes unsearchable.
_ITEM = re.compile(
    rf"""
    (?P<pipe>\|)
  | (?P<close>\))
  | (?<![^\s()"“”„])/(?P<near>[0-9]+)(?![^\s()"“”„|])
  | (?P<operators>(?: -[^\s\w()!*?|"“”„«]*(?=[!*?"“”„«(\w])         # --сталь and -#сталь want no «сталь» either
                   | !{{1,2}}(?=[-"“”„«(*?\w]) | (?:{_NAMES}):(?=\S) )*)
    (?: (?P<open>\()
      | (?: ["“”„](?P<phrase>[^"“”„]*)["“”„]
          | (?<=[-!:])«(?P<cited>[^«»"“”„]*)»         # -«Новая газета»; without an operator «» are punctuation
        ) (?P<tilde>~\d*)?
      | (?P<unpaired>(?<=[-!:])["“”„](?=[^\s"“”„|()]*\w))?   # -"сталь: the operator holds for the word
        (?P<word>(?: (?<![^\W_])(?<!\d[.,])\d{{1,3}}(?:[ \u00a0\u202f\u2009]\d{{3}}(?![^\W_]))+  # 1 000 000
                   | (?<![^\W_])(?:т\.[ ][едпкнчо]|н\.[ ]э|и\.[ ]о|с\.[ ]г)\.  # «т. е.» is asked for like «т.е.»
                   | (?!["“”„|()])\S )+)
      | (?P<stray>["“”„]) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(r"(\w+):")
_TEXTS = ("word", "phrase", "cited", "open", "close", "pipe", "near", "stray")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a query and where it stands; `text` without its operators, quotation marks and tilde.

    `exact` counts exclamation marks; `fields` are those named right before the text; `tilde` is «~3» after a phrase;
    `next` is the sign behind it all; `unpaired` is where a quotation mark without its pair ends, between operator and
    word, or None.
    """

    kind: Kind
    text: str
    start: int
    end: int
    operators: str
    tilde: str
    next: str
    unpaired: int | None

    @property
    def excluded(self) -> bool:
        """Does a minus stand before the text?"""
        return "-" in self.operators

    @property
    def exact(self) -> int:
        """How many exclamation marks stand before the text: 0, 1 or 2."""
        return 2 if "!!" in self.operators else int("!" in self.operators)

    @property
    def fields(self) -> list[Field]:
        """The fields named before the text; the last one stands nearest to it."""
        return [NAMES[name.lower()] for name in _NAME.findall(self.operators)] if self.operators else []


def items(text: str) -> Iterator[Item]:
    """The items of a query, in order."""
    for found in _ITEM.finditer(text):
        name = next(name for name in _TEXTS if found[name] is not None)
        yield Item(
            kind="phrase" if name == "cited" else cast(Kind, name),
            text=found[name],
            start=found.start(),
            end=found.end(),
            operators=found["operators"] or "",
            tilde=found["tilde"] or "",
            next=text[found.end() : found.end() + 1],
            unpaired=found.end("unpaired") if found["unpaired"] else None,
        )
