"""What the values of the model are called on a page."""

from __future__ import annotations

from datetime import date

from search.documents import DocumentField
from search.request import SearchRequest, Sort
from search.results import Part
from web.language import gettext as _
from web.words import day, month_and_day


def sort_names() -> dict[Sort, str]:
    """The orders of a list."""
    return {"relevance": _("by relevance"), "newest": _("newest first"), "oldest": _("oldest first")}


def field_names() -> dict[DocumentField, str]:
    """The fields that lists are narrowed by."""
    return {
        "source": _("Source"),
        "section": _("Section"),
        "author": _("Author"),
        "place": _("Place"),
        "agency": _("Agency"),
    }


def part_names() -> dict[Part, str]:
    """Parts of speech as dictionaries shorten them."""
    return {
        "noun": _("noun"),
        "name": _("name"),
        "verb": _("verb"),
        "adjective": _("adj."),
        "adverb": _("adv."),
        "numeral": _("num."),
        "pronoun": _("pron."),
        "other": "",
    }


def period_name(asked: SearchRequest) -> str:
    """The days that a search is narrowed to: «5 января 2026 — 7 января 2026», «с 5 января 2026»."""
    since, until = _as_day(asked.since), _as_day(asked.until)
    if since and until:
        return since if since == until else f"{since} — {until}"
    return _("since %(day)s", day=since) if since else _("until %(day)s", day=until)


def day_name(asked: SearchRequest) -> str:
    """The day of any year that a search is narrowed to: «30 ноября любого года»."""
    return _("%(day)s of any year", day=month_and_day(date.fromisoformat(f"2000-{asked.day}")))


def _as_day(typed: str) -> str:
    """A whole day in words; anything else as it was typed."""
    try:
        return day(date.fromisoformat(typed))
    except ValueError:
        return typed
