"""Markup as a tree."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree, html

LONGEST = 5_000_000
"""How many bytes of markup a page or an item may have: the text of an article is a hundredth of that."""

TOO_LONG = f"longer than {LONGEST // 10**6} MB"

MOST_ELEMENTS = 100_000
"""In a page, or in an item of a feed."""

MOST_ATTRIBUTES = 1000
"""Of one element: putting them in a tree takes as long as the square of their number."""

TOO_MANY = f"more than {MOST_ELEMENTS:,} elements, or {MOST_ATTRIBUTES:,} attributes of one"

_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_UNDECODED = re.compile(r"[\ud800-\udfff]")


class NothingToRead(ValueError):
    """Markup without a text that could be read; the message says why."""


def parsed(markup: str) -> html.HtmlElement:
    """Parse a page, or a piece of one, «<p>Токаев прибыл в Астану», be it well-formed or not.

    What could not be decoded is U+FFFD. Raises NothingToRead where there is no element or text in it, where there are
    too many elements, or where they lie so deep that the parser stops there.
    """
    sound = _UNDECODED.sub("\ufffd", _DECLARATION.sub("", markup, count=1).replace("\0", ""))
    content = sound.encode()
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        etree.fromstring(content, etree.HTMLParser(encoding="utf-8", target=_Counting()))
        tree = html.document_fromstring(content, parser=parser)
    except etree.ParserError as problem:
        raise NothingToRead("there is nothing to read in it") from problem
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise NothingToRead("its elements lie too deep inside each other: what is below cannot be read")
    return tree


class _Counting:
    """Counts what is about to become a tree, which takes a hundred bytes an element."""

    def __init__(self) -> None:
        self._elements = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            raise NothingToRead(f"it has {TOO_MANY}")

    def close(self) -> None:
        """Nothing is kept."""
