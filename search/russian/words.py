"""The forms of short texts, as `tokens.py` cuts them, without its arrays: those take long to set up for a few words.

    «Вице-премьер Токаев»   forms: «Вице-премьер», «премьер», «Токаев»   wholes: «Вице-премьер», «Токаев»

*Simple* is a text of Russian and Latin letters, figures, hyphens and common punctuation in which nothing else than a
hyphen joins: neither numbers («1 000», «3,5») nor addresses («tass.ru»). Any other text is cut as a document is.
"""

from __future__ import annotations

import re

from search.russian.tokens import LONGEST_FORM, cut

_RUN = "[0-9A-Za-zА-Яа-яЁё]"
_SIMPLE = re.compile(rf"""(?:{_RUN}|[-–— .,:;!?…«»"“”„()*|~])*""")
_JOINED = re.compile(rf"[0-9] [0-9]|{_RUN}[.,]{_RUN}")  # or may be; a domain has a stop before it
_ALONE = re.compile(rf"{_RUN}{{1,{LONGEST_FORM}}}")  # a word, as a query asks for a dozen times
_WHOLE = re.compile(rf"{_RUN}+(?:-{_RUN}+)*")


def forms(text: str) -> list[str]:
    """All forms of a text, in order.

    >>> forms("Вице-премьер Токаев")
    ['Вице-премьер', 'премьер', 'Токаев']
    """
    if not _is_simple(text):
        return cut(text).forms()
    return [form for whole in _WHOLE.findall(text) for form in (whole, *whole.split("-")[1:])]


def wholes(text: str) -> list[str]:
    """The forms of a text, each compound once: its further parts stay inside it."""
    if _ALONE.fullmatch(text):
        return [text]
    if _is_simple(text):
        return _WHOLE.findall(text)
    tokens = cut(text)
    found = []
    end = 0
    for slot in range(len(tokens)):
        if tokens.starts[slot] >= end:
            found.append(tokens.form(slot))
            end = int(tokens.form_ends[slot])
    return found


def _is_simple(text: str) -> bool:
    return len(text) <= LONGEST_FORM and _SIMPLE.fullmatch(text) is not None and not _JOINED.search(text)
