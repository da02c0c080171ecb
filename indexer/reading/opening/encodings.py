"""Which encoding some bytes are in, or that they are no text at all."""

from __future__ import annotations

import codecs
import re

from search.errors import BadParameter

HEAD = 2**20
"""How many bytes of a source are looked at, whatever its size."""

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Measured on 11,200 news texts: of 60 letters each, 18 were guessed wrong; of 300, one; more change nothing.
_SAMPLE = 1000
CYRILLIC = ("cp1251", "koi8-r", "cp866", "mac-cyrillic", "kz1048")
"""The encodings of one byte a sign that are told apart."""
_OTHER_FORMATS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "gzip, which needs a name ending in .gz",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a": "a RAR archive",
    b"SQLite format 3\x00": "an SQLite database",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1a\x1b"))

# A Russian word begins with its capitals («Тасс», «ТАСС», «РусГидро»). Read in a wrong encoding it rarely does:
# «оПЕГХДЕМР», «статьЯ», «компил€тор».
_WORD = re.compile(r"(?<![^\W\d_])(?:(?:[А-ЯЁ]+[а-яё]+)+|[а-яё]+|[А-ЯЁ]+)(?![^\W\d_])")
_KAZAKH_WORD = re.compile(
    r"(?<![^\W\d_])(?:(?:[А-ЯЁӘҒҚҢӨҰҮҺІ]+[а-яёәғқңөұүһі]+)+|[а-яёәғқңөұүһі]+|[А-ЯЁӘҒҚҢӨҰҮҺІ]+)(?![^\W\d_])"
)
# KZ-1048 is cp1251 with Kazakh letters. It is thought of only where one of these stands: the others have the bytes of
# Ukrainian and Belarusian letters, which would then be read as Kazakh ones.
_SURELY_KAZAKH = re.compile(b"[" + re.escape("ҚқҢңӘә".encode("kz1048")) + b"]")
_DECLARED = re.compile(
    rb"""<(?:\?xml\s[^>]*?encoding|meta\s[^>]*?charset)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_PROLOGUE = 8192  # bytes of a page in which it names its encoding
_WITHOUT_COMMON = str.maketrans("", "", "оеаинтсрвл")  # two thirds of the letters of any Russian text


class NotText(ValueError):
    """Bytes that cannot be read as a text; the message says what they are, or what to try."""


def known_encoding(name: str) -> str:
    """Check an encoding that a person named: `known_encoding("windows-1251")`.

    Raises BadParameter for one that Python does not know, or that is for no text.
    """
    try:
        bytes(range(256)).decode(name, "marked")  # some of Python's codecs cannot take just any bytes
    except (LookupError, ValueError) as problem:
        detail = f"there is no encoding {name!r}: write it like utf-8, cp1251, koi8-r, cp866 or utf-16"
        raise BadParameter("encoding", detail) from problem
    return name


def detect(head: bytes, given: str | None = None) -> str:
    """Find the encoding of a text by its first bytes: a mark, valid UTF-8, or the likeliest Cyrillic one.

    `given` overrules it. What markup says of itself, `<meta charset="koi8-r">`, is often wrong: it counts as one more
    that may be the likeliest, and where none can be told. Raises NotText for what is empty, no text, or in an
    encoding that cannot be told.
    """
    if not head:
        raise NotText("it is empty")
    if other := next((kind for magic, kind in _OTHER_FORMATS.items() if head.startswith(magic)), None):
        raise NotText(f"it is {other}, not a text")
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    if given and (name := codecs.lookup(given).name) in ("utf-16", "utf-32") and marked != name:
        raise NotText(f"its bytes do not begin with the mark of {given}: name {given}-le or {given}-be")
    found = given or marked or _unmarked_utf16(head)
    if found:
        return found
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) / 50:
        raise NotText("it is binary, not a text")
    return "utf-8" if _mostly_utf8(head) else _likeliest_cyrillic(head)


def damage(line: str, encoding: str) -> str:
    """Tell what is wrong with a line that was decoded with the error handler `marked`; "" if nothing is."""
    try:
        line.encode()
    except UnicodeEncodeError as error:
        return f"byte 0x{ord(line[error.start]) - 0xDC00:02X} in column {error.start + 1} is not {encoding}"
    return ""


def _mark(error: UnicodeError) -> tuple[str, int]:
    # A byte that cannot be decoded becomes half a surrogate pair, which no decoder makes of itself.
    assert isinstance(error, UnicodeDecodeError)
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("marked", _mark)


def _unmarked_utf16(head: bytes) -> str | None:
    """Know UTF-16 without a mark by its high bytes: 0 for Latin and signs, 4 for Cyrillic."""
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if b"\0" in high and high.count(0) + high.count(4) > 0.8 * len(high):
            low = head[::2] if name == "utf-16-le" else head[1::2]
            if low.count(0) < len(low) / 50:
                return name
    return None


def _mostly_utf8(head: bytes) -> bool:
    # A stray byte must not turn a whole archive into «РџСЂРµР·РёРґРµРЅС‚»: such a line is refused by itself.
    if head.isascii():
        return True
    text, used = codecs.utf_8_decode(head, "ignore", False)  # the head may end inside a letter
    damaged = used - len(text.encode())
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return damaged * 10 < beyond_ascii


def _likeliest_cyrillic(head: bytes) -> str:
    declared = _declared(head)
    sample = _sample(head)
    thinkable = CYRILLIC if _SURELY_KAZAKH.search(sample) else CYRILLIC[:-1]
    scores = {name: _letters(sample, name) for name in (*declared, *thinkable)}
    name: str = max(scores, key=lambda name: scores[name][0] + 3 * scores[name][1])
    letters, common = scores[name]
    if 2 * letters < len(sample) - len(sample.decode("ascii", "ignore")) or 5 * common < 2 * letters:
        if declared:
            return declared[0]
        raise NotText("its encoding cannot be told: name it with --encoding")
    return name


def _sample(head: bytes) -> bytes:
    beyond_ascii = re.search(rb"[\x80-\xff]", head)
    start = beyond_ascii.start() if beyond_ascii else 0
    if head.lstrip().startswith(b"<"):  # names of elements and scripts would fill the sample
        head, start = b" ".join(re.findall(rb"[\x80-\xff]+", head[start : start + 100 * _SAMPLE])), 0
    return head[start : start + _SAMPLE]


def _declared(head: bytes) -> list[str]:
    """The encoding that markup names in its first lines, if it names one in which its own signs are ASCII."""
    found = _DECLARED.search(head[:_PROLOGUE]) if head.lstrip().startswith(b"<") else None
    try:
        name = codecs.lookup(found[1].decode()).name if found else ""
        return [name] if b"<".decode(name, "marked") == "<" else []
    except (LookupError, ValueError):
        return []


def _letters(sample: bytes, encoding: str) -> tuple[int, int]:
    """Count the letters that stand in well-formed Russian or Kazakh words, and the common ones among them."""
    well_formed = _KAZAKH_WORD if encoding == "kz1048" else _WORD
    words = "".join(well_formed.findall(sample.decode(encoding, "replace"))).lower()
    return len(words), len(words) - len(words.translate(_WITHOUT_COMMON))
