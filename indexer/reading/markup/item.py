"""What one item of a feed says."""

from __future__ import annotations

from html import escape

from lxml import etree

from indexer.reading.markup.article import fragment

Values = dict[str, str]
"""The values of an item under the names of fields. «title» and «text» are markup, as they came."""

_TEXTS = ("full-text", "encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "issued", "created", "updated", "modified")
"""Names of elements, the best ones first."""

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_KNOWN = frozenset([
    "", *_ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
    "http://purl.org/rss/1.0/modules/content/", "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/",
    "http://news.yandex.ru", "http://news.rambler.ru",
])  # fmt: skip
"""Namespaces; a title or a description in others, as that of a picture, is not that of the item."""

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def values_of(item: etree._Element) -> Values:
    """Read id, title, text, date, author, section, source, url and keywords, as far as they are there.

    One category is the section, several are keywords.
    """
    parts: dict[str, list[etree._Element]] = {}
    for element in item:
        space, name = name_of(element)
        if space in _KNOWN:
            parts.setdefault(name, []).append(element)
    categories = [each.get("term") or _text(each) for each in parts.get("category", [])]
    return {
        "id": _first(parts, "guid", "id") or item.get(_ABOUT, ""),
        "title": next(map(_markup, parts.get("title", [])), ""),
        "text": next(filter(str.strip, (_markup(each) for name in _TEXTS for each in parts.get(name, []))), ""),
        "date": _first(parts, *_DATES),
        "author": ", ".join(filter(None, map(_person, [*parts.get("creator", []), *parts.get("author", [])]))),
        "section": categories[0] if len(categories) == 1 else "",
        "source": _first(parts, "source"),
        "url": _address(parts.get("link", [])),
        "keywords": ";".join(categories) if len(categories) > 1 else "",
    }


def name_of(element: etree._Element) -> tuple[str, str]:
    """The namespace of an element, and its name there; «dc:creator» is a name where no one has said what dc is."""
    space, _, name = str(element.tag).rpartition("}")
    return space[1:], name


def plain(values: Values) -> dict[str, object]:
    """The same with plain text for markup: «<p>Ёлку</p><p>привезли</p>» becomes two paragraphs.

    Raises NothingToRead.
    """
    title, text = " ".join(fragment(values["title"])), "\n\n".join(fragment(values["text"]))
    return {**values, "title": title, "text": text}


def _first(parts: dict[str, list[etree._Element]], *names: str) -> str:
    return next((text for name in names for each in parts.get(name, []) if (text := _text(each))), "")


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _person(element: etree._Element) -> str:
    """The name in <author><name>…</name></author>, or in «mail@example.org (Вера Лёвина)»."""
    name = element.findtext("{*}name") or _text(element)
    return name.partition("(")[2].rpartition(")")[0] if "@" in name and "(" in name else name.strip()


def _address(links: list[etree._Element]) -> str:
    for link in links:
        if link.get("rel", "alternate") == "alternate" and (address := link.get("href") or _text(link)):
            return address.strip()
    return ""


def _markup(element: etree._Element) -> str:
    """The markup that an element holds: escaped, as in RSS, as elements, or in Atom as plain text."""
    if len(element):
        return escape(element.text or "") + "".join(
            etree.tostring(child, encoding="unicode", method="html") for child in element
        )
    text = element.text or ""
    is_plain = name_of(element)[0] in _ATOM and element.get("type", "text") in ("text", "text/plain")
    return escape(text) if is_plain else text
