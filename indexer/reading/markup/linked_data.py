"""What a page says of its article in JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from lxml import html

_ARTICLES = re.compile(r"Article$|^(?:Blog|SocialMedia|LiveBlog)Posting$|^Report$")

Thing = Mapping[str, object]
"""An object of JSON-LD: `{"@type": "NewsArticle", "headline": "Токаев прибыл в Астану"}`."""


def linked_data(page: html.HtmlElement) -> dict[str, list[str]]:
    """The values of the first article that is told, under names in lower case; it may lie in an array or a @graph.

    An object is its name, or that of the object that it points to. What is no JSON, or too deep, tells nothing.
    """
    for script in page.iter("script"):
        if "ld+json" in script.get("type", ""):
            try:
                if article := _article(script.text or ""):
                    return article
            except (ValueError, RecursionError):
                continue  # a page with a broken script is still a page: what it says elsewhere counts
    return {}


def _article(text: str) -> dict[str, list[str]]:
    things = list(_things(json.loads(text, strict=False)))
    named = {str(thing["@id"]): thing for thing in things if "@id" in thing}
    for thing in things:
        if any(_ARTICLES.search(kind) for kind in _strings(thing.get("@type"), {})):
            return {name.casefold(): _strings(value, named) for name, value in thing.items()}
    return {}


def _things(value: object) -> Iterator[Thing]:
    """Every object, on whatever level arrays and @graph put it."""
    if isinstance(value, list):
        for each in value:
            yield from _things(each)
    elif isinstance(value, dict):
        yield value
        yield from _things(value.get("@graph"))


def _strings(value: object, named: Mapping[str, Thing]) -> list[str]:
    if isinstance(value, list):
        return [string for each in value for string in _strings(each, named)]
    if isinstance(value, dict):
        whole = value if "name" in value else named.get(str(value.get("@id")), value)
        value = whole.get("name") or whole.get("@id")
    return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []
