"""What a request asks for beside its query: where words are looked for, and what fields must say.

None of it is ever given up, nor does it score.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from typing import TypeVar

from search.engines.base import Engine
from search.errors import BadParameter
from search.query.parse import Parsed
from search.query.plan import Plan
from search.query.tree import And, Dated, Near, Node, Not, Or, Place, Valued
from search.request import Inside, Narrowed
from search.results import UnknownValue

_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")

_SomePlace = TypeVar("_SomePlace", bound=Place)


def looked_for_inside(parsed: Parsed, inside: Inside) -> Parsed:
    """The same query where each clause that names no field looks into one: `title`: «сталь» → `title:сталь`."""
    if not inside:
        return parsed
    typed = tuple(replace(each, word=_inside(each.word, inside)) for each in parsed.typed)
    return replace(parsed, tree=_inside_all(parsed.tree, inside), typed=typed)


def _inside_all(node: Node, inside: Inside) -> Node:
    match node:
        case And(children):
            return And(tuple(_inside_all(child, inside) for child in children))
        case Or(children):
            return Or(tuple(_inside_all(child, inside) for child in children))
        case Not(child):
            return Not(_inside_all(child, inside))
        case Near(places, reaches):
            return Near(tuple(_inside(place, inside) for place in places), reaches)
        case _:
            return _inside(node, inside) if isinstance(node, Place) else node


def _inside(place: _SomePlace, inside: Inside) -> _SomePlace:
    return place if place.field else replace(place, field=inside)


def narrowed(planned: Plan, by: Iterable[Narrowed]) -> Plan:
    """The same plan for documents whose fields say what is asked for."""
    return replace(planned, explicit=(*planned.explicit, *(node for each in by for node in _nodes(each))))


def on_day(planned: Plan, day: str, years: Iterable[int]) -> Plan:
    """The same plan for documents of one day of any of these years: `11-30`. Raises BadParameter for no day."""
    if not day:
        return planned
    month, number = _day(day)
    dates = (f"{year:04}-{day}" for year in years if number <= monthrange(year, month)[1])
    return replace(planned, explicit=(*planned.explicit, Or(tuple(Dated(each, each) for each in dates))))


def _day(text: str) -> tuple[int, int]:
    try:
        leap = datetime.strptime(f"2000-{text}", "%Y-%m-%d")  # which has all days
    except ValueError:
        leap = None
    if leap is None or not _DAY.fullmatch(text):
        raise BadParameter("day", f"a day of any year is written like 11-30 (month, day), not {text!r}")
    return leap.month, leap.day


def _nodes(asked: Narrowed) -> Iterator[Node]:
    if asked.wanted:
        yield Valued(asked.field, asked.wanted)
    if asked.unwanted:
        yield Not(Valued(asked.field, asked.unwanted))


def unknown_values(engine: Engine, by: Iterable[Narrowed]) -> Iterator[UnknownValue]:
    """What is asked for that no document says, so that nobody wonders why there are none."""
    for asked in by:
        known = engine.values(asked.field)
        for value in (*asked.wanted, *asked.unwanted):
            if value and value not in known:
                yield UnknownValue(asked.field, value, _nearest(value, known))


def _nearest(value: str, known: Iterable[str]) -> str:
    """A value that differs in letter case alone, or else the one that is spelt most alike."""
    spelt = {each.casefold(): each for each in sorted(known)}
    found = get_close_matches(value.casefold(), spelt, n=1)
    return spelt[found[0]] if found else ""
