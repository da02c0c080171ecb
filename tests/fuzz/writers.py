"""What may stand in files of each format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

WORDS = (
    "Токаев", "прибыл", "в Астану", "АСТАНА, 5 января. /ТАСС/. ", "5 января 2026", "2026-02-31", "31.02.2020", "ООН",
    "0001-01-01", "9999-12-31T23:59:59-12:00", "https://tass.ru/1", "Қазақстан", "е\u0306", "\u0000", "\ufeff", "😀",
    "\u202e", "\u2028", '"', "'", "\\", "\n\n", "\r", "\t", ";", ",", "<b>", "&amp;", "1" * 30, "-", "ё" * 300, "",
)  # fmt: skip
KEYS = (
    "id",
    "title",
    "text",
    "text",
    "date",
    "source",
    "url",
    "keywords",
    "author",
    "заголовок",
    "текст",
    "дата",
    "x",
)

PAGES = sorted((Path(__file__).parents[1] / "cases" / "pages").glob("*.html"))
DECLARED = (
    "utf-8",
    "utf-8",
    "windows-1251",
    "koi8-r",
    "iso-8859-5",
    "utf-7",
    "utf-16",
    "unicode_escape",
    "rot13",
    "x",
)
BLOCKS = (
    "p", "p", "p", "div", "h1", "li", "article", "nav", "span itemprop='articleBody'", "div class='related'",
    "time datetime='2026-01-05'", "a href='/'", "table", "b itemprop='author datePublished'", "p id='share'",
)  # fmt: skip


def written(random: Random, ending: str) -> str:
    """What may stand in a file of this ending, and nearly as often what belongs into one of another."""
    writers = _WRITERS.get(ending, ())
    return random.choice(writers if writers and random.random() < 0.9 else [_text, _json_lines, _table, _markup])(
        random
    )


def _prose(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.choice((0, 1, 3, 12))))


def _text(random: Random) -> str:
    dated = random.choice(("", "date 2026-01-05 ", "date 9999-99-99 ", "date 05.01.2026 12:30 "))
    return f"{dated}{_prose(random)}\n\n{_prose(random)}\n{_prose(random)}"


def _value(random: Random, depth: int = 0) -> Any:
    kind = random.randrange(12)
    if kind < 6:
        return _prose(random)
    if kind < 8 and depth < 3:
        return [_value(random, depth + 1) for _ in range(random.randrange(4))]
    if kind == 8 and depth < 3:
        return {random.choice(KEYS): _value(random, depth + 1)}
    return random.choice((None, True, False, 0, -1, 20260105, 1767605400, 10**400, 1e308, float("inf"), float("nan")))


def _row(random: Random) -> dict[str, Any]:
    return {random.choice(KEYS): _value(random) for _ in range(random.randrange(8))} | (
        {"text": _prose(random)} if random.random() < 0.8 else {}
    )


def _json_lines(random: Random) -> str:
    return "\n".join(json.dumps(_row(random), ensure_ascii=random.random() < 0.5) for _ in range(random.randrange(5)))


def _json(random: Random) -> str:
    rows = [_row(random) for _ in range(random.randrange(5))]
    whole: Any = random.choice(
        (rows, {"items": rows}, {"total": 2, "articles": rows}, {"новости": rows}, rows[0] if rows else {})
    )
    many = random.choice((1, 1, 1, 2))  # one behind the other
    return json.dumps(whole, ensure_ascii=random.random() < 0.5, indent=random.choice((None, 2))) * many


def _table(random: Random) -> str:
    mark = random.choice(",;\t")
    columns = ["text", *random.choices(KEYS, k=random.randrange(4))]
    rows = [[_cell(random, mark) for _ in columns] for _ in range(random.randrange(6))]
    return random.choice(("\n", "\r\n")).join(mark.join(row) for row in [columns, *rows])


def _cell(random: Random, mark: str) -> str:
    text = _prose(random)
    return '"' + text.replace('"', '""') + '"' if mark in text or "\n" in text or '"' in text else text


def _page(random: Random) -> str:
    """A page of the cases, or one that says of itself what no page says."""
    if random.random() < 0.3:
        return random.choice(PAGES).read_text(encoding="utf-8")
    kinds = ("NewsArticle", ["BlogPosting"], "Person", None, [["Report"]])
    names = (
        "headline",
        "datePublished",
        "author",
        "keywords",
        "publisher",
        "articleSection",
        "@id",
        "name",
        "@graph",
    )
    told = {"@type": random.choice(kinds)} | {random.choice(names): _value(random) for _ in range(4)}
    deep = random.choice((0, 0, 0, 3, 400, 900, 3000))
    linked = "[" * deep + json.dumps(random.choice((told, [told], {"@graph": [told]}))) + "]" * deep
    meta = random.choice(("og:title", "article:published_time", "author", "og:url", "article:tag", "news_keywords"))
    body = "".join(f"<{tag}>{_prose(random)}</{tag.split()[0]}>" for tag in random.choices(BLOCKS, k=9))
    return (
        f'<html><head><meta charset="{random.choice(DECLARED)}"><title>{_prose(random)}</title>'
        f'<meta property="{meta}" content="{_prose(random)}"><link rel=canonical href="https://tass.ru/{meta}">'
        f'<script type="application/ld+json">{linked}</script></head><body>{body}</body></html>'
    )


def _feed(random: Random) -> str:
    """RSS or Atom, some with entities of their own."""
    root, item = random.choice((("rss", "item"), ("feed", "entry"), ("rdf:RDF", "item"), ("sitemap", "url")))
    spaces = random.choice(("", ' xmlns="http://www.w3.org/2005/Atom"', ' xmlns:content="urn:x"'))
    declared = random.choice(("", "", "", '<!DOCTYPE rss [<!ENTITY a "&b;&b;"><!ENTITY b SYSTEM "/etc/passwd">]>'))
    items = "".join(
        f"<{item}>{''.join(_element(random) for _ in range(random.randrange(7)))}</{item}>" for _ in range(3)
    )
    return f'<?xml version="1.0" encoding="{random.choice(DECLARED)}"?>{declared}<{root}{spaces}>{items}</{root}>'


def _element(random: Random) -> str:
    names = ("title", "description", "content:encoded", "content", "pubDate", "updated", "guid", "link", "category",
             "author", "dc:creator", "yandex:full-text")  # fmt: skip
    name, text = random.choice(names), _prose(random)
    inner = random.choice((text, f"<![CDATA[<p>{text}</p>]]>", f"&lt;p&gt;{text}", f"<p>{text}</p>", "&a;&nbsp;&"))
    given = random.choice(("", " type='html'", " href='https://tass.ru'"))
    return f"<{name}{given}>{inner}</{name}>"


def _markup(random: Random) -> str:
    head = random.choice(("<html>", '<?xml version="1.0"?><rss><channel>', "<feed>", "<!DOCTYPE html>"))
    tags = ("p", "title", "item", "entry", "time", "article", "script", "description", "pubDate", "h1", "meta", "div")
    return head + "".join(f"<{tag}>{_prose(random)}</{tag}>" for tag in random.choices(tags, k=random.randrange(9)))


_WRITERS: dict[str, tuple[Callable[[Random], str], ...]] = {
    ".txt": (_text,),
    ".jsonl": (_json_lines,),
    ".ndjson": (_json_lines,),
    ".json": (_json,),
    ".csv": (_table,),
    ".tsv": (_table,),
    **dict.fromkeys((".html", ".htm", ".xhtml"), (_page, _markup)),
    **dict.fromkeys((".xml", ".rss", ".atom"), (_feed, _feed, _markup)),
}
