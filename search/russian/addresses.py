"""Page and mail addresses: where one stands in a text, and what a whole address is found by.

    «См. https://www.tass.ru/politika/1, пишите на ivan.petrov@mail.ru.»
         https://www.tass.ru/politika/1            ivan.petrov@mail.ru
         found by tass.ru and tass                 found by mail.ru and ivan

A page has a scheme («https://»), begins with «www.», or its host ends in a known top-level domain, so that a full
stop without a blank behind it («премьер.Он») makes no address. «Лента.ру» is none either: it is declined like a
name («Ленты.ру»). An address ends with a letter or digit, and holds no quotation marks, brackets, `|` or `*`:
those are signs of the query language, and a query must be cut as texts are.
"""

from __future__ import annotations

import re

import numpy as np

from search.russian.codes import SEPARATOR, Classes, Codes, Offsets, decode

_TOP_LEVEL = frozenset(
    """
    ru su рф com org net info biz edu gov int mil pro name mobi aero
    kz by ua uz kg am az ge md tj tm lv lt ee pl de fr uk eu ch at cz fi se nl es tr il cn jp kr
    io co me tv fm ai ly cc to gg news media online site club shop store tech app dev blog live today
    рус москва онлайн сайт дети
    """.split()  # noqa: SIM905  # domains read better as a text
)

_END = r"(?![^\W_])"
# Lengths are bounded, so that no text takes long.
_LABEL = r"[^\W_](?:[\w-]{0,40}[^\W_])?"
_LATIN_LABEL = r"[a-z0-9](?:[a-z0-9_-]{0,40}[a-z0-9])?"
_TAIL = rf"{_END}(?::\d{{2,5}}(?!\d))?(?:[/?\#]\S*[^\W_])?"
_LATIN = "|".join(sorted(domain for domain in _TOP_LEVEL if domain.isascii()))
_CYRILLIC = "|".join(sorted(domain for domain in _TOP_LEVEL if not domain.isascii()))
_ADDRESS = re.compile(
    rf"""
    (?<![^\W_])
    (?: (?:(?:https?|ftp)://|www\.)(?=[^\W_])\S*[^\W_]
      | [^\W_](?:[\w.+-]{{0,62}}[^\W_])?@(?:{_LABEL}\.){{1,3}}[^\W_]{{2,20}}{_END}
      | (?:{_LATIN_LABEL}\.){{1,5}}(?:{_LATIN}){_TAIL}
      | (?:{_LABEL}\.){{1,3}}(?:{_CYRILLIC}){_TAIL} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Whatever the expression above accepts has one of the hints of `_hints`: else it would hang on what stands nearby.
_LONGEST_DOMAIN = max(map(len, _TOP_LEVEL))
_DOMAIN = re.compile(rf"{_LATIN}|{_CYRILLIC}", re.IGNORECASE)
_BEGINNING = re.compile(r"(?:(?:https?|ftp)://)?(?:www\.(?=[^/?#]*\.))?", re.IGNORECASE)
_BEHIND_HOST = re.compile(r"[/?#:]")
_NO_LETTER = re.compile(r"[\W_]")


def find_addresses(codes: Codes, classes: Classes, starts: Offsets, ends: Offsets, signs: Codes) -> Offsets:
    """The addresses in a text, ascending: a row for each with its start, the start of its host, its end.

    `starts`, `ends`: the runs of letters and digits. `signs`: what stands between each and the next. Only what has
    no blank within and a hint of an address is looked at by the regular expression.
    """
    found: list[tuple[int, int, int]] = []
    hints = _hints(codes, starts, ends, signs)
    if len(hints):
        outside = np.flatnonzero(classes == SEPARATOR)
        edges = np.concatenate(([-1], outside, [len(codes)]))
        for place in sorted(set(np.searchsorted(outside, hints).tolist())):
            begin = int(edges[place]) + 1
            for address in _ADDRESS.finditer(decode(codes[begin : edges[place + 1]])):
                start = begin + address.start()
                found.append((start, start + len(_beginning(address[0])), begin + address.end()))
    return np.array(found, dtype=np.int64).reshape(-1, 3)


def bare(text: str) -> str:
    """Without scheme and «www.»: «https://www.tass.ru/politika» → «tass.ru/politika»; other texts as they are."""
    return text[len(_beginning(text)) :] if "." in text or ":" in text else text


def inside(form: str) -> tuple[str, ...]:
    """What a whole address is found by: its host, the domains that is part of, its first word. () for no address.

    >>> inside("https://realty.ria.ru/2026")
    ('realty.ria.ru', 'ria.ru', 'realty')
    """
    if not ("." in form or "@" in form or "/" in form) or not _ADDRESS.fullmatch(form):
        return ()
    page = bare(form)
    host = _BEHIND_HOST.split(page.rpartition("@")[2] if "/" not in page else page, maxsplit=1)[0]
    labels = host.split(".")
    domains = (".".join(labels[start:]) for start in range(max(len(labels) - 1, 1)))
    return (*domains, _NO_LETTER.split(page, maxsplit=1)[0])


def _hints(codes: Codes, starts: Offsets, ends: Offsets, signs: Codes) -> Offsets:
    """Where an address may be: at @ and ://, behind www, before a top-level domain."""
    gaps = ends[:-1]
    at = gaps[signs == ord("@")]
    triple = gaps[starts[1:] - gaps == 3]
    scheme = triple[codes[triple] == ord(":")]
    stops = np.flatnonzero(signs == ord("."))
    www = stops[(ends[stops] - starts[stops] == len("www")) & (codes[starts[stops]] | 0x20 == ord("w"))]
    stops = stops[(codes[starts[stops + 1]] > ord("9")) & (ends[stops + 1] - starts[stops + 1] <= _LONGEST_DOMAIN)]
    behind = (decode(codes[starts[stop + 1] : ends[stop + 1]]) for stop in stops.tolist())
    domains = np.array([_DOMAIN.fullmatch(word) is not None for word in behind], dtype=bool)
    return np.concatenate((at, scheme, gaps[www], gaps[stops[domains]]))


def _beginning(text: str) -> str:
    found = _BEGINNING.match(text)
    return found[0] if found else ""
