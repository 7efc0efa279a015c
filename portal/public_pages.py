"""Pages that are the same bytes for everyone: kept a few seconds, compressed once, with ETag."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from portal.htmx import wants_fragment
from portal.made_once import keep, one_at_a_time

SMALLEST_WORTH_COMPRESSING = 1_000

Made = tuple[dict, str, bytes, bytes]


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve `view` from memory for PUBLIC_PAGE_SECONDS, with ETag and `Cache-Control: public`.

    The view must not touch the session, the user or a cookie: asked for by anybody, an address
    gives the same page. Only a 200 is kept. Only GET and HEAD are answered from memory. When a page
    has grown old, one request makes it anew and not all that come.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or not settings.PUBLIC_PAGE_SECONDS:
            return view(request, *args, **kwargs)
        key = _key(request)
        with one_at_a_time(key) as kept:
            if kept is not None:
                return _answer(request, kept)
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming:
                return response
            made, seconds = _made(response), settings.PUBLIC_PAGE_SECONDS
            keep(key, made, fresh=seconds, seconds=2 * seconds)
            return _answer(request, made)

    return wrapped


def _key(request: HttpRequest) -> str:
    part = "fragment" if wants_fragment(request) else "page"
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"{part}-{hashlib.sha256(address.encode()).hexdigest()}"


def _made(response: HttpResponse) -> Made:
    body = response.content
    small = len(body) < SMALLEST_WORTH_COMPRESSING
    zipped = b"" if small else gzip.compress(body, compresslevel=5, mtime=0)
    etag = hashlib.sha256(body).hexdigest()[:32]
    return dict(response.items()), etag, body, zipped


def _answer(request: HttpRequest, made: Made) -> HttpResponse:
    headers, etag, body, zipped = made
    use_gzip = bool(zipped) and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(zipped if use_gzip else body, headers=headers)
    if use_gzip:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'W/"{etag}"'
    response["Cache-Control"] = f"public, max-age={settings.PUBLIC_PAGE_SECONDS}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
