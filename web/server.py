"""The server in front of the application: waitress, and what it is too strict about."""

from __future__ import annotations

import re
import socket

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer, create_server

_LARGEST_BODY = 65_536  # bytes: there is nothing to send here
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def server(app: Flask, listener: socket.socket) -> TcpWSGIServer:
    """Make a server that answers on a socket once it is `run`."""
    made = create_server(app, sockets=[listener], ident="slovoform", max_request_body_size=_LARGEST_BODY)
    made.channel_class = _Channel
    return made


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Takes addresses as people type them: `curl 'http://…/api/search?q=сталь'` sends Russian letters as they are.

    Browsers percent-encode them, RFC 3986 wants it so, and waitress refuses anything else; here it is made up for.
    """

    def parse_header(self, header_plus: bytes) -> None:
        """Percent-encode the bytes of the first line that are not ASCII; «с» becomes `%D1%81`."""
        line, end, fields = header_plus.partition(b"\r\n")
        line = _NOT_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), line)
        super().parse_header(line + end + fields)


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser
