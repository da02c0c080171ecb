"""What the fields of the form hold for what stands in the address."""

from __future__ import annotations

import pytest

from web.pages.forms import form


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("", "date", "date"),
        ("2026-01-05", "date 2026-01-05", "date 2026-01-05"),
        ("05.01.2026", "date 2026-01-05", "date 2026-01-05"),
        ("2024-02", "date 2024-02-01", "date 2024-02-29"),
        ("2026", "date 2026-01-01", "date 2026-12-31"),
        ("9999", "date 9999-01-01", "date 9999-12-31"),
        ("2026-01-05T12:30", "text 2026-01-05T12:30", "text 2026-01-05T12:30"),
        ("31.02.2026", "text 31.02.2026", "text 31.02.2026"),
        ("вчера", "text вчера", "text вчера"),
    ],
)
def test_whole_days_fill_a_date_field_and_nothing_typed_is_lost(typed: str, since: str, until: str) -> None:
    filled = form({"from": typed, "to": typed})
    assert f"{filled.since.kind} {filled.since.value}".strip() == since
    assert f"{filled.until.kind} {filled.until.value}".strip() == until


def test_a_new_search_keeps_the_order_and_the_filters_but_not_the_page() -> None:
    args = {"q": "сталь", "sort": "newest", "match": "all", "page": "3", "source": ["ТАСС", "-РИА"], "in": "title"}
    filled = form(args)
    assert filled.kept == (("sort", "newest"), ("match", "all"), ("source", "ТАСС"), ("source", "-РИА"))
    assert filled.titles
