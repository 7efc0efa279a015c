"""Pages of the demo city only: sign in as an invented person, read the mails sent."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import login
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.demo.city.cast import FEATURED, INTRODUCED, RESIDENTS
from portal.demo.models import SentMail
from portal.people.models import Membership, User
from portal.people.permissions import sits_on_council

PEOPLE_SHOWN = 30
OTHERS_SHOWN = 6
MAILS_SHOWN = 50


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """`/demo/`: the invented people and staff one may sign in as; `?q=` finds more."""
    q = request.GET.get("q", "").strip()[:60]
    accounts = (
        User.objects.filter(is_active=True)
        .order_by("pk")
        .prefetch_related("household__people", "memberships__center", "memberships__ward")
    )
    if q:
        accounts = accounts.filter(email__icontains=q) | accounts.filter(display_name__icontains=q)
    at_the_desk = Q(is_staff=True) | Exists(Membership.objects.filter(user=OuterRef("pk")))
    residents, staff = accounts.exclude(at_the_desk), accounts.filter(at_the_desk)
    context = {
        "q": q,
        "residents": People(residents[: PEOPLE_SHOWN if q else OTHERS_SHOWN + len(RESIDENTS)]),
        "staff": People(staff[:PEOPLE_SHOWN]),
    }
    return render(request, "demo/people.html", context)


class People:
    """Accounts with what there is to see as each: whom the cast introduces, and the others."""

    def __init__(self, accounts: Iterable[User]) -> None:
        every = [(account, FEATURED.get(account.email)) for account in accounts]
        self.introduced = [row for row in every if row[0].email in INTRODUCED]
        self.others = [row for row in every if row not in self.introduced]


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as any demo person, without a code. Never reachable outside demo mode."""
    if not settings.DEMO:
        raise Http404
    email = request.POST.get("email", "").replace("\x00", "")
    user = get_object_or_404(User, email=email, is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if sits_on_council(user):
        return redirect("plan_desk:sheets")
    if user.memberships.exists():
        return redirect("desk:today")
    return redirect("admin:index" if user.is_staff else "my")


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """`/demo/mails/`: what the portal has sent, newest first."""
    return render(request, "demo/mails.html", {"mails": SentMail.objects.all()[:MAILS_SHOWN]})
