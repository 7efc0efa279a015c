"""A group's wishes for the draw of a month: put in, changed until the close, what came of them."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.lottery.page import RoomDrawPage
from centers.lottery.wish_page import WishPage, who_may_wish
from centers.models import Registration, RoomLottery
from portal.people.coming_back import keeps_what_was_typed
from portal.people.requests import SignedInRequest

from .registering import to_people

DONE = {
    "add": "希望に加えました。",
    "up": "順位を入れ替えました。",
    "remove": "希望を取りやめました。",
}


@never_cache
@keeps_what_was_typed
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: SignedInRequest, month: date) -> HttpResponse:
    """`/my/rooms/wishes/<month>/?registration=`: one's wishes; POST adds one or changes them."""
    if not request.user.has_registered:
        return to_people(request)
    lottery = get_object_or_404(RoomLottery, month=month)
    own = list(
        who_may_wish(Registration.objects.of(request.user), lottery)
        .select_related("group__center", "purpose_class")
        .order_by("group__kana", "purpose_class__order", "pk")
    )
    said = request.POST if request.method == "POST" else request.GET
    context = {
        "section_nav": "my",
        "lottery": lottery,
        "draw": RoomDrawPage(lottery),
        "registrations": own,
    }
    wanted = said.get("registration", "")
    chosen = [one for one in own if str(one.pk) == wanted or len(own) == 1]
    if not chosen:
        return render(request, "rooms/wishes.html", context)
    page = WishPage(lottery, chosen[0], said)
    return answer(request, page, context, template="rooms/wishes.html", here=address_of(page))


def address_of(page: WishPage) -> str:
    return (
        f"{reverse('rooms:wishes', args=[page.lottery.month])}?registration={page.registration.pk}"
    )


def answer(
    request: SignedInRequest, page: WishPage, context: dict, *, template: str, here: str
) -> HttpResponse:
    """Show the wishes, or do what was asked of them and come back `here`."""
    status = 200
    what = request.POST.get("do", "") if request.method == "POST" else ""
    form = page.form(request.POST) if what == "add" else None
    if form is not None and not form.is_valid():
        status = 422
    elif what in DONE:
        try:
            if form is not None:
                page.add(form, by=request.user)
            else:
                page.change(what, request.POST.get("wish", ""))
        except ValidationError as refusal:
            context["errors"], status = refusal.messages, 409
        else:
            messages.success(request, DONE[what])
            return redirect(here)
    context |= {"page": page, "form": form or page.form(), "here": here}
    return render(request, template, context, status=status)
