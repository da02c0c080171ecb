"""The archive that the running application serves."""

from __future__ import annotations

from flask import Flask, current_app

from search.service import SearchService

_KEY = "slovoform"


def serve_archive(app: Flask, service: SearchService) -> None:
    """Give an application the archive that its pages and endpoints answer from."""
    app.extensions[_KEY] = service


def archive() -> SearchService:
    """The archive of the application that handles the present request."""
    service: SearchService = current_app.extensions[_KEY]
    return service
