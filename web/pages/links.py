"""Addresses of pages as links write them: letters of any script as they are, `/?q=сталь&source=ТАСС`.

Such an address is an IRI (RFC 3987). Browsers encode it as they ask for it; a page of links to a Russian search is a
fifth smaller, and who reads its source can read them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import g, url_for

from search.documents import DocumentField
from search.request import SearchRequest
from web.language import language
from web.models import Format
from web.params import pairs, search_args

_Args = Mapping[str, str | list[str]]

_OTHER_SIGNS = re.compile(r"[^\w.~!*(),:;@/-]+")


def address(asked: SearchRequest, **changes: Any) -> str:
    """The address of a search, or of the same search with something changed: `asked | address(page=2)`."""
    return with_query(_results(), search_args(replace(asked, **changes)) | _language())


def cursor_address(asked: SearchRequest, cursor: str) -> str:
    """The address at which a list goes on."""
    return with_query(_results(), search_args(replace(asked, page=1)) | {"cursor": cursor} | _language())


def values_address(field: DocumentField, asked: SearchRequest) -> str:
    """The address of all values of a field."""
    return with_query(
        url_for("pages.values", field=field, lang=None), search_args(replace(asked, page=1)) | _language()
    )


def document_address(ident: str, asked: SearchRequest) -> str:
    """The address of a document that knows the search it was found by."""
    return with_query(url_for("pages.document", ident=ident, lang=None), search_args(asked) | _language())


def list_address(asked: SearchRequest, format: Format) -> str:
    """The address of the whole list in a format of the API."""
    usual = SearchRequest()
    whole = replace(asked, page=usual.page, per_page=usual.per_page, forms=usual.forms)
    args = search_args(asked if format == "json" else whole)
    return with_query(url_for("api.search"), args | {"format": format})


def with_query(path: str, args: _Args) -> str:
    """A path and parameters: `with_query("/", {"q": "сталь 50%"})` → `/?q=сталь%2050%25`."""
    query = "&".join(f"{name}={_OTHER_SIGNS.sub(_encoded, value)}" for name, value in pairs(args))
    return f"{path}?{query}" if query else path


def _results() -> str:
    """The path of the search: worked out once for a page, which leads there a hundred times."""
    if "results" not in g:
        g.results = url_for("pages.results", lang=None)
    return str(g.results)


def _language() -> dict[str, str | list[str]]:
    return {"lang": "en"} if language() == "en" else {}


def _encoded(signs: re.Match[str]) -> str:
    return quote(signs[0], safe="")
