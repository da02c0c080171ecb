"""Ids of documents inside addresses, and addresses inside documents.

An id may hold anything: «2026/01/05/tokaev», `/leading`, `a//b`, `50%?`, `https://example.org/?x=1`. An address
carries it percent-encoded; slashes stay readable wherever no client or proxy between would tidy them away.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from werkzeug.routing import BaseConverter

_TIDIED = {"", ".", ".."}  # segments that browsers resolve or proxies merge, unless their slashes are hidden
_WEB_ADDRESS = re.compile(r"https?://[^/\s]\S*", re.IGNORECASE)


class IdentConverter(BaseConverter):
    """Takes the rest of a path as an id, and writes an id so that it comes back unchanged."""

    regex = r"[\s\S]+"
    part_isolating = False

    def to_url(self, value: Any) -> str:
        """Encode an id for an address."""
        return encoded(str(value))


def encoded(ident: str) -> str:
    """An id as the end of a path.

    >>> encoded("2026/01/Токаев 50%"), encoded("a//b")
    ('2026/01/%D0%A2%D0%BE%D0%BA%D0%B0%D0%B5%D0%B2%2050%25', 'a%2F%2Fb')
    """
    return quote(ident, safe="" if _TIDIED.intersection(ident.split("/")) else "/")


def web_address(url: str) -> str:
    """The address of an original if it is safe to link to, else "": `javascript:…` is no web address."""
    return url if _WEB_ADDRESS.fullmatch(url) else ""
