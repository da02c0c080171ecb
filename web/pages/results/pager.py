"""Which page numbers stand under a list of results."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

_AROUND = 2


@dataclass(frozen=True, slots=True)
class Pager:
    """The pages of a list: `numbers` to show, None where some are left out; 0 where there is no such page."""

    current: int
    last: int
    previous: int
    next: int
    numbers: tuple[int | None, ...]


def pager(current: int, total: int, per_page: int) -> Pager:
    """Page 6 of 21 shows 1 … 4 5 6 7 8 … 21. From beyond the last page one goes back to the last."""
    last = max(1, -(-total // per_page))
    return Pager(
        current=current,
        last=last,
        previous=min(current - 1, last),
        next=current + 1 if current < last else 0,
        numbers=_numbers(min(current, last), last),
    )


def _numbers(near: int, last: int) -> tuple[int | None, ...]:
    shown = {1, last, *range(max(1, near - _AROUND), min(last, near + _AROUND) + 1)}
    numbers: list[int | None] = [1]
    for before, number in pairwise(sorted(shown)):
        if number - before == 2:
            numbers.append(before + 1)  # a gap of one page is that page
        elif number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return tuple(numbers)
