"""Which page numbers a list offers."""

from __future__ import annotations

import pytest

from web.pages.results.pager import pager


@pytest.mark.parametrize(
    ("current", "total", "shown"),
    [
        (1, 0, "1"),
        (1, 20, "1"),
        (1, 21, "1 2"),
        (1, 100, "1 2 3 4 5"),
        (1, 200, "1 2 3 … 10"),
        (4, 200, "1 2 3 4 5 6 … 10"),
        (5, 200, "1 2 3 4 5 6 7 … 10"),
        (6, 420, "1 … 4 5 6 7 8 … 21"),
        (10, 200, "1 … 8 9 10"),
        (99, 200, "1 … 8 9 10"),
    ],
)
def test_the_ends_and_the_neighbours_are_offered(current: int, total: int, shown: str) -> None:
    numbers = pager(current, total, per_page=20).numbers
    assert " ".join("…" if number is None else str(number) for number in numbers) == shown


@pytest.mark.parametrize(
    ("current", "previous", "following"), [(1, 0, 2), (2, 1, 3), (3, 2, 0), (4, 3, 0), (9, 3, 0)]
)
def test_one_step_leads_back_into_the_list_and_never_out_of_it(current: int, previous: int, following: int) -> None:
    steps = pager(current, total=60, per_page=20)
    assert (steps.previous, steps.next) == (previous, following)
