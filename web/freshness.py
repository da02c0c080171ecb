"""What spares work and bytes: an answer that the client has already, and answers that travel packed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from importlib.metadata import version

from flask import Response, request

from web.archive import archive

_PROGRAM = version("slovoform")  # read from a file: once
_LEVEL = 5
_WORTH_PACKING = 1000  # bytes
_GZIP = 16 + zlib.MAX_WBITS


def unless_known(answer: Callable[[], Response], state: str = "", form: str = "") -> Response:
    """An answer, or 304 where the client has that of the same state of the index; it is to ask every time.

    The tag is a weak one: two answers of one state differ in how long they took.
    """
    tag = _tag(state or archive().state, form)
    response = Response(status=304) if request.if_none_match.contains_weak(tag) else answer()
    if tag == _tag(state or archive().state, form):  # nothing was published meanwhile
        response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _tag(state: str, form: str) -> str:
    """All that an answer hangs on: the index, the dictionaries, the program, and what was asked."""
    told = (state, str(archive().stale), archive().dictionaries, _PROGRAM, form, request.url)
    return blake2b("\n".join(told).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def pack(response: Response) -> Response:
    """Pack an answer by gzip, where the client takes that and it is worth it; what is streamed stays a stream."""
    response.vary.update(("Accept", "Accept-Encoding"))
    if response.status_code == 304 or not request.accept_encodings["gzip"] or request.method == "HEAD":
        return response
    if response.is_streamed:
        response.response = _packed(response.iter_encoded())
    elif len(response.get_data()) >= _WORTH_PACKING:
        response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
    else:
        return response
    response.headers["Content-Encoding"] = "gzip"
    return response


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
