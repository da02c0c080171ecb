"""What a query gives up first: stop words, then plain words, never what was asked explicitly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.parse import NOTHING, parse
from search.query.plan import leaves, plan
from search.query.tree import Everything, Exact, Most, Not, Phrase, Prefix, Word
from search.russian.stopwords import is_stop_word

PIECES = ["сталь", "мира", "и", "не", '"чемпион мира"', "-футбол", "-и", "!Женеве", "title:и", "разоруж*", "a | и"]
PIECES += ["(мира и)", "a /2 b", "-(a | и)", "source:тасс", "date:2026", "сталь~", "!!мир"]
QUERIES = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)


def planned(typed):
    return plan(parse(typed).tree)


def shown(nodes):
    return [str(node) for node in nodes]


@pytest.mark.parametrize(
    ("typed", "words", "explicit", "ignored"),
    [
        ("сталь", ["сталь"], [], []),
        ("и сталь не мира", ["сталь", "мира"], [], ["и", "не"]),
        ('и "чемпион мира"', [], ['"чемпион мира"'], ["и"]),
        ("и !Женеве", [], ["!Женеве"], ["и"]),
        ("быть или не быть", ["быть", "или", "не"], [], []),  # nothing else is left
        ("что -футбол", ["что"], ["-футбол"], []),  # what is not wanted finds nothing
        ("сталь -и", ["сталь"], ["-и"], []),
        ("сталь title:и", ["сталь"], ["title:и"], []),
        ("title:и в", [], ["title:и"], ["в"]),
        ("сталь и | в", ["сталь"], ["и | в"], []),
        ("сталь !и в*", ["сталь"], ["!и", "в*"], []),
        ('сталь "и"', ["сталь"], ['"и"'], []),
        ("ИЛИ Её сталь", ["сталь"], [], ["или", "Её"]),
        ("(сталь и) мира", ["сталь", "мира"], [], ["и"]),
        ("сталь (чугун -мир)", ["сталь", "чугун"], ["-мир"], []),
        ("сталь source:вестник date:2026", ["сталь"], ["source:вестник", "date:2026"], []),
        ("и source:вестник", ["и"], ["source:вестник"], []),  # a filter is nothing to look for
        ("и -(в | не) сталь /3 мост", [], ["сталь /3 мост", "-(в | не)"], ["и"]),
        ("сталь~ и *ль ст?ль !!мост", [], ["сталь~", "*ль", "ст?ль", "!!мост"], ["и"]),
        ("", [], [], []),
        ("—", [], ['""'], []),
    ],
)
def test_a_query_is_taken_apart(typed, words, explicit, ignored):
    found = planned(typed)
    assert (shown(found.words), shown(found.explicit), shown(found.ignored)) == (words, explicit, ignored)


@given(QUERIES)
def test_every_leaf_is_in_exactly_one_part(typed):
    found = planned(typed)
    parts = [leaf for part in (found.words, found.explicit, found.ignored) for node in part for leaf in leaves(node)]
    assert sorted(parts, key=repr) == sorted(leaves(parse(typed).tree), key=repr)


@given(QUERIES)
def test_what_is_planned_asks_for_something_unless_everything_was_asked_for(typed):
    found = planned(typed)
    assert (found.tree() == Everything()) == (parse(typed).tree == Everything())


def test_the_whole_plan_wants_all_words_and_all_that_was_asked_explicitly():
    assert str(planned('в сталь "чемпион мира" мира -футбол').tree()) == 'сталь мира "чемпион мира" -футбол'


@pytest.mark.parametrize("need", [None, 2, 3])
def test_as_many_words_as_there_are_is_all_of_them(need):
    assert planned("сталь мира").tree(need) == parse("сталь мира").tree


def test_fewer_words_are_wanted_only_of_the_plain_ones():
    words = (Word("сталь"), Word("мира"))
    assert planned("сталь мира").tree(1) == Most(words, 1)
    assert planned("сталь мира -футбол").tree(1).children == (Most(words, 1), Not(Word("футбол")))


def test_one_part_alone_needs_no_and():
    assert planned("и сталь").tree() == Word("сталь")
    assert planned("—").tree() == NOTHING
    assert str(planned("-футбол").tree()) == "-футбол"


@pytest.mark.parametrize(
    ("typed", "least"),
    [
        ("сталь мира", 1),
        ("сталь -футбол", 1),
        ('сталь "чемпион мира"', 0),
        ("сталь !Женеве -футбол", 0),
        ("сталь a | b", 0),
        ("сталь source:вестник", 1),
        ("сталь date:2026 -мир", 1),
        ("сталь a /3 b", 0),
        ("сталь source:a | b", 0),
    ],
)
def test_words_may_all_be_given_up_only_where_something_wanted_stays(typed, least):
    assert planned(typed).least == least


def test_leaves_come_in_order_with_whether_they_are_wanted():
    tree = parse('сталь a | "b c" -!d e*').tree
    wanted = [Word("сталь"), Word("a"), Phrase(("b", "c")), Prefix("e")]
    assert [*leaves(tree)] == [*((leaf, True) for leaf in wanted), (Exact(("d",)), False)]
    assert [*leaves(Most((Word("a"), Word("b")), 1))] == [(Word("a"), True), (Word("b"), True)]


@pytest.mark.parametrize(("word", "stops"), [("и", True), ("Её", True), ("ЕЩЕ", True), ("года", False), ("#", False)])
def test_stop_words_are_known_in_any_spelling(word, stops):
    assert is_stop_word(word) is stops
