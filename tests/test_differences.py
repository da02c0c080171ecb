"""What is the same in two texts, and what only one of them has."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import DocumentNotFound
from search.finding.alignment import aligned
from search.finding.differences import differences
from search.service import SearchService

_SIGNS = {"same": "", "removed": "−", "added": "+"}

# What was, what is, and both as one line: |−removed|+added|.
_CASES = """
Завод купил ледокол.          | Завод купил ледокол.          | Завод купил ледокол.
Завод купил ледокол.          | Завод построил ледокол.       | Завод {−купил }{+построил }ледокол.
Завод купил ледокол.          | Завод ледокол.                | Завод {−купил }ледокол.
Завод ледокол.                | Завод купил ледокол.          | Завод {+купил }ледокол.
Ледокол купил.                | Купил ледокол.                | {−Ледокол купил}{+Купил ледокол}.
Он приехал в Омск             | Она вернулась в Астану        | {−Он приехал в Омск}{+Она вернулась в Астану}
Он приехал, вернулся и уехал  | Он приехал и уехал            | Он приехал {−, вернулся }и уехал
сталь, чугун                  | сталь, медь, чугун            | сталь, {+медь, }чугун
Всё готово                    | Все готово                    | {−Всё }{+Все }готово
Купил. Продал. Уехал.         | Купил. Уехал.                 | Купил. {−Продал. }Уехал.
Купил. Продал.                | Купил.                        | Купил.{−Продал.}
Купил.                        | Купил. Продал.                | Купил. {+Продал.}
вице-премьер                  | премьер                       | {−вице-премьер}{+премьер}
3,5 млрд рублей               | 3,6 млрд рублей               | {−3,5 }{+3,6 }млрд рублей
«Сталь» подорожала            | "Сталь" подорожала            | {−«}{+"}Сталь{−» }{+" }подорожала
                              | Завод                         | {+Завод}
Завод                         |                               | {−Завод}
"""


@pytest.mark.parametrize("case", _CASES.strip("\n").splitlines())
def test_texts_are_compared_word_by_word(case: str) -> None:
    before, after, shown = (cell.strip() for cell in case.split("|"))
    assert _shown(before, after) == shown


def _shown(before: str, after: str) -> str:
    runs = differences(before, after)
    return "".join(f"{{{_SIGNS[run.kind]}{run.text}}}" if _SIGNS[run.kind] else run.text for run in runs)


def test_blanks_and_line_ends_are_no_difference() -> None:
    (run,) = differences("Завод\n\nкупил  ледокол. ", " Завод купил\u00a0ледокол.")
    assert (run.kind, run.text) == ("same", "Завод купил\u00a0ледокол.")


_WORDS = st.sampled_from([*"абвгд", "и", "ледокол", ",", ".", "\n\n", "«Сталь»", "e\u0301"])
_TEXTS = st.lists(_WORDS, max_size=30).map(" ".join) | st.text()


@given(before=_TEXTS, after=_TEXTS)
def test_what_is_the_same_and_what_one_text_alone_has_make_that_text(before: str, after: str) -> None:
    runs = differences(before, after)
    assert "".join(run.text for run in runs if run.kind != "removed") == after.strip()
    assert "".join("".join(run.text for run in runs if run.kind != "added").split()) == "".join(before.split())
    assert all(run.text for run in runs)
    assert not any(one.kind == other.kind for one, other in pairwise(runs))


@given(one=st.text("абв", max_size=40), other=st.text("абв", max_size=40))
def test_as_much_as_can_be_the_same_is(one: str, other: str) -> None:
    pairs = aligned(one, other)
    assert all(one[i] == other[j] for i, j in pairs)
    assert all(i < to_i and j < to_j for (i, j), (to_i, to_j) in pairwise(pairs))
    assert len(pairs) == _longest_common(one, other)


def _longest_common(one: str, other: str) -> int:
    """By the table of the textbook."""
    row = [0] * (len(other) + 1)
    for sign in one:
        above = row
        row = [0]
        for place, against in enumerate(other):
            row.append(above[place] + 1 if sign == against else max(above[place + 1], row[-1]))
    return row[-1]


def test_long_texts_are_cut_at_the_words_that_stand_once_in_each() -> None:
    rng = random.Random(7)
    before = [rng.choice("абв") if place % 50 else f"слово{place}" for place in range(30_000)]
    after = [word for word in before if rng.random() > 0.1]
    same = "".join(run.text for run in differences(" ".join(before), " ".join(after)) if run.kind == "same")
    assert len(same.split()) > 0.99 * len(after)


def test_of_long_texts_whose_halves_changed_places_one_half_is_the_same() -> None:
    rng = random.Random(7)
    before = [rng.choice("абв") if place % 50 else f"слово{place}" for place in range(30_000)]
    after = [*before[18_000:], *before[:18_000]]
    runs = differences(" ".join(before), " ".join(after))
    assert "".join(run.text for run in runs if run.kind != "removed") == " ".join(after)
    assert sum(len(run.text.split()) for run in runs if run.kind == "same") >= 18_000


def test_where_long_texts_share_no_such_word_their_middle_counts_as_different() -> None:
    rng = random.Random(7)
    before, after = (" ".join(["начало", *rng.choices("абв", k=20_000), "конец"]) for _ in range(2))
    runs = differences(before, after)
    assert {"начало", "конец"} <= {word for run in runs if run.kind == "same" for word in run.text.split()}
    assert len(runs) <= 4


def test_two_documents_are_compared_by_their_ids(archive_index: Path) -> None:
    service = SearchService(archive_index)
    compared = service.compare("stal-kombinat", "vestnik-1004")
    assert (compared.before.id, compared.after.id) == ("stal-kombinat", "vestnik-1004")
    assert "".join(run.text for run in compared.title if run.kind != "removed") == compared.after.title
    assert {run.kind for run in compared.text} == {"same", "removed", "added"}
    with pytest.raises(DocumentNotFound, match="нет такого"):
        service.compare("stal-kombinat", "нет такого")
    with pytest.raises(DocumentNotFound, match="нет такого"):
        service.compare("нет такого", "stal-kombinat")
