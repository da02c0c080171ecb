"""Names in all their cases, made from the nominative."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.paradigms import singulars
from search.russian.declension import declined
from search.russian.spelling import fold

CASES = Path(__file__).parent / "cases" / "declension.txt"


def cases():
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("# "):
            yield pytest.param(*line.split(" ⟶ "), id=f"declension.txt:{number}")


@pytest.mark.parametrize(("name", "others"), [*cases()])
def test_a_name_has_these_forms_and_no_others(name, others):
    first, *rest = declined(name)
    assert first == name
    assert sorted(rest) == sorted(others.replace("—", "").split())


def test_every_form_of_every_paradigm_is_made_and_few_others():
    expected = made = wanted = 0
    for forms in singulars():
        real, found = {*map(fold, forms)}, {*map(fold, declined(forms[0]))}
        expected += len(real)
        wanted += len(real & found)
        made += len(found)
    assert wanted / expected >= 0.98
    assert wanted / made >= 0.95


@given(st.text() | st.from_regex("[А-Яа-яё]{1,9}(-[А-Яа-яё]{1,9})?", fullmatch=True))
def test_any_text_has_itself_first_and_each_form_once(text):
    found = declined(text)
    assert found[0] == text
    assert len(set(found)) == len(found)
