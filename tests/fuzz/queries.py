"""Queries: those of the cases, spoilt, and heaps of signs that mean something; one in twenty is also searched for."""

from __future__ import annotations

from pathlib import Path
from random import Random

from search.config import DEFAULT_LIMITS
from search.errors import BadParameter, QueryLimit
from search.query.expansion import expand
from search.query.plan import plan
from search.query.read import read
from search.request import MATCHES, SORTS, SearchRequest
from search.service import SearchService
from tests.fuzz.mutation import spoilt

CASES = Path(__file__).parents[1] / "cases" / "queries.txt"

SIGNS = (
    *'"“„«»()[]{}|!-+*?~/:.,;#@=&<>^$%\\\'', " ", "\u00a0", "\n", "\t", "\0", "\u0306", "\u0301", "\u200b", "\ufeff",
    "😀", "\ud800", "!!", "~1", "~2", "~999", "/3", "..", "--", " И ", " ИЛИ ", " НЕ ", " AND ", " OR ", "title:",
    "заголовок:", "source:", "date:", "date:2024..", "date:..2019", "упоминает:", "упоминает:2024-02-29", "place:",
    "author:", "x:", "сталь", "стали", "токаев", "ООН", "организация объединённых наций", "а", "вице-премьер", "ё",
    "5 января 2026", "29.02.2024", "0001-01-01", "9999-12-31", "https://tass.ru", "3.13.1", "1 000 000", "*сталь",
    "ста*ль", "с*", "???", "w?l*d", "мельнеца~", "Тоқаев", "а" * 300,
)  # fmt: skip
DAYS = (
    "",
    "",
    "",
    "2024",
    "2024-03",
    "2024-03-15",
    "31.02.2020",
    "9999-12-31",
    "0001",
    "вчера",
    "2024-01-01T00:00:00+14:00",
)


def valid() -> list[str]:
    """The queries of the cases."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.partition(" ⟶ ")[0] for line in lines if line and not line.startswith("#")]


class Queries:
    """Reads queries, and searches in one index."""

    def __init__(self, index: Path) -> None:
        self._service = SearchService(index)
        self._valid = valid()

    def try_one(self, random: Random) -> None:
        """Read a query, and perhaps search for it; it may be refused for its size, or where it is strict."""
        text = self._made(random)
        strict = random.random() < 0.2
        try:
            parsed = read(text, DEFAULT_LIMITS, strict)
        except (QueryLimit, BadParameter):
            return
        assert all(0 <= problem.start <= problem.end <= len(text) for problem in parsed.problems), parsed.problems
        read(str(parsed.tree), DEFAULT_LIMITS) if len(str(parsed.tree)) <= DEFAULT_LIMITS.length else None
        plan(expand(parsed.tree, ()))
        if random.random() < 0.05:
            self._searched(random, text)

    def _made(self, random: Random) -> str:
        if random.random() < 0.5:
            return spoilt(random, random.choice(self._valid), SIGNS)[: random.choice((100, 100, 2001))]
        return random.choice(("", " ")).join(random.choices(SIGNS, k=random.choice((1, 3, 6, 12, 40))))

    def _searched(self, random: Random, text: str) -> None:
        request = SearchRequest(
            text, random.choice(DAYS), random.choice(DAYS), random.choice(SORTS), random.choice(MATCHES),
            page=random.choice((1, 1, 2, 10**6)), per_page=random.choice((0, 1, 10)), forms=random.random() < 0.2,
            expand=random.random() < 0.7, recency=random.choice((0, 0, 1, 365)), broaden=random.random() < 0.1,
        )  # fmt: skip
        try:
            page = self._service.search(request)
        except (QueryLimit, BadParameter):
            return
        assert page.total.value >= 0
        assert len(page.hits) <= request.per_page
        for hit in page.hits[:1]:
            self._service.why(request, hit.id)
