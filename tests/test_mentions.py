"""The days that texts speak of, read plainly and by numpy; and dates in queries."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Document
from search.engines.base import Window
from search.engines.embedded import EmbeddedEngine
from search.index.arrays import UNDATED
from search.index.derive import Stretch
from search.index.mentions import DateWords, in_order, mentions
from search.index.reading import strings
from search.query.clauses import words_of
from search.query.patterns import patterns
from search.query.tree import Mention
from search.russian.datewords import EPOCH
from search.russian.mentions import DateRun, Mentioned, date_in, mentioned
from search.russian.tokens import cut
from tests.conftest import MOSCOW

CASES = Path(__file__).parent / "cases" / "mentions.txt"


def cases():
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("# "):
            yield pytest.param(*line.split(" ⟶ "), id=f"mentions.txt:{number}")


def shown(text, found):
    tokens = cut(text)
    spans = (text[int(tokens.starts[one.slot]) : int(tokens.form_ends[one.slot + one.length - 1])] for one in found)
    return ", ".join(f"{as_typed(one)} «{span}»" for one, span in zip(found, spans, strict=True)) or "—"


def as_typed(one):
    first, last = (EPOCH + timedelta(days=number) for number in (one.first, one.last))
    return first.isoformat()[: 10 if first == last else 7 if first.month == last.month else 4]


@pytest.mark.parametrize(("text", "written", "expected"), [*cases()])
def test_a_text_speaks_of_the_days_that_it_names(text, written, expected):
    day = None if written == "—" else date.fromisoformat(written)
    assert shown(text, mentioned(cut(text).forms(), day)) == expected


WORDS = """
5 05 7 15 31 29 30 00 2026 1812 1399 2024 января февраля мае декабрь янв год года г прошлого этого следующего и по
05.01.2026 2026-02-28 31.02.2026 2025-го 5-7 вице-премьер слово
""".split()  # noqa: SIM905  # words read better as a text
FIELD = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
DAYS = st.none() | st.dates(date(2, 1, 1), date(9998, 12, 31)) | st.dates(date(2023, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(FIELD, FIELD, DAYS), max_size=5))
def test_an_index_has_the_dates_that_a_plain_reading_finds(documents):
    slots, titles, expected = [""], [], []  # "": a gap
    for title, text, day in documents:
        titles.append(len(slots))
        for forms in (cut(title).forms(), cut(text).forms()):
            found = mentioned(forms, day)
            expected += [Mentioned(one.first, one.last, one.slot + len(slots), one.length) for one in found]
            slots += [*forms, ""]
    titles.append(len(slots))
    instants = [UNDATED if day is None else (day - EPOCH).days * 86_400 + 43_200 for _, _, day in documents]
    assert by_numpy(slots, titles, instants) == sorted(expected)


def by_numpy(slots, titles, instants):
    forms = sorted({*slots} - {""})
    numbers = {form: number for number, form in enumerate([*forms, ""])}
    forward = np.array([numbers[form] for form in slots], dtype=np.uint32)
    words, starts, days = DateWords.of(strings.pack(forms)), np.array(titles), np.array(instants, dtype=np.int64)
    parts = [mentions(words, part, days[part.document :][: len(part.texts)]) for part in stretches(forward, starts)]
    found = in_order(np.concatenate(parts))
    columns = (found.firsts, found.lasts, found.slots, found.lengths)
    return [Mentioned(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def stretches(forward, titles):
    """The documents in two stretches, as a build takes them: the first also has the gap before all."""
    half = len(titles) // 2
    for first, last in ((0, half), (half, len(titles) - 1)):
        start = int(titles[first]) if first else 0
        starts = titles[first : last + 1]
        yield Stretch(forward[start : titles[last]], start, starts, starts[:-1], first)


@pytest.fixture
def engine(publish):
    day = date(2026, 1, 6)
    documents = [
        Document("в заголовке", "Что было 5 января 2026 года", "Текст без дат.", day),
        Document("в тексте", "Что было", "Долгая история. " * 20 + "Открыли 05.01.2026 г. и закрыли.", day),
        Document("без года", "Что было", "Открыли 5 января.", day),
        Document("без даты", "Что было", "Открыли 5 января."),
        Document("дни подряд", "Что будет", "Откроют 4–6 января.", day),
        Document("месяц", "Что будет", "Откроют в январе 2026 года.", day),
        Document("год", "Что будет", "Откроют в 2026 году.", day),
        Document("другой год", "Что было", "Открыли 5 января 2025 года.", day),
    ]
    return EmbeddedEngine(publish([documents]).segments, MOSCOW)


THAT_DAY = ["в заголовке", "в тексте", "без года", "дни подряд"]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-01-05", "2026-01-05", THAT_DAY),
        ("05.01.2026", "05.01.2026", THAT_DAY),
        ("2026-01-04", "2026-01-04", ["дни подряд"]),
        ("2026-01-01", "2026-01-30", THAT_DAY),
        ("2026-01", "2026-01", [*THAT_DAY, "месяц"]),
        ("2026", "2026", [*THAT_DAY, "месяц", "год"]),
        ("2025", "2026", [*THAT_DAY, "месяц", "год", "другой год"]),
        ("", "2025", ["другой год"]),
        ("2026-01-06", "", ["дни подряд"]),
        ("2026-01-07", "", []),
    ],
)
def test_a_mention_is_found_where_all_of_it_lies_within_the_days_asked_for(engine, since, until, expected):
    found = engine.find(Mention(since, until), None, Window("relevance", 0, 100)).ranked
    assert {engine.document(ranked).id for ranked in found} == set(expected)
    assert engine.count(Mention(since, until)) == len(expected)


def test_a_document_that_names_the_day_in_its_title_comes_before_one_deep_in_whose_text_it_stands(engine):
    found = engine.find(Mention("2026-01-05", "2026-01-05"), None, Window("relevance", 0, 100)).ranked
    ids = [engine.document(ranked).id for ranked in found]
    assert ids.index("в заголовке") < ids.index("в тексте")


def test_the_whole_date_is_marked_once(engine):
    (asked,) = patterns(Mention("2026-01", "2026-01"))
    for ident, places in {"в заголовке": [(2, 4)], "дни подряд": [(1, 3)], "месяц": [(2, 3)]}.items():
        ((occurrences,),) = engine.occurrences([engine.lookup(ident)], [asked])
        assert [(found.slot, found.length) for found in occurrences] == places


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("5 января 2026", DateRun(0, 3, "2026-01-05")),
        ("ремонт 5 января 2026 года дороги", DateRun(1, 5, "2026-01-05")),
        ("ремонт 05.01.2026 дороги", DateRun(1, 2, "2026-01-05")),
        ("вице-премьер 2026-01-05", DateRun(1, 2, "2026-01-05")),
        ("цены в январе 2026", DateRun(2, 4, "2026-01")),
        ("5 января 2026 и 7 мая 2025", DateRun(0, 3, "2026-01-05")),
        ("5 января", None),
        ("5–7 января 2026", None),
        ("2026 год", None),
        ("сталь", None),
        ("", None),
    ],
)
def test_a_date_is_known_among_the_words_of_a_query(query, expected):
    assert date_in(words_of(query)) == expected
