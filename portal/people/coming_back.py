"""Who is signed out in the middle of a form signs in and finds the form as it was filled in."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

LONGEST_ADDRESS = 6_000


def keeps_what_was_typed[**Args](
    view: Callable[Args, HttpResponse],
) -> Callable[Args, HttpResponse]:
    """Put it above `login_required`; the view reads from its address what its form begins with.

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
