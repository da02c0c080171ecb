"""Feeds of news: RSS 2.0 and its ancestors, RSS 1.0 (RDF) and Atom; one document an item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from indexer.reading.assembling.cleaning import one_line
from indexer.reading.markup.item import Values, name_of, plain, values_of
from indexer.reading.markup.parsing import LONGEST, MOST_ELEMENTS, TOO_LONG, TOO_MANY, NothingToRead
from indexer.reading.markup.xmltext import XmlText
from indexer.reading.opening.lines import OBJECT, batches
from indexer.reading.opening.opened import Opened
from indexer.reading.row import Broken, Row, Stretch

_ROOTS = frozenset(["rss", "RDF", "feed"])
_ITEMS = frozenset(["item", "entry"])
_LOST = "it and what follows are lost"

Entry = tuple[int, Values] | Broken
"""The number of an item and its values as they came, or why there are none."""


def cut(source: Opened) -> Iterator[Stretch]:
    """Cut items, `<item><title>Токаев прибыл в Астану</title><description>…</description></item>`, as they come.

    They are numbered from 1. What stands before a fault counts, and the next number tells of it. A feed that declares
    entities is refused: they could stand for gigabytes, or for other files.
    """
    for entries in batches(_entries(source), _size):
        first, last = _number(entries[0]), _number(entries[-1])
        yield Entries(first, last + 1 - first, entries)


@dataclass(frozen=True, slots=True)
class Entries(Stretch):
    """Some items of a feed, by their numbers instead of lines."""

    entries: list[Entry]

    def rows(self, encoding: str) -> Iterator[Row | Broken]:
        """Make plain text of their markup."""
        for entry in self.entries:
            yield entry if isinstance(entry, Broken) else _row(*entry)


def _row(number: int, values: Values) -> Row | Broken:
    try:
        return Row(number, plain(values))
    except NothingToRead as problem:
        return Broken(number, str(problem))


def _size(entry: Entry) -> int:
    return OBJECT + (0 if isinstance(entry, Broken) else sum(map(len, entry[1].values())))


def _number(entry: Entry) -> int:
    return entry.line if isinstance(entry, Broken) else entry[0]


class _NoFeed(ValueError):
    """What cannot be read, or not any further; the message says why."""


def _entries(source: Opened) -> Iterator[Entry]:
    number = 1
    feed = _Feed(source)
    try:
        for item in feed.items():
            problem = feed.problem(item)
            yield Broken(number, problem) if problem else (number, values_of(item))
            number += 1
    except etree.XMLSyntaxError as problem:
        yield Broken(number, f"not XML: {one_line(problem.msg or '')}: {_LOST}")
    except _NoFeed as problem:
        yield Broken(number if number > 1 else 0, str(problem))


class _Feed:
    """A feed while it is parsed: no more of it is kept than the item under work."""

    def __init__(self, source: Opened) -> None:
        self._encoding = source.encoding
        self._chunks = XmlText(source)
        self._parser = etree.XMLPullParser(
            events=("start", "end"), encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        self._inside: etree._Element | None = None
        self._taken = self._elements = 0

    def items(self) -> Iterator[etree._Element]:
        """Every item when it is whole. Raises XMLSyntaxError and _NoFeed."""
        for chunk in self._chunks:
            content = chunk.encode()
            self._taken += len(content)
            try:
                self._parser.feed(content)
            finally:
                yield from self._whole()
            if self._taken > LONGEST:
                raise _NoFeed(f"an item {TOO_LONG}: {_LOST}")
            if self._elements > MOST_ELEMENTS:
                raise _NoFeed(f"an item with {TOO_MANY}: {_LOST}")
        self._parser.close()
        yield from self._whole()

    def problem(self, item: etree._Element) -> str:
        """Why an item cannot be kept; "" if it can."""
        if (entity := next(item.iter(etree.Entity), None)) is not None:
            return f"it uses {entity.text}, which stands for something outside of it"
        if self._chunks.spoilt and "\ufffd" in "".join(item.itertext()):
            return f"it has bytes that are not {self._encoding}"
        return ""

    def _whole(self) -> Iterator[etree._Element]:
        for event, element in self._parser.read_events():
            name = name_of(element)[1]
            if event == "start":
                self._elements += 1
                if element.getparent() is None:
                    _check_root(element, name)
                if self._inside is None and name in _ITEMS:
                    self._inside = element
            elif self._inside in (None, element):
                if self._inside is element:
                    yield element
                    self._inside, self._taken, self._elements = None, 0, 0
                _forget(element)


def _check_root(root: etree._Element, name: str) -> None:
    if name not in _ROOTS:
        raise _NoFeed(f"it is XML, but no feed: it begins with <{name}>, and not with <rss>, <rdf:RDF> or <feed>")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise _NoFeed("it declares entities, which no feed needs: they can stand for gigabytes, or for other files")


def _forget(element: etree._Element) -> None:
    """Let go of an element that was read, and of all before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
