"""What a person types, as a tree: the table of cases, and what holds of any text."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.config import DEFAULT_LIMITS
from search.query.parse import NOTHING, parse
from search.query.patterns import AnyForm, Pattern, Spelt, Starting, pattern
from search.query.plan import leaves
from search.query.tree import (
    And,
    Dated,
    Everything,
    Exact,
    Filter,
    Mention,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    side_by_side,
)
from search.russian.analysis import query_terms, rare_terms
from search.russian.tokens import cut

CASES = Path(__file__).parent / "cases" / "queries.txt"
ESCAPE = re.compile(r"\\u([0-9A-F]{4})")

OPERATORS = [
    "-",
    "!",
    "!!",
    "*",
    "?",
    "~",
    "~2",
    "|",
    "title:",
    "заголовок:",
    "text:",
    "source:",
    "date:",
    "foo:",
    "mentions:",
]
OPERATORS += [" И ", " ИЛИ ", " НЕ ", " AND ", " OR ", " NOT ", " /3 ", "/1", "(", ")", "..", "2026-01", "2026-13-01"]
OPERATORS += ['"', "“", "”", "„", "«", "»", " ", "  ", "\xa0", ",", "."]
WORDS = ["сталь", "вице-премьер", "a", "5", "000", "100", "1 000", "3,5", "ё", "е\u0308", "—", "👍", "т.е.", "_", "'"]
WORDS += ["tass.ru", "https://www.", "/a?b=1", "@", "mail.ru", "05.01.2026", "1.2.", "т. е.", "и. о. ", "("]
NUMBERS = ["5", "100", "000", "1 000", "3,5", "2026", "0005", "слово", "5-летний"]
TYPED = st.lists(st.sampled_from(OPERATORS + WORDS), max_size=16).map("".join)
TEXTS = st.text(st.characters(exclude_categories=())) | TYPED


def cases():
    for number, line in enumerate(CASES.read_text(encoding="utf-8").split("\n")[:-1], start=1):
        if line and not line.startswith("# "):
            shown = ESCAPE.sub(lambda found: chr(int(found[1], 16)), line.replace("␣", "\xa0"))
            yield pytest.param(*shown.split(" ⟶ "), id=f"queries.txt:{number}")


def kinds(node: Node, inside: bool = True) -> str:
    match node:
        case Everything():
            return "everything"
        case Or(children):
            return f"({' | '.join(map(kinds, children))})" if children else "nothing"
        case And(children):
            return f"({' '.join(map(kinds, children))})" if inside else " ".join(map(kinds, children))
        case Not(child):
            return f"-{kinds(child)}"
        case Near(children):
            return f"near[{' '.join(map(kinds, children))}]"
        case Dated():
            return "dated"
        case Mention():
            return "mention"
        case Filter(field, child):
            return f"{field}:{kinds(child)}"
        case _:
            return f"{node.field}:{type(node).__name__}".lower().lstrip(":")


@pytest.mark.parametrize(("typed", "tree", "shape", "problems"), [*cases()])
def test_a_query_is_read_as_its_case_says(typed, tree, shape, problems):
    parsed = parse(typed)
    found = "; ".join(f"{problem.kind} {problem.text}" for problem in parsed.problems)
    assert (str(parsed.tree), kinds(parsed.tree, inside=False), found or "—") == (tree, shape, problems)


@pytest.mark.parametrize("typed", ["", " ", "\n\t \xa0"])
def test_blanks_ask_for_everything(typed):
    assert parse(typed).tree == Everything()


def test_blanks_at_the_edges_mean_nothing():
    assert parse(" \n стали\t").tree == Word("стали")


WORDS = ["сталь", "Сталь", "ЁЛКА", "и", "И", "Не", "НЕ", "или", "ИЛИ", "and", "AND", "iPhone", "NATOвский", "а" * 70]


@given(st.lists(st.sampled_from(WORDS) | st.text("абЁяzИ", min_size=1, max_size=4), min_size=1).map(" ".join))
def test_words_alone_are_read_as_beside_any_sign(typed):
    assert parse(typed) == parse(typed + " ")


def test_punctuation_alone_finds_nothing_rather_than_everything():
    assert parse("—").tree == NOTHING == parse(str(NOTHING)).tree


@given(TEXTS)
def test_what_is_read_can_be_written_and_read_again(typed):
    tree = parse(typed).tree
    assert parse(str(tree)).tree == tree
    assert not parse(str(tree)).problems or tree == NOTHING


@given(TEXTS)
def test_problems_show_the_text_they_are_about_in_order(typed):
    problems = parse(typed).problems
    assert all(problem.text == typed[problem.start : problem.end] != "" for problem in problems)
    assert all(one.start <= other.start for one, other in pairwise(problems))


@given(st.lists(st.sampled_from([*OPERATORS, "сталь", "вице-премьер", "2026"]), max_size=12).map(" ".join))
def test_no_word_is_lost(typed):
    asked = {word for leaf, _ in leaves(parse(typed).tree) for word in words_of(leaf)}
    assert asked >= set(re.findall(r"сталь|вице-премьер|2026(?!-)", typed))


def words_of(leaf):
    match leaf:
        case Phrase(words) | Exact(words):
            return words
        case Near(children):
            return [word for child in children for word in words_of(child)]
        case Filter(_, child):
            return words_of(child)
        case Dated():
            return ()
    return (leaf.text,)


@given(st.text("-+#@…—'.,:;/&»[]_", max_size=4), st.sampled_from(["", "комбинат "]))
def test_a_minus_at_the_start_of_a_chunk_excludes_its_word_whatever_signs_stand_between(signs, before):
    excluded = [str(leaf) for leaf, wanted in leaves(parse(f"{before}-{signs}сталь").tree) if not wanted]
    assert len(excluded) == 1
    assert "сталь" in excluded[0]


@given(TEXTS)
def test_every_leaf_has_a_pattern(typed):
    for leaf, _ in leaves(parse(typed).tree):
        if not isinstance(leaf, Dated | Mention):
            assert pattern(leaf.child if isinstance(leaf, Filter) else leaf).slots


def in_phrase(word):
    terms = query_terms(word)
    return terms + rare_terms(terms)


@pytest.mark.parametrize(
    ("leaf", "slots"),
    [
        (Word("вице-премьер"), [AnyForm(query_terms("вице-премьер"))]),
        (Phrase(("вице-премьер",)), [AnyForm(in_phrase("вице-премьер")), AnyForm(in_phrase("премьер"))]),
        (Exact(("Вице-премьер",)), [Spelt("Вице-премьер")]),
        (Exact(("вице-премьер", "Мяу")), [Spelt("вице-премьер"), Spelt("премьер"), Spelt("Мяу")]),
        (Prefix("Вице-Пре"), [Starting("вице-пре")]),
        (Phrase(("1", "000")), [AnyForm(("1",)), AnyForm(("000",))]),
    ],
)
def test_a_compound_is_one_slot_as_a_word_and_one_a_part_in_a_phrase(leaf, slots):
    assert pattern(leaf) == Pattern(tuple(slots))


@given(st.lists(st.sampled_from(NUMBERS), min_size=1))
def test_words_written_side_by_side_stay_apart(words):
    alone = [form for word in words for form in cut(word).forms()]
    assert cut(side_by_side(words)).forms() == alone


@pytest.mark.parametrize("piece", ["title:", "-!", "-", "-#", "!-", '-"', "1 000 ", '"', "-«", "| ", "а-", "слово* "])
def test_the_longest_query_is_read_at_once(piece):
    typed = piece * (DEFAULT_LIMITS.length // len(piece))
    started = time.process_time()
    parse(typed)
    assert time.process_time() - started < 1
