"""What went wrong and what to do next, with the right status code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits: the page was open too long, or cookies are off."""
    return render(request, "403_csrf.html", status=403)
