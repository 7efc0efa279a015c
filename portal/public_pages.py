"""Pages that are the same bytes for everyone: kept a few seconds, compressed once, with ETag."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

SMALLEST_WORTH_COMPRESSING = 1_000


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve `view` from memory for PUBLIC_PAGE_SECONDS, with ETag and `Cache-Control: public`.

    The view must not touch the session, the user or a cookie: asked for by anybody, an address
    gives the same page. Only a 200 is kept. Only GET and HEAD are answered from memory.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        key = _key(request)
        kept = caches["pages"].get(key) if settings.PUBLIC_PAGE_SECONDS else None
        if kept is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming:
                return response
            if not settings.PUBLIC_PAGE_SECONDS:
                return response
            kept = _keep(response)
            caches["pages"].set(key, kept, settings.PUBLIC_PAGE_SECONDS)
        return _answer(request, kept)

    return wrapped


def _key(request: HttpRequest) -> str:
    fragment = "f" if request.headers.get("HX-Request") else "p"
    boosted = "b" if request.headers.get("HX-Boosted") else ""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"{fragment}{boosted}{hashlib.sha256(address.encode()).hexdigest()}"


def _keep(response: HttpResponse) -> tuple[dict, str, bytes, bytes]:
    body = response.content
    small = len(body) < SMALLEST_WORTH_COMPRESSING
    zipped = b"" if small else gzip.compress(body, compresslevel=5, mtime=0)
    etag = hashlib.sha256(body).hexdigest()[:32]
    return dict(response.items()), etag, body, zipped


def _answer(request: HttpRequest, kept: tuple[dict, str, bytes, bytes]) -> HttpResponse:
    headers, etag, body, zipped = kept
    use_gzip = bool(zipped) and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(zipped if use_gzip else body, headers=headers)
    if use_gzip:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'W/"{etag}"'
    response["Cache-Control"] = f"public, max-age={settings.PUBLIC_PAGE_SECONDS}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
