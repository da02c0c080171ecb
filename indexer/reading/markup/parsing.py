"""Markup as a tree."""

from __future__ import annotations

import re

from lxml import etree, html

_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_UNDECODED = re.compile(r"[\ud800-\udfff]")


class NothingToRead(ValueError):
    """Markup without a text that could be read; the message says why."""


def parsed(markup: str) -> html.HtmlElement:
    """Parse a page, or a piece of one, «<p>Токаев прибыл в Астану», be it well-formed or not.

    What could not be decoded is U+FFFD. Raises NothingToRead where there is no element or text in it, or where
    elements lie so deep that the parser stops there.
    """
    sound = _UNDECODED.sub("\ufffd", _DECLARATION.sub("", markup, count=1).replace("\0", ""))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(sound.encode(), parser=parser)
    except etree.ParserError as problem:
        raise NothingToRead("there is nothing to read in it") from problem
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise NothingToRead("its elements lie too deep inside each other: what is below cannot be read")
    return tree
