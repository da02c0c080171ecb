"""Pages as a reader or a screen reader has them: their words, links and headings."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient

HOSTILE = """<script>alert(1)</script>"onmouseover='alert(2)' &amp; сталь"""
"""What a document or a reader may write."""


def page(client: FlaskClient, address: str, status: int = 200, **parameters: str | int) -> str:
    answer = client.get(address, query_string=parameters or None)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "text/html; charset=utf-8"
    return answer.text


def words(html: str) -> str:
    """What stands on the page, without the markup and with plain blanks."""
    body = re.sub(r"<[^>]+>", " ", html[html.index("<body>") :])
    return " ".join(unescape(body).split())


def links(html: str) -> dict[str, str]:
    """Where each link leads, by its words."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {words(f"<body>{text}"): unescape(address) for address, text in found}


def heading(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert found
    return words(f"<body>{found[1]}")


def title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html)
    assert found
    return words(f"<body>{found[1]}")
