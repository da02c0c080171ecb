"""The text of an XML file, fit for a strict parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import name2codepoint

from indexer.reading.opening.decoded import texts
from indexer.reading.opening.opened import Opened

_CHUNK = 2**16  # characters
_UNDECODED = re.compile(r"[\ud800-\udfff]")
_NO_SIGN_OF_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKS = re.compile(r"(<!\[CDATA\[|\]\]>)")
_BEGUN = re.compile(r"(?:&#?\w{0,32}|<[!\[CDAT]{0,8}|\]{1,2})$")
"""The beginning of an entity or of a mark, which may go on in the next chunk."""

_AMPERSAND = re.compile(r"&(?:(#?\w{1,32});)?")
# XML knows five entities by name; many feeds write «&nbsp;» all the same, or «&» by itself.
_OF_HTML = {name: f"&#{code};" for name, code in name2codepoint.items() if name not in ("amp", "lt", "gt", "quot")}


class XmlText:
    """The text of a source in chunks: entities of HTML are numbers, «&» by itself is «&amp;», no sign is a control.

    What could not be decoded is U+FFFD, and the text is `spoilt` then.
    """

    def __init__(self, source: Opened) -> None:
        self._source = source
        self._in_cdata = False
        self.spoilt = False

    def __iter__(self) -> Iterator[str]:
        begun = ""
        for text in texts(self._source):
            for start in range(0, len(text), _CHUNK):
                chunk = begun + text[start : start + _CHUNK]
                begun = found[0] if (found := _BEGUN.search(chunk)) else ""
                yield self._fit(chunk[: len(chunk) - len(begun)])
        yield self._fit(begun)

    def _fit(self, chunk: str) -> str:
        sound, count = _UNDECODED.subn("\ufffd", _NO_SIGN_OF_XML.sub("", chunk))
        self.spoilt = self.spoilt or bool(count)
        return "".join(map(self._marked, _MARKS.split(sound)))

    def _marked(self, part: str) -> str:
        if _MARKS.fullmatch(part):
            self._in_cdata = part != "]]>"
        return part if self._in_cdata else _AMPERSAND.sub(_known, part)


def _known(found: re.Match[str]) -> str:
    return _OF_HTML.get(found[1], found[0]) if found[1] else "&amp;"
