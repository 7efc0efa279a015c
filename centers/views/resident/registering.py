"""A resident registers a group, or oneself alone, to use rooms; and renews it year by year."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.models import Center, PurposeClass, Registration, Room, UserGroup
from centers.registering.form import RegistrationForm
from centers.registering.standing import renewable_for
from portal.japan import calendar
from portal.people.coming_back import keeps_what_was_typed, way_back
from portal.people.models import Person
from portal.people.requests import SignedInRequest
from portal.refusal import code_of
from portal.typed import number_in

APPLIED = "利用登録を受け付けました。{center}が内容を確かめます。"
BEGUN_BEFORE = ("name", "kana", "members", "representative", "center", "activity", "fiscal_year")
SENT_TWICE = {"already_registered", "group_exists"}


@never_cache
@keeps_what_was_typed
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_registration(request: SignedInRequest) -> HttpResponse:
    """`/my/rooms/registrations/new/`: a new group, or with `?group=` one of one's own."""
    if not request.user.has_registered:
        return to_people(request)
    said = request.POST if request.method == "POST" else request.GET
    groups = UserGroup.objects.of(request.user).select_related("center").order_by("kana", "pk")
    group = (
        get_object_or_404(groups, pk=number_in(said.get("group", "")))
        if said.get("group")
        else None
    )
    people = list(Person.objects.of(request.user))
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        group=group,
        alone=said.get("alone") == "1",
        people=people,
        centers=Center.objects.open_to_public().select_related("ward"),
        initial=_begun(request),
    )
    context: dict[str, Any] = {
        "form": form,
        "group": group,
        "next": _next_page(request),
        "ways": [] if group else _ways(said),
    }
    if request.method == "POST":
        return _apply(request, form, context)
    if group is None:
        context["groups"] = groups
    return render(request, "rooms/new_registration.html", _context(context))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/my/rooms/registrations/<receipt>/renewal/`: the same words for the next year, one press."""
    own = Registration.objects.of(request.user).select_related("group__center", "purpose_class")
    last = get_object_or_404(own, receipt=receipt)
    of_kind = list(own.filter(group=last.group_id, purpose_class=last.purpose_class_id))
    year = renewable_for(of_kind, timezone.localdate())
    error, status = "", 200
    if request.method == "POST":
        try:
            Registration.apply(
                last.group, last.purpose_class, year or last.fiscal_year, by=request.user
            )
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
        else:
            messages.success(request, APPLIED.format(center=last.group.center.name))
            return redirect("rooms:mine")
    context = {"last": last, "year": year and calendar.fiscal_year_name(year), "error": error}
    return render(request, "rooms/renewal.html", _context(context), status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/my/rooms/registrations/<receipt>/withdrawal/`: asks once; POST takes it back."""
    own = Registration.objects.of(request.user).select_related("group__center", "purpose_class")
    found = get_object_or_404(own, receipt=receipt)
    error, status = "", 200
    if request.method == "POST":
        try:
            found.withdraw(by=request.user)
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
            found = get_object_or_404(own, receipt=receipt)
        else:
            messages.success(request, f"{found.group.name}の申請を取り下げました。")
            return redirect("rooms:mine")
    context = {"registration": found, "error": error}
    return render(request, "rooms/withdrawal.html", _context(context), status=status)


def _apply(
    request: SignedInRequest, form: RegistrationForm, context: dict[str, Any]
) -> HttpResponse:
    errors: list[str] = []
    status = 422
    if form.is_valid():
        group, purpose_class = form.group(), form.cleaned_data["purpose_class"]
        try:
            Registration.apply(group, purpose_class, form.year, by=request.user)
        except ValidationError as refusal:
            if not (code_of(refusal) in SENT_TWICE and _is_there(form, group, purpose_class)):
                errors, status = refusal.messages, 409
        if not errors:
            messages.success(request, APPLIED.format(center=group.center.name))
            return redirect(context["next"])
    return render(
        request,
        "rooms/new_registration.html",
        _context(context | {"errors": errors}),
        status=status,
    )


def _ways(said: QueryDict) -> list[tuple[str, str, bool]]:
    """The page for a group, and for one person alone: label, address, whether it is this."""
    kept = {name: said.get(name, "") for name in ("next", "room") if said.get(name)}
    alone = said.get("alone") == "1"
    return [
        ("団体・サークルで使う", f"?{urlencode(kept)}", not alone),
        ("個人で使う（一人で）", f"?{urlencode(kept | {'alone': '1'})}", alone),
    ]


def _is_there(form: RegistrationForm, group: UserGroup, purpose_class: PurposeClass) -> bool:
    """Whether this very registration waits already: the button was pressed twice."""
    same = Registration.objects.to_decide().filter(
        purpose_class=purpose_class, fiscal_year=form.year, group__name=group.name
    )
    return same.filter(
        group__center=group.center, group__representative=group.representative
    ).exists()


def to_people(request: SignedInRequest) -> HttpResponse:
    """Who has not said who the people are does so first, and comes back."""
    return redirect(f"{reverse('people:register')}?{urlencode({'next': request.get_full_path()})}")


def _begun(request: HttpRequest) -> dict[str, Any]:
    """The room one came from says which centre is meant, a registration sent back which class.

    What was typed before one was signed out stands in the address, too.
    """
    begun: dict[str, Any] = {
        name: typed[:200].replace("\x00", "")
        for name in BEGUN_BEFORE
        if (typed := request.GET.get(name, ""))
    }
    begun["purpose_class"] = number_in(request.GET.get("purpose_class", "")) or None
    if room := number_in(request.GET.get("room", "")):
        begun["center"] = Room.objects.bookable().filter(pk=room).values_list("center").first()
        begun["center"] = begun["center"] and begun["center"][0]
    return begun


def _next_page(request: HttpRequest) -> str:
    return way_back(request) or reverse("rooms:mine")


def _context(context: dict[str, Any]) -> dict[str, Any]:
    this_year = calendar.fiscal_year(timezone.localdate())
    return context | {"section_nav": "my", "this_year": calendar.fiscal_year_name(this_year)}
