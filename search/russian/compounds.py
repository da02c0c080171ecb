"""What the first slot of a compound is found by, beside the whole.

вице-премьер → вице      https://realty.ria.ru/2026 → realty.ria.ru, ria.ru, realty      05.01.2026 → 05
"""

from __future__ import annotations

import re

from search.russian import addresses

JOINTS = "-./@"
"""What stands behind a part that has no slot of its own: «вице-премьер», «tass.ru», «tass.ru/1», «ivan@tass.ru»."""

_DECIMAL = re.compile(r"\d[\d \u00a0\u202f\u2009]*[.,]\d+(?:-.*)?")


def inner_forms(form: str) -> tuple[str, ...]:
    """The forms that stand in the same slot as a whole compound; () for any other form.

    >>> inner_forms("генерал-майор"), inner_forms("ivan.petrov@mail.ru"), inner_forms("3,5")
    (('генерал',), ('mail.ru', 'ivan'), ())
    """
    if form.isalpha():
        return ()
    if address := addresses.inside(form):
        return address
    first, hyphen, _ = form.partition("-")
    if "." not in first or _DECIMAL.fullmatch(first):
        return (first,) if hyphen else ()
    day = first.partition(".")[0]
    return (first, day) if hyphen else (day,)


def begins(compound: str, part: str) -> bool:
    """Is this, both as keys, a compound that begins with the part? «вице-премьер» with «вице», «3.5» not with «3»."""
    behind = compound[len(part) : len(part) + 1]
    if not behind or behind not in JOINTS or not compound.startswith(part):
        return False
    return behind == "-" or part in inner_forms(compound)
