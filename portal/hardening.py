"""Input no page can use is refused at the door; what nobody asked to keep is not kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

LONGEST_QUERY = 72_000  # characters as sent: 8,000 Japanese ones


class RefuseBrokenInput:
    """Answer 400 to a NUL byte, which PostgreSQL cannot store, and to an absurdly long address.

    A NUL in a posted form is refused by Django's form fields; here the address and the cookies
    are looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        sent = (request.path, query, *request.COOKIES.values())
        if "%00" in query or len(query) > LONGEST_QUERY or any("\x00" in part for part in sent):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class KeepNothingUnasked:
    """An answer that does not say how long it may be kept is kept by no cache and no browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
