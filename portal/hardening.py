"""Input no page can use, refused at the door with a sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LONGEST_QUERY = 8_000


class RefuseBrokenInput:
    """Answer 400 to a NUL byte, which PostgreSQL cannot store, and to an absurdly long address.

    A NUL in a posted form is refused by Django's form fields; here the address is looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if (
            "\x00" in request.path
            or "%00" in query
            or "\x00" in query
            or len(query) > LONGEST_QUERY * 9
        ):
            return render(request, "400.html", status=400)
        return self.get_response(request)
