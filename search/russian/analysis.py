"""The one analysis that index, query and snippets share: from a form to its terms.

A *term* is what a form is indexed under: a lemma, a name key (which starts with #), or a rare lemma (with ~). Where
a query is read otherwise than an index, the difference has a name here: the least share, and when the name key is
asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.russian.abbreviations import long_form
from search.russian.compounds import inner_forms
from search.russian.lemmas import LONGEST_WORD, Lemma, Morphology, Sense, is_russian, morphology, only_lemma
from search.russian.names import is_acronym, is_name_key, name_keys, whole_key
from search.russian.spelling import fold, key
from search.russian.tokens import cut

INDEX_SHARE = 0.10
"""An index takes the first lemma and every other one with this share: «стали» is indexed as «стать»."""

QUERY_SHARE = 0.02
"""A query goes further down, so that `стали` reaches «сталью» too."""

RARE = "~"
"""First sign of a term for what a form might mean and seldom does: «стали» → ~сталь, «нашли» → ~наслать."""

_FOREIGN_STEM = re.compile(r"([0-9a-z]+)'[а-яё]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One token as the command `analyze` shows it, in code points of the text."""

    form: str
    start: int
    end: int
    lemmas: tuple[Lemma, ...]
    name_keys: tuple[str, ...]
    terms: tuple[str, ...]


def index_terms(form: str) -> tuple[str, ...]:
    """What a form, as spelt in a document, is indexed under; never empty, the likeliest lemma first.

    >>> index_terms("Токаева"), index_terms("генерал-майором")
    (('токаева', 'токаев', '#токаев'), ('генерал-майор', 'генерал'))
    >>> index_terms("стали")
    ('стать', '~сталь')

    A compound brings the terms of its first part along: the other parts have slots of their own. An address
    brings those of its host, too.
    """
    terms = _whole_terms(form)
    for inner in inner_forms(form):
        terms += _inner_terms(inner)
    return tuple(dict.fromkeys(terms)) if len(terms) > 1 else terms


def query_terms(word: str) -> tuple[str, ...]:
    """The terms that a word in a query may mean: alternatives, of which the best counts.

    >>> query_terms("стали")
    ('стать', 'сталь')

    Every word that may be a name asks for its name key, since people type «токаев» in lower case.
    """
    lower = word.lower()
    if whole := long_form(lower):
        return (whole,)
    readings = morphology(lower)
    terms = _of_share(readings.lemmas, QUERY_SHARE) or (_bare(lower),)
    return terms + _name_keys(lower, readings)


def rare_terms(terms: tuple[str, ...]) -> tuple[str, ...]:
    """The rare terms beside some lemmas: where something else vouches for the word, they may be asked for as well.

    >>> rare_terms(("сталь", "#стал"))
    ('~сталь',)

    In a phrase its neighbour does («нержавеющей стали»), after `!!` who asks: `!!сталь` means all of
    ("сталь", "~сталь"). Alone, `сталь` does not reach «стали»: in 97 of 100 places that is the verb.
    """
    return tuple(RARE + term for term in terms if is_russian(term))


def is_lemma(term: str) -> bool:
    """Is a term a lemma, and neither a name key nor a rare lemma?"""
    return not is_name_key(term) and not term.startswith(RARE)


def analyse(text: str) -> list[Token]:
    """Every token of a text with all that is known of it: what the command `analyze` shows."""
    tokens = cut(text)
    found = []
    for slot, form in enumerate(tokens.forms()):
        readings = morphology(form.lower())
        span = int(tokens.starts[slot]), int(tokens.form_ends[slot])
        found.append(Token(form, *span, readings.lemmas, _name_keys(form.lower(), readings), index_terms(form)))
    return found


def _whole_terms(form: str) -> tuple[str, ...]:
    lower = form.lower()
    if whole := long_form(lower):
        return (whole,)
    if not is_russian(lower):
        return _foreign_terms(lower)
    if only := only_lemma(lower):
        return _only_terms(form, lower, *only)
    readings = morphology(lower)
    terms = _of_share(readings.lemmas, INDEX_SHARE)
    if not readings.known or form[0].isupper():
        terms += whole_key(lower) if is_acronym(form) else _name_keys(lower, readings)
    return terms + _rare_terms(readings) if readings.known else terms


def _foreign_terms(lower: str) -> tuple[str, ...]:
    """The terms of what is no Russian word: as it stands; a run of letters too long for a word has a name key too."""
    keys = name_keys(fold(lower), known=False) if len(lower) > LONGEST_WORD else ()
    return (_bare(lower), *keys)


def _only_terms(form: str, lower: str, lemma: str, sense: Sense) -> tuple[str, ...]:
    """The terms of a form whose lemma is the only one: none is rare, and no other shares in it."""
    if not form[0].isupper():
        return (lemma,)
    if is_acronym(form):
        return (lemma, *whole_key(lower))
    return (lemma, *_known_name_keys(lower, sense.nominal, sense.indeclinable))


def _inner_terms(part: str) -> tuple[str, ...]:
    """The terms of a part of a compound; half an adjective is no name («русско-» in «русско-японская»)."""
    terms = _whole_terms(part)
    half = part.islower() and part.endswith("о")
    return tuple(term for term in terms if is_lemma(term)) if half else terms


def _name_keys(lower: str, readings: Morphology) -> tuple[str, ...]:
    """The name keys of a word that may be a name: any that is not in the dictionary, or a noun or adjective there."""
    if readings.known:
        return _known_name_keys(lower, readings.nominal, readings.indeclinable)
    return name_keys(fold(lower), known=False, lemmas=_of_share(readings.lemmas, INDEX_SHARE))


def _known_name_keys(lower: str, nominal: bool, indeclinable: bool) -> tuple[str, ...]:
    if not nominal:
        return ()
    return whole_key(lower) if indeclinable else name_keys(fold(lower), known=True)


def _rare_terms(readings: Morphology) -> tuple[str, ...]:
    """What a form of the dictionary seldom means, and junk; of an unknown word it would be a guess at a guess."""
    rare = (lemma.text for lemma in readings.lemmas[1:] if QUERY_SHARE <= lemma.share < INDEX_SHARE)
    return tuple(RARE + lemma for lemma in (*rare, *readings.junk))


def _of_share(lemmas: tuple[Lemma, ...], least: float) -> tuple[str, ...]:
    """The first lemma, however small its share, and all others of at least this share."""
    return tuple([lemma.text for place, lemma in enumerate(lemmas) if place == 0 or lemma.share >= least])


def _bare(lower: str) -> str:
    """The term of a word without lemmas: «iphone'ов» → «iphone», «1 000 000» → «1000000»."""
    foreign = _FOREIGN_STEM.fullmatch(lower) if "'" in lower else None
    return foreign[1] if foreign else key(lower)
