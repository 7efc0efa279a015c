"""What went wrong and what to do next, with the right status code."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address or form no page can read."""
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is away, for it comes back; 500 for a fault of our own.

    Neither page asks for the user, the session or a message: they may be what failed.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "60"})
    return HttpResponse(render_to_string("500.html"), status=500)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits: the page was open too long, or cookies are off."""
    return render(request, "403_csrf.html", status=403)
