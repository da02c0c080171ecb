"""The benchmark of speed goes on working, and compares what is alike. How fast anything is, no test says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.engines import engine
from benchmarks.engines.base import Engine, Kind, Query
from benchmarks.engines.rows import Corpus, ordinal
from benchmarks.speed.page import page
from benchmarks.speed.results import Results, geometric_mean, load
from benchmarks.speed.rounds import Asked, Series, ask

NOTES = (
    ("2026-01-05", "Стальной мост", "Мост из стали открыли в январе. Сталь сварили на месте."),
    ("2026-02-05", "Сталь дорожает", "Цены на сталь стали выше, чем в январе."),
    ("2026-03-05", "Ярмарка", "На ярмарке продавали мёд и варенье."),
    (None, "Без даты", "О стали здесь ни слова больше."),
)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Engine]:
    """Ours and the one that needs no package, over the same notes."""
    folder = tmp_path_factory.mktemp("speed")
    corpus = folder / "notes.jsonl"
    rows = [
        {"id": str(number), "date": date, "title": title, "text": text}
        for number, (date, title, text) in enumerate(NOTES)
    ]
    corpus.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    made = {name: engine(name) for name in ("ours", "fts5")}
    for name, one in made.items():
        (folder / name).mkdir()
        assert one.build([corpus], folder / name) == len(NOTES)
        one.open(folder / name)
    return made


@pytest.mark.parametrize(
    ("kind", "words", "period", "found"),
    [
        ("exact", "сталь", None, 2),
        ("exact", "стали", None, 3),
        ("exact", "стали", ("2026-01-01", "2026-01-31"), 1),
        ("prefix", "стал", None, 3),
        ("phrase", "в январе", None, 2),
        ("all", "январе мост", None, 1),
        ("any", "мёд мост", None, 2),
        ("any", "мёд мост", ("2026-02-01", "2026-03-05"), 1),
    ],
)
@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("name", ["ours", "fts5"])
def test_engines_count_the_same_documents(
    engines: dict[str, Engine],
    name: str,
    kind: Kind,
    words: str,
    period: tuple[str, str] | None,
    found: int,
    newest: bool,
) -> None:
    days = (ordinal(period[0]), ordinal(period[1])) if period else None
    count, listed = engines[name].run(Query(kind, tuple(words.split()), days, newest))
    assert (count, len(listed)) == (found, found)


def test_what_was_measured_is_kept_and_becomes_a_page(engines: dict[str, Engine], tmp_path: Path) -> None:
    asked = [
        Asked("one", "as it is", (Query("all", ("мост",)), Query("all", ("мёд",)))),
        Asked("ours alone", "as it is", (Query("auto", ("сталь", "мёд")),)),
    ]
    series = ask(engines, asked, rounds=2, clock="processor", show=lambda text: None)
    measured = _results(series)
    measured.save(tmp_path / "results.json")
    kept = load(tmp_path / "results.json")
    assert kept == measured
    assert [len(each.milliseconds) for each in kept.series] == [len(each.counts) for each in kept.series]
    assert "| ours alone |" in page(kept, "plot.svg")


def test_the_page_marks_what_a_peer_does_faster_and_what_it_cannot_do() -> None:
    measured = _results(
        [
            Series("slow", "as it is", "ours", "first", [4.0], [3]),
            Series("slow", "as it is", "fts5", "first", [2.0], [2]),
            Series("fast", "as it is", "ours", "first", [1.0], [3]),
            Series("fast", "as it is", "fts5", "first", [8.0], [3]),
            Series("alone", "as it is", "ours", "first", [1.0], [3]),
        ]
    )
    lines = page(measured, "plot.svg").splitlines()
    assert "| slow | 4.00 | – | – | 2.00 | **2.00** |" in lines
    assert "| fast | 1.00 | – | – | 8.00 | 0.12 |" in lines
    assert "| alone | 1.00 | – | – | – | – |" in lines
    assert "| as it is | 0.50 (1 of 2) |" in lines
    assert "| slow | 3.00 | 1.50 |" in lines  # documents found


def test_a_geometric_mean_lets_twice_as_fast_and_twice_as_slow_cancel_out() -> None:
    assert geometric_mean([2.0, 0.5, None]) == 1.0
    assert geometric_mean([None]) is None


def _results(series: list[Series]) -> Results:
    return Results(
        machine="two cores",
        date="24 November 2026",
        clock="processor",
        rounds=2,
        corpus=Corpus(4, 400),
        versions={"ours": "0.1.0", "fts5": "3.40"},
        missing={"xapian": "No module named 'xapian'"},
        queries={"one": [["мост"], ["мёд"]]},
        builds=[],
        starts=[],
        series=series,
    )
