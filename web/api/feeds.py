"""Lists as feeds: RSS 2.0 and Atom (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from email.utils import format_datetime
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from zoneinfo import ZoneInfo

from search.answer import marked
from search.results import Hit, Page
from web.addresses import encoded, web_address

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ElementTree.register_namespace("atom", _ATOM)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed tells of itself: its addresses are absolute, `site` ends in a slash; `changed`: the index."""

    page: Page
    site: str
    here: str
    links: dict[str, str]
    changed: datetime

    @property
    def title(self) -> str:
        """Its name: what was searched for."""
        asked = self.page.request.q.strip()
        return f"Slovoform: {asked}" if asked else "Slovoform"

    def address(self, hit: Hit) -> str:
        """Where a document is: the original, or our page of it."""
        return web_address(hit.url) or f"{self.site}documents/{encoded(hit.id)}"

    def instant(self, hit: Hit) -> datetime | None:
        """When a document was published; a day begins at its midnight."""
        if hit.date is None or isinstance(hit.date, datetime):
            return hit.date
        return datetime.combine(hit.date, time.min, ZoneInfo(self.page.zone))


def identifier(hit: Hit) -> str:
    """What names a document wherever it is served: `urn:slovoform:document:…`."""
    return f"urn:slovoform:document:{quote(hit.id, safe='', errors='surrogatepass')}"


def atom(feed: Feed) -> bytes:
    """An Atom feed; a document without a date is as new as the index."""
    root = Element(f"{{{_ATOM}}}feed")
    _add(root, f"{{{_ATOM}}}id", feed.here)
    _add(root, f"{{{_ATOM}}}title", feed.title)
    _add(root, f"{{{_ATOM}}}updated", feed.changed.isoformat())
    _add_author(root, "Slovoform")
    _add_links(root, feed)
    for hit in feed.page.hits:
        entry = SubElement(root, f"{{{_ATOM}}}entry")
        _add(entry, f"{{{_ATOM}}}id", identifier(hit))
        _add(entry, f"{{{_ATOM}}}title", hit.title.text)
        _add(entry, f"{{{_ATOM}}}updated", (feed.instant(hit) or feed.changed).isoformat())
        _add(entry, f"{{{_ATOM}}}link", rel="alternate", href=feed.address(hit))
        if name := hit.author or hit.source:
            _add_author(entry, name)
        _add(entry, f"{{{_ATOM}}}summary", _summary(hit), type="html")
    return _document(root)


def rss(feed: Feed) -> bytes:
    """An RSS feed."""
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.site)
    _add(channel, "description", "Поиск по архиву")
    _add(channel, "lastBuildDate", format_datetime(feed.changed))
    _add_links(channel, feed)
    for hit in feed.page.hits:
        item = SubElement(channel, "item")
        _add(item, "title", hit.title.text)
        _add(item, "link", feed.address(hit))
        _add(item, "guid", identifier(hit), isPermaLink="false")
        if instant := feed.instant(hit):
            _add(item, "pubDate", format_datetime(instant))
        _add(item, "description", _summary(hit))
    return _document(root)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()}).text = _clean(text) or None


def _add_author(parent: Element, name: str) -> None:
    _add(SubElement(parent, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name", name)


def _add_links(parent: Element, feed: Feed) -> None:
    for relation, address in feed.links.items():
        _add(parent, f"{{{_ATOM}}}link", rel=relation, href=address)


def _summary(hit: Hit) -> str:
    return " ".join(_paragraphs(hit))


def _paragraphs(hit: Hit) -> Iterator[str]:
    for snippet in hit.snippets:
        yield f"<p>{marked(snippet)}</p>"


def _clean(text: str) -> str:
    """A text without the signs that no XML may hold."""
    return _NOT_XML.sub("\ufffd", text)


def _document(root: Element) -> bytes:
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made
