"""What went wrong and what to do next, with the right status code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address or form no page can read."""
    return render(request, "400.html", status=400)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits: the page was open too long, or cookies are off."""
    return render(request, "403_csrf.html", status=403)
