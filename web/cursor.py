"""Cursors: where a list goes on, in the very state of the index in which it began.

    000007-8c736521-5f0e1d9a-40      state of the index, digest of the search, documents before

A state never changes, and the order of a list is settled to its last key: by counting, every document comes once. Who
makes a cursor up gets another part of the same list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from urllib.parse import urlencode

from search.errors import BadParameter, Flaw

_CURSOR = re.compile(r"([0-9]{1,18}-[0-9a-f]{8})-([0-9a-f]{8})-([0-9]{1,9})", re.ASCII)
_NOT_OF_THE_LIST = frozenset(
    ("cursor", "page", "per_page", "fields", "highlight", "explain", "facets", "histogram", "forms", "format")
)  # fmt: skip


def digest(args: Iterable[tuple[str, str]]) -> str:
    """What tells the list of a search from others, however it is shown."""
    pairs = sorted((name, value) for name, value in args if name not in _NOT_OF_THE_LIST)
    return blake2b(urlencode(pairs, errors="surrogatepass").encode(), digest_size=4).hexdigest()


def written(state: str, search: str, before: int) -> str:
    """A cursor."""
    return f"{state}-{search}-{before}"


def read(text: str, search: str) -> tuple[str, int]:
    """The state of the index, and how many documents stand before. Raises BadParameter."""
    found = _CURSOR.fullmatch(text)
    if not found:
        raise _refused("this is no cursor: take the `next_cursor` of an answer")
    if found[2] != search:
        raise _refused("this cursor is of another search: give it with the parameters of the one it comes from")
    return found[1], int(found[3])


def _refused(detail: str) -> BadParameter:
    return BadParameter("cursor", detail, (Flaw(detail, parameter="cursor"),))
