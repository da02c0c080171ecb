"""The one analysis that index, query and snippets share: from a form to its terms.

A *term* is what a form is indexed under: a lemma, or a name key (which starts with #). Where a query is read
otherwise than an index, the difference has a name here: the least share, and when the name key is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.russian.abbreviations import long_form
from search.russian.compounds import inner_forms
from search.russian.lemmas import Lemma, morphology
from search.russian.names import name_key
from search.russian.spelling import fold, key
from search.russian.tokens import cut

INDEX_SHARE = 0.10
"""An index takes the first lemma and every other one with this share: «стали» is indexed as «стать»."""

QUERY_SHARE = 0.02
"""A query goes further down, so that `стали` reaches «сталью» too."""

_FOREIGN_STEM = re.compile(r"([0-9a-z]+)'[а-яё]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One token as the command `analyze` shows it, in code points of the text."""

    form: str
    start: int
    end: int
    lemmas: tuple[Lemma, ...]
    name_key: str | None
    terms: tuple[str, ...]


def index_terms(form: str) -> tuple[str, ...]:
    """What a form, as spelt in a document, is indexed under; never empty, the likeliest lemma first.

    >>> index_terms("Токаева"), index_terms("генерал-майором")
    (('токаева', 'токаев', '#токаев'), ('генерал-майор', 'генерал'))

    A compound brings the terms of its first part along: the other parts have slots of their own. An address
    brings those of its host, too.
    """
    terms = (term for whole in (form, *inner_forms(form)) for term in _whole_terms(whole))
    return tuple(dict.fromkeys(terms))


def query_terms(word: str) -> tuple[str, ...]:
    """The terms that a word in a query may mean: alternatives, of which the best counts.

    >>> query_terms("стали")
    ('стать', 'сталь', '#стал')

    Every word asks for its name key, since people type «токаев» in lower case.
    """
    lower = word.lower()
    if whole := long_form(lower):
        return (whole,)
    terms = _of_share(morphology(lower).lemmas, QUERY_SHARE) or (_bare(lower),)
    return _with_name(terms, name_key(fold(word)))


def analyse(text: str) -> list[Token]:
    """Every token of a text with all that is known of it: what the command `analyze` shows."""
    tokens = cut(text)
    found = []
    for slot, form in enumerate(tokens.forms()):
        readings = morphology(form.lower()).lemmas
        span = int(tokens.starts[slot]), int(tokens.form_ends[slot])
        found.append(Token(form, *span, readings, name_key(fold(form)), index_terms(form)))
    return found


def _whole_terms(form: str) -> tuple[str, ...]:
    lower = form.lower()
    if whole := long_form(lower):
        return (whole,)
    readings = morphology(lower)
    terms = _of_share(readings.lemmas, INDEX_SHARE) or (_bare(lower),)
    may_be_name = not readings.known or (form[0].isupper() and readings.nominal)
    return _with_name(terms, name_key(fold(form)) if may_be_name else None)


def _with_name(terms: tuple[str, ...], name: str | None) -> tuple[str, ...]:
    return (*terms, name) if name else terms


def _of_share(lemmas: tuple[Lemma, ...], least: float) -> tuple[str, ...]:
    """The first lemma, however small its share, and all others of at least this share."""
    return tuple(lemma.text for place, lemma in enumerate(lemmas) if place == 0 or lemma.share >= least)


def _bare(lower: str) -> str:
    """The term of a word without lemmas: «iphone'ов» → «iphone», «1 000 000» → «1000000»."""
    foreign = _FOREIGN_STEM.fullmatch(lower)
    return foreign[1] if foreign else key(lower)
