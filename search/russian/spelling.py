"""How spellings are compared: folded keys, and ё where it was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.russian.addresses import bare

_NUMBER_BLANK = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009](?=\d)")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")


def fold(text: str) -> str:
    """Lower case, with е for ё: «Ёлка» → «елка»."""
    return text.lower().replace("ё", "е")


def key(form: str) -> str:
    """The key under which a form is looked up: folded, numbers written in one way, addresses without scheme.

    «Ёлка» → «елка», «1 000 000» → «1000000», «3,5» → «3.5», «https://www.tass.ru/politika» → «tass.ru/politika».
    """
    folded = bare(fold(form))
    if form[0].isdecimal() and not form.isdecimal():
        folded = plain_numbers(folded)
    return folded


def plain_numbers(text: str) -> str:
    """Numbers written in one way: «1 000 000» → «1000000», «3,5» → «3.5»."""
    return _DECIMAL_COMMA.sub(".", _NUMBER_BLANK.sub("", text))


def keys(forms: Sequence[str]) -> list[str]:
    """The keys of many forms, which are folded together; no form holds a line end."""
    if not forms:
        return []
    whole = fold("\n".join(forms)).split("\n")
    found = [bare(text) if "." in text or ":" in text else text for text in whole]
    numeric = [place for place, form in enumerate(forms) if form[0].isdecimal()]
    plain = plain_numbers("\n".join([found[place] for place in numeric])).split("\n")
    for place, number in zip(numeric, plain, strict=False):  # of no numbers the text has one line
        found[place] = number
    return found


def has_typed_yo(form: str, typed: str) -> bool:
    """Does the form have ё wherever it was typed? «ёлка» accepts only «ёлка», «елка» accepts both.

    `typed` may be shorter than the form (a prefix, or the first part of a compound).
    """
    typed = bare(typed.lower())
    if "ё" not in typed:
        return True
    return all(sign == "ё" for sign, wanted in zip(bare(form.lower()), typed, strict=False) if wanted == "ё")
