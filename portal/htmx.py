"""The one place where a page decides to answer htmx with a fragment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page(
    request: HttpRequest, template: str, context: dict, *, fragment: str = ""
) -> HttpResponse:
    """Render `template`, or only its partial `fragment` when htmx asks for it.

    Boosted and history-restore requests get the whole page. The answer varies on HX-Request, so
    that a cache never serves a fragment as a page.
    """
    htmx = getattr(request, "htmx", None)
    wants_fragment = fragment and htmx and not htmx.boosted and not htmx.history_restore_request
    response = render(request, f"{template}#{fragment}" if wants_fragment else template, context)
    if fragment:
        patch_vary_headers(response, ["HX-Request"])
    return response
