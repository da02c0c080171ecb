"""JSON files: an array of documents, an object that holds one, or an object that is one document itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.reading.opening.encodings import damage
from indexer.reading.opening.lines import LONGEST, OBJECT, TOO_LONG, batches
from indexer.reading.opening.opened import Opened
from indexer.reading.plain.jsonl import read_object
from indexer.reading.plain.jsonwindow import NotJson, Window
from indexer.reading.row import Broken, Row, Stretch

_ENGLISH = "articles data docs documents entries items news posts publications records results rows"
_RUSSIAN = "документы материалы новости публикации статьи"
ARRAYS = frozenset(f"{_ENGLISH} {_RUSSIAN}".split())
"""Names under which an object may hold an array of documents."""

Item = tuple[int, str] | Broken
"""The number of a document and its JSON as it stands there, or why there is none."""


def cut(source: Opened) -> Iterator[Stretch]:
    """Cut `[{"title": "Токаев прибыл в Астану", "text": "…"}, …]` or `{"total": 2, "articles": [{…}, …]}`.

    The documents are numbered from 1. An object without such an array is a document, and the whole file unless
    another one follows. Where the JSON is cut short or is none, what stands before counts, and the next number says
    so.
    """
    for items in batches(_items(Window(source)), _size):
        first, last = _number(items[0]), _number(items[-1])
        yield Items(first, last + 1 - first, items)


@dataclass(frozen=True, slots=True)
class Items(Stretch):
    """Some documents, by their numbers instead of lines."""

    items: list[Item]

    def rows(self, encoding: str) -> Iterator[Row | Broken]:
        """Read each of them."""
        for item in self.items:
            if isinstance(item, Broken):
                yield item
            else:
                problem = damage(item[1], encoding)
                yield Broken(item[0], problem) if problem else read_object(*item)


def _size(item: Item) -> int:
    return OBJECT + len(item.reason if isinstance(item, Broken) else item[1])


def _number(item: Item) -> int:
    return item.line if isinstance(item, Broken) else item[0]


def _items(window: Window) -> Iterator[Item]:
    number = 1
    try:
        while ahead := window.ahead():
            for text, in_array in _array(window) if ahead[0] == "[" else _object(window):
                whole_file = number == 1 and not in_array and not window.ahead()
                yield 0 if whole_file else number, text
                number += 1
    except NotJson as problem:
        yield Broken(number, str(problem))


def _array(window: Window) -> Iterator[tuple[str, bool]]:
    window.take("[")
    while not window.ends("]"):
        yield window.value(), True
        window.divide("]")


def _object(window: Window) -> Iterator[tuple[str, bool]]:
    """All documents of an object, each with whether it stands in an array: those of its arrays, or itself."""
    members: list[str] = []
    length = 0
    has_array = False
    window.take("{")
    while not window.ends("}"):
        name = window.value()
        window.take(":")
        if window.ahead() in ("[{", "[]") and name.strip('"').casefold() in ARRAYS:
            has_array = True
            yield from _array(window)
        else:
            members.append(f"{name}:{window.value()}")
            length += len(members[-1])
            _check_length(length)
        window.divide("}")
    if not has_array:
        yield f"{{{','.join(members)}}}", False


def _check_length(length: int) -> None:
    if length > LONGEST:
        raise NotJson.of(TOO_LONG)
