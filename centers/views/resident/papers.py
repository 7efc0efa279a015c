"""Papers, each a sheet of A4: the permit, the receipt of the fee, the result of a draw."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centers.lottery.wish_page import WishPage
from centers.models import Registration, RoomLottery
from centers.reserving.history import agreed_at
from portal.people.requests import SignedInRequest

from .reservation import context_of, own_reservation


@never_cache
@login_required
@require_safe
def permit(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/my/rooms/<receipt>/permit/`: 使用許可書; there is none before the use is confirmed."""
    found = own_reservation(request, receipt)
    return render(request, "rooms/permit.html", context_of(found) | {"agreed_at": agreed_at(found)})


@never_cache
@login_required
@require_safe
def payment(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/my/rooms/<receipt>/payment/`: 領収書; 404 where nothing was paid."""
    found = own_reservation(request, receipt)
    if found.paid_at is None:
        raise Http404("nothing was paid")
    return render(request, "rooms/payment.html", context_of(found))


@never_cache
@login_required
@require_safe
def result(request: SignedInRequest, month: date, receipt: int) -> HttpResponse:
    """`/my/rooms/wishes/<month>/<registration>/`: what became of one's wishes, to be printed."""
    own = Registration.objects.of(request.user).select_related(
        "group__center", "group__representative"
    )
    registration = get_object_or_404(own, receipt=receipt)
    page = result_of(month, registration)
    context = {"section_nav": "my", "lottery": page.lottery, "page": page}
    return render(request, "rooms/result.html", context | {"group": registration.group})


def result_of(month: date, registration: Registration) -> WishPage:
    """What became of the wishes of a group; 404 before it is told, or where it wished nothing."""
    lottery = get_object_or_404(RoomLottery, month=month)
    page = WishPage(lottery, registration, QueryDict())
    if not (lottery.is_announced and page.wishes):
        raise Http404("no result to tell")
    return page
