"""Pages that are the same bytes for everyone: kept a few seconds, compressed once, with ETag."""

import gzip
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

SMALLEST_WORTH_COMPRESSING = 1_000
LONGEST_WAIT = 3  # seconds for a page that another is making
GLANCE = 0.02  # seconds between two looks whether it is there

Kept = tuple[dict, str, bytes, bytes]


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
        with _one_at_a_time(key) as kept:
            if kept is not None:
                return _answer(request, kept)
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming:
                return response
            made, fresh_until = _keep(response), time.time() + settings.PUBLIC_PAGE_SECONDS
            caches["pages"].set(key, (fresh_until, made), 2 * settings.PUBLIC_PAGE_SECONDS)
            return _answer(request, made)

    return wrapped


@contextmanager
def _one_at_a_time(key: str) -> Iterator[Kept | None]:
    """The page to answer with; None for the one who is to make it anew.

    While one makes it, the others answer with the old one, which stays as long again; where there
    is none they wait for it, and if that takes too long each makes its own.
    """
    pages, being_made = caches["pages"], f"{key}-being-made"
    give_up_at = time.monotonic() + LONGEST_WAIT
    while True:
        is_fresh, kept = _kept(key)
        if not is_fresh and pages.add(being_made, True, LONGEST_WAIT):
            try:
                is_fresh, kept = _kept(key)  # it may have been made just now
                yield kept if is_fresh else None
            finally:
                pages.delete(being_made)
            return
        if kept is not None or time.monotonic() > give_up_at:
            yield kept
            return
        time.sleep(GLANCE)


def _kept(key: str) -> tuple[bool, Kept | None]:
    fresh_until, kept = caches["pages"].get(key) or (0, None)
    return fresh_until > time.time(), kept


def _key(request: HttpRequest) -> str:
    fragment = "f" if request.headers.get("HX-Request") else "p"
    boosted = "b" if request.headers.get("HX-Boosted") else ""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"{fragment}{boosted}{hashlib.sha256(address.encode()).hexdigest()}"


def _keep(response: HttpResponse) -> Kept:
    body = response.content
    small = len(body) < SMALLEST_WORTH_COMPRESSING
    zipped = b"" if small else gzip.compress(body, compresslevel=5, mtime=0)
    etag = hashlib.sha256(body).hexdigest()[:32]
    return dict(response.items()), etag, body, zipped


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    headers, etag, body, zipped = kept
    use_gzip = bool(zipped) and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(zipped if use_gzip else body, headers=headers)
    if use_gzip:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'W/"{etag}"'
    response["Cache-Control"] = f"public, max-age={settings.PUBLIC_PAGE_SECONDS}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
