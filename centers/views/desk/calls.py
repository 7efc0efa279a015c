"""Groups no mail reaches: what they are to be told by telephone, and that it was done."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from centers.models import Call
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import keys_in, number_in

TOLD_SHOWN = 20


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/calls/?center=&group=`: whom to call, the first thing first; POST notes it."""
    if request.method == "POST":
        return _note(request)
    own = _narrowed(Call.objects.visible_to(request.user), request.GET).select_related(
        "group__representative", "center", "told_by"
    )
    rows, page = page_of(own.to_make().order_by("created_at", "pk"), request.GET)
    told = list(own.exclude(told_at=None).order_by("-told_at", "-pk")[:TOLD_SHOWN])
    people = {one.group.representative_id for one in [*rows, *told]}
    AccessLog.record(request.user, people, reason="電話・はがきでの連絡（部屋）")
    context = {
        "desk_nav": "rooms",
        "calls": rows,
        "page": page,
        "told": told,
        "now": timezone.now(),
        "here": request.get_full_path(),
        "is_narrowed": any(number_in(request.GET.get(name, "")) for name in ("center", "group")),
    }
    return render(request, "room_desk/calls.html", context)


def _note(request: SignedInRequest) -> HttpResponse:
    keys = keys_in(request.POST, "call")
    try:
        how = Call.How(request.POST.get("how", ""))
    except ValueError:
        how = Call.How.PHONE
    if number := Call.note(keys, how, by=request.user):
        messages.success(request, f"{number}件を、知らせたと記録しました。")
    else:
        messages.info(request, "記録したことはありません。知らせた団体に印をつけてください。")
    return redirect(f"{request.path}?{request.GET.urlencode()}")


def _narrowed(found, asked: QueryDict):
    for name in ("center", "group"):
        if key := number_in(asked.get(name, "")):
            found = found.filter(**{name: key})
    return found
