"""Addresses as links write them: Russian letters as they are, and whatever stands in them comes back unchanged."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.pages.links import with_query


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("сталь", "сталь"),
        ("!!стали -(сталь)", "!!стали%20-(сталь)"),
        ('"новая марка" | ёлка', "%22новая%20марка%22%20%7C%20ёлка"),
        ("50%?a&b=c#d+e", "50%25%3Fa%26b%3Dc%23d%2Be"),
        ("\u202e<b>", "%E2%80%AE%3Cb%3E"),
    ],
)
def test_letters_stay_and_signs_are_encoded(value: str, written: str) -> None:
    assert with_query("/", {"q": value}) == f"/?q={written}"


@given(st.dictionaries(st.sampled_from(["q", "from", "source"]), st.text(min_size=1) | st.lists(st.text(min_size=1))))
def test_what_stands_in_an_address_comes_back(args: dict[str, str | list[str]]) -> None:
    pairs = [(name, each) for name, value in args.items() for each in ([value] if isinstance(value, str) else value)]
    assert parse_qsl(urlsplit(with_query("/", args)).query) == pairs


def test_a_path_without_parameters_stays_bare() -> None:
    assert with_query("/documents/1", {"source": []}) == "/documents/1"
