"""The cases of a name."""

from __future__ import annotations


def declined(name: str) -> tuple[str, ...]:
    """All case forms of a name given in the nominative, this included, capitalised as given.

    Until names can be declined: the nominative alone, so that other forms have to be listed.
    """
    return (name,)
