"""The demo city lets anybody sign in as anybody, so it answers only its own machine."""

from collections.abc import Callable
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

REFUSAL = (
    "デモは、動かしているパソコンの中からだけ使えます。\n"
    "The demo answers only the machine it runs on.\n"
)
LEFT_BY_A_PROXY = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA")


class OnlyThisMachine:
    """Answer 403 to a request from elsewhere, and to one that a proxy on this machine passed on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = any(name in request.META for name in LEFT_BY_A_PROXY)
        if forwarded or not is_loopback(request.META.get("REMOTE_ADDR", "")):
            return HttpResponseForbidden(REFUSAL, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def is_loopback(address: str) -> bool:
    """Whether this is an address of the machine itself, IPv4 inside IPv6 included."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return (getattr(ip, "ipv4_mapped", None) or ip).is_loopback
