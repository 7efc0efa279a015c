"""The papers of a reservation, each a sheet of A4: the permit, and the receipt of the fee."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
