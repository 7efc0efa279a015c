"""Who is led away from a form comes back: signed out, or to be registered first."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_ADDRESS = 6_000


def way_back(request: HttpRequest) -> str:
    """The page of ours that `next` names, in the form or the address; nothing for any other."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else ""


def keeps_what_was_typed[**Args](
    view: Callable[Args, HttpResponse],
) -> Callable[Args, HttpResponse]:
    """Who is signed out in the middle of a form signs in and finds it as it was filled in.

    Put it above `login_required`; the view reads from its address what its form begins with.
    Only for forms whose words may stand in an address.
    """

    @wraps(view)
    def wrapped(*args: Args.args, **named: Args.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)
        if request.method == "POST" and not request.user.is_authenticated:
            typed = request.POST.copy()
            typed.pop("csrfmiddlewaretoken", None)
            address = f"{request.path}?{typed.urlencode()}"
            if len(address) <= LONGEST_ADDRESS:
                return redirect_to_login(address)
        return view(*args, **named)

    return wrapped
