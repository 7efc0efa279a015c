"""The one place where a page decides to answer htmx with a fragment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

SAID_BY_HTMX = ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"]


def render_page(
    request: HttpRequest, template: str, context: dict, *, fragment: str = ""
) -> HttpResponse:
    """Render `template`, or only its partial `fragment` when htmx asks for it.

    The answer varies on what htmx says, so that a cache never serves a fragment as a page.
    """
    is_part = bool(fragment) and wants_fragment(request)
    response = render(request, f"{template}#{fragment}" if is_part else template, context)
    if fragment:
        patch_vary_headers(response, SAID_BY_HTMX)
    return response


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; who follows a link or goes back is shown the whole page."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not (htmx.boosted or htmx.history_restore_request))
