"""Where texts are cut: the table of cases, and what holds of any text."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.russian.tokens import cut

CASES = Path(__file__).parent / "cases" / "tokens.txt"
ESCAPE = re.compile(r"\\u([0-9A-F]{4})|\\n|\\t")
INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x301, 0x306))
ONE_KIND = str.maketrans("‐‑’ʼ", "--''")

SIGNS = [
    "https://",
    "www.",
    "tass",
    ".ru",
    ".рф",
    "@",
    "mail.ru",
    *"/?#-.,:'1Яё\u0301( «",
    "05.01.2026",
    "3,5",
    "000",
]
ADDRESSES = st.lists(st.sampled_from(SIGNS), max_size=12).map("".join)
ANY = st.text(st.characters(exclude_categories=()))  # lone surrogates too
NEWS = st.text("аеёЯz059  --'‑’,.\u00a0\u0301\u00ad\u200b!—", max_size=40) | ADDRESSES
TEXTS = ANY | NEWS


def unescaped(line):
    signs = {"\\n": "\n", "\\t": "\t"}
    return ESCAPE.sub(lambda found: signs.get(found[0]) or chr(int(found[1], 16)), line)


def cases():
    """Text, slots as (start, end of the part, end of the form), forms."""
    for number, line in enumerate(CASES.read_text(encoding="utf-8").split("\n")[:-1], start=1):
        if line and not line.startswith("# "):
            marked, _, forms = unescaped(line).partition(" ⟶ ")
            text, slots = unmarked(marked)
            spelt = forms.split(" · ") if forms else [text[start:form_end] for start, _, form_end in slots]
            yield pytest.param(text, slots, spelt, id=f"tokens.txt:{number}")


def unmarked(marked):
    text, slots = "", []
    pieces = marked.split("|")
    assert len(pieces) % 2, f"a bar without its pair: {marked}"
    for place, piece in enumerate(pieces):
        parts = [part.replace("⁄", "/") for part in piece.split("/")] if place % 2 else []
        whole = "".join(parts) if parts else piece.replace("⁄", "/")
        start = len(text)
        for part in parts:
            end = start + len(part) - (part is not parts[-1])  # less the hyphen before the next part
            slots.append((start, end, len(text) + len(whole) if part is parts[0] else end))
            start += len(part)
        text += whole
    return text, slots


def slots_of(tokens):
    return list(zip(tokens.starts.tolist(), tokens.ends.tolist(), tokens.form_ends.tolist(), strict=True))


def visible(text):
    return text.translate(INVISIBLE).translate(ONE_KIND)


@pytest.mark.parametrize(("text", "slots", "forms"), [*cases()])
def test_a_text_is_cut_where_its_case_has_bars(text, slots, forms):
    tokens = cut(text)
    assert tokens.forms() == forms
    assert slots_of(tokens) == slots


def test_an_empty_text_has_no_slots():
    assert cut("").forms() == [] == slots_of(cut(""))


def test_a_run_of_300_letters_is_one_slot_known_by_its_first_255():
    tokens = cut("а" * 300 + " б")
    assert slots_of(tokens) == [(0, 300, 300), (301, 302, 302)]
    assert tokens.forms() == ["а" * 255, "б"]
    assert cut("а" * 299).hashes[0] == tokens.hashes[0]


def test_a_long_address_is_cut_off_behind_a_letter():
    (form, *_) = cut("https://tass.ru/" + "новости/" * 100).forms()
    assert form == "https://tass.ru/" + "новости/" * 29 + "новости"


@pytest.mark.parametrize("piece", ["a.", "www.", "a@", "://", "a.ru", "-.", "1.", "a.a@", "_"])
def test_a_long_run_of_signs_is_cut_at_once(piece):
    started = time.process_time()
    cut(piece * 20_000)
    assert time.process_time() - started < 5


@given(NEWS)
def test_offsets_slice_back_to_the_form(text):
    tokens = cut(text)
    assert [visible(text[start:end]) for start, _, end in slots_of(tokens)] == tokens.forms()


@given(NEWS)
def test_a_form_by_itself_is_cut_as_it_was_in_its_text(text):
    tokens = cut(text)
    ends = tokens.form_ends.tolist()
    for slot, form in enumerate(tokens.forms()):
        parts = [later for later in range(slot, len(tokens)) if tokens.starts[later] < ends[slot]]
        assert cut(form).forms() == [tokens.form(part) for part in parts]


@given(TEXTS)
def test_slots_ascend_and_lie_inside_the_text(text):
    slots = slots_of(cut(text))
    assert all(0 <= start < end <= form_end <= len(text) for start, end, form_end in slots)
    assert all(end <= following for (_, end, _), (following, _, _) in pairwise(slots))


@given(TEXTS)
def test_every_letter_and_digit_is_in_a_slot(text):
    covered = {place for start, end, _ in slots_of(cut(text)) for place in range(start, end)}
    assert all(place in covered for place, sign in enumerate(text) if sign.isalnum() and ord(sign) < 0x1FFFF)


@given(NEWS, NEWS)
def test_equal_forms_and_no_others_have_equal_hashes(one, other):
    tokens = cut(f"{one}\n{other}")
    forms = tokens.forms()
    for hashes in (tokens.hashes.tolist(), tokens.checks.tolist()):
        assert len(set(forms)) == len(set(hashes)) == len(set(zip(forms, hashes, strict=True)))


@given(NEWS, TEXTS)
def test_a_form_has_the_same_hashes_wherever_it_stands(before, text):
    alone, behind = cut(text), cut(before + "\0" + text)
    first = len(behind) - len(alone)
    assert behind.forms()[first:] == alone.forms()
    assert behind.hashes[first:].tolist() == alone.hashes.tolist()
    assert behind.checks[first:].tolist() == alone.checks.tolist()


@given(TEXTS, TEXTS)
def test_texts_cut_together_are_cut_as_if_apart(one, other):
    shifted = [tuple(place + len(one) + 1 for place in slot) for slot in slots_of(cut(other))]
    assert slots_of(cut(one + "\0" + other)) == slots_of(cut(one)) + shifted
