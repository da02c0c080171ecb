"""The page that explains the query language."""

from __future__ import annotations

from flask import request

from search.request import SearchRequest
from web.archive import archive
from web.models import HelpParameters
from web.pages.guide import GUIDE
from web.pages.layout import rendered
from web.params import read


def help_page() -> str:
    """The operators of the query language, each with an example that is a link."""
    read(request.args, HelpParameters)
    return rendered("help.html", SearchRequest(), archive().stats(), guide=GUIDE)
