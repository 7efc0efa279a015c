"""The dates of one month's draw of rooms: changed by the section before wishes are taken."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from centers.lottery.dates_form import DatesForm
from centers.lottery.schedule import dates_of, reschedule
from centers.models import RoomLottery
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: SignedInRequest, month: date) -> HttpResponse:
    """`/desk/rooms/lotteries/<month>/dates/`: other dates than the city's rule."""
    if not request.works_for_section:
        raise Http404
    lottery = get_object_or_404(RoomLottery, month=month)
    if request.method != "POST":
        form = DatesForm.of(lottery)
    else:
        form = DatesForm(request.POST)
        if form.is_valid():
            try:
                reschedule(lottery, **form.cleaned_data, by=request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, f"{lottery}の抽選の日程を変えました。")
                return redirect("rooms_desk:lottery", month)
    context = {
        "desk_nav": "rooms",
        "lottery": lottery,
        "form": form,
        "by_rule": dates_of(month),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "room_desk/lottery_dates.html", context, status=status)
