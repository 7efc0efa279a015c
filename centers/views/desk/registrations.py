"""The desk's pages of registrations: what waits, and one of them to approve or send back."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from centers.models import Registration, Reservation
from portal.japan import calendar
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest

SHOWN = {"waiting": "確認を待つ登録", "this_year": "今年度の登録", "refused": "認めなかった登録"}
LONGEST_SEARCH = 60
# What each button makes of a registration.
WANTED = {
    "approve": Registration.Status.APPROVED,
    "send_back": Registration.Status.REFUSED,
    "end": Registration.Status.ENDED,
}


class DecisionForm(forms.Form):
    """What is decided: the exemption of who is approved, the reason of who is not."""

    exemption_percent = forms.IntegerField(
        label="減免（％）",
        min_value=0,
        max_value=100,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        error_messages={
            "required": "減免の割合を入力してください。減免しないときは0です。",
            "invalid": "減免は数字で入力してください。",
            "min_value": "減免は0％から100％までにしてください。",
            "max_value": "減免は0％から100％までにしてください。",
        },
    )
    exemption_reason = forms.CharField(
        label="減免の理由",
        max_length=100,
        required=False,
        help_text="種別のきまりとちがう割合にするときに書きます。",
    )


class ReasonForm(forms.Form):
    why = forms.CharField(
        label="理由",
        max_length=200,
        help_text="団体に、このまま伝わります。",
        error_messages={"required": "理由を書いてください。団体に伝わります。"},
    )


@desk_page
@require_safe
def registrations(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/registrations/`: what waits first; `?show=` the approved, the refused."""
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "waiting"
    q = " ".join(request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split())
    this_year = calendar.fiscal_year(timezone.localdate())
    visible = Registration.objects.visible_to(request.user)
    waiting = visible.to_decide()
    rows = {
        "waiting": waiting.order_by("applied_at", "pk"),
        "this_year": visible.filter(
            status=Registration.Status.APPROVED, fiscal_year__gte=this_year
        ).order_by("group__kana", "pk"),
        "refused": visible.filter(status=Registration.Status.REFUSED).order_by("-decided_at"),
    }[show]
    if q:
        rows = rows.filter(group__name__icontains=q)
    found, page = page_of(
        rows.select_related("group__center", "group__representative", "purpose_class"), request.GET
    )
    _note(request, found, "利用登録の確認")
    context = {
        "desk_nav": "rooms",
        "show": show,
        "choices": SHOWN.items(),
        "waiting_number": waiting.count(),
        "registrations": found,
        "page": page,
        "q": q,
        "unregistered": _unregistered(request) if show == "waiting" else [],
    }
    return render(request, "room_desk/registrations.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/desk/rooms/registrations/<receipt>/`: the group, its years, and what is decided."""
    visible = Registration.objects.visible_to(request.user).select_related(
        "group__center", "group__representative__ward", "purpose_class", "changed_by"
    )
    found = get_object_or_404(visible, receipt=receipt)
    decision = DecisionForm(
        initial={"exemption_percent": found.purpose_class.exemption_percent}, prefix="approve"
    )
    reason = ReasonForm()
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        do, status = request.POST.get("do", ""), 422
        if do == "approve":
            decision = DecisionForm(request.POST, prefix="approve")
        else:
            reason = ReasonForm(request.POST)
        if command := _command(found, request, do, decision, reason):
            try:
                command()
            except ValidationError as refusal:
                found = get_object_or_404(visible, receipt=receipt)
                if found.status == WANTED[do]:  # pressed twice
                    messages.info(
                        request, f"{found.group.name}：もう{found.get_status_display()}です。"
                    )
                    return redirect("rooms_desk:registrations")
                errors, status = refusal.messages, 409
            else:
                messages.success(request, f"{found.group.name}：{found.get_status_display()}")
                return redirect("rooms_desk:registrations")
    _note(request, [found], "利用登録の確認")
    group = found.group
    reservations = Reservation.objects.filter(registration__group=group)
    context = {
        "desk_nav": "rooms",
        "registration": found,
        "decision": decision,
        "reason": reason,
        "form": decision if decision.is_bound else reason,
        "errors": errors,
        "others": group.registrations.exclude(pk=found.pk).select_related("purpose_class"),
        "to_come": reservations.to_come().filter(registration=found).count(),
        "no_shows": reservations.filter(status=Reservation.Status.NO_SHOW).count(),
    }
    return render(request, "room_desk/registration.html", context, status=status)


def _command(
    found: Registration,
    request: SignedInRequest,
    do: str,
    decision: DecisionForm,
    reason: ReasonForm,
) -> Callable[[], None] | None:
    """What the pressed button does; nothing where its form is not filled in."""
    by = request.user
    if do == "approve" and decision.is_valid():
        return lambda: found.approve(by=by, **decision.cleaned_data)
    if do == "send_back" and reason.is_valid():
        return lambda: found.send_back(reason.cleaned_data["why"], by=by)
    if do == "end" and reason.is_valid():
        return lambda: found.end(reason.cleaned_data["why"], by=by)
    return None


def _unregistered(request: SignedInRequest) -> list[Reservation]:
    """Uses to come in one's rooms of groups that are no longer registered for that day."""
    rows = list(
        Reservation.objects.visible_to(request.user)
        .to_come()
        .without_registration()
        .select_related("booking__room__center", "registration__group__representative")
        .order_by("booking__period")[:100]
    )
    _note(request, [one.registration for one in rows], "登録の切れた団体への連絡")
    return rows


def _note(request: SignedInRequest, rows: list[Registration], reason: str) -> None:
    people = [row.group.representative_id for row in rows]
    AccessLog.record(request.user, people, reason=reason)
