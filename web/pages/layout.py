"""What all pages about the archive share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template

from search.request import SearchRequest
from search.results import Stats
from web.archive import archive
from web.pages.forms import Form, form
from web.pages.names import field_names, part_names, sort_names
from web.params import search_args


def rendered(template: str, asked: SearchRequest, stats: Stats, **values: Any) -> str:
    """Render a page about the archive, with the form as it was filled."""
    names = {"field_names": field_names(), "part_names": part_names(), "sort_names": sort_names()}
    common = {"asked": asked, "form": filled(search_args(asked)), "stats": stats, "zone": ZoneInfo(stats.zone)}
    return render_template(template, **common, **names, stale=archive().stale, **values)


def filled(typed: Mapping[str, str | Sequence[str]]) -> Form:
    """The search form with what was typed."""
    return form(typed, archive().limits.length)
