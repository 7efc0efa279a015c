"""Organisations at the desk: the directory, one of them, who speaks for it, its end; tables."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.files.importing import look_at, take_over
from centers.models import Center
from centers.views.desk.files import FileForm
from centers.volunteers.browsing.list_page import with_shifts
from centers.volunteers.directory import closing, representing
from centers.volunteers.directory.table import TABLE
from centers.volunteers.models import Organization
from centers.volunteers.openings.desk_forms import OrganizationForm
from portal.paging import page_of
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import as_csv, as_xlsx
from portal.typed import number_in

SHOWN = {"active": "活動している団体", "public": "公開している団体", "closed": "活動を終えた団体"}
LONGEST_SEARCH = 60


class ClosingForm(forms.Form):
    day = forms.DateField(
        label="活動を終えた日",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "活動を終えた日を入れてください。",
            "invalid": "日付を読み取れません。例：2026-12-06",
        },
    )


@desk_page
@require_safe
def organizations(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/organizations/`: those of one's centres."""
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "active"
    q = " ".join(request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split())
    own = Organization.objects.visible_to(request.user)
    rows = {
        "active": own.filter(closed_on=None),
        "public": own.listed(),
        "closed": own.exclude(closed_on=None),
    }[show]
    if q:
        rows = rows.called(q)
    found, page = page_of(rows.select_related("center", "ward"), request.GET)
    context = {
        "desk_nav": "volunteers",
        "show": show,
        "choices": SHOWN.items(),
        "q": q,
        "organizations": found,
        "page": page,
    }
    return render(request, "volunteers_desk/organizations.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_organization(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/organizations/new/`."""
    center = Center.objects.editable_by(request.user).order_by("kana").first()
    begun = {"center": center, "ward": center.ward_id} if center else {}
    return _edit(request, Organization(), initial=begun)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/organizations/<id>/edit/`."""
    with transaction.atomic():
        return _edit(request, _own(request, pk, locks=request.method == "POST"))


def _edit(
    request: SignedInRequest, found: Organization, *, initial: dict[str, Any] | None = None
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = OrganizationForm(sent, instance=found, user=request.user, initial=initial)
    if sent is not None and form.is_valid():
        saved = form.save()
        messages.success(request, f"{saved.name}を保存しました。")
        return redirect(f"{reverse('volunteers_desk:organization', args=[saved.pk])}#saved")
    context = {"desk_nav": "volunteers", "form": form, "organization": found}
    return render(
        request, "volunteers_desk/organization_edit.html", context, status=422 if sent else 200
    )


@desk_page
@require_safe
def organization(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/organizations/<id>/`: what is known of it, who speaks for it, its end."""
    return _page(request, _own(request, pk))


@desk_page
@require_POST
def representatives(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/organizations/<id>/representatives/`: one more, or one fewer."""
    found = _own(request, pk)
    key = request.POST.get("end", "")
    try:
        if key:
            live = found.representatives.live()
            who = get_object_or_404(live, pk=number_in(key))
            representing.end(who, by=request.user)
            messages.success(request, "担当を終えたことを記録しました。")
        else:
            representing.confirm(found, request.POST.get("email", ""), by=request.user)
            messages.success(request, "担当者として確かめました。")
    except ValidationError as refusal:
        return _page(request, found, errors=refusal.messages, status=422)
    return redirect("volunteers_desk:organization", pk)


@desk_page
@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/organizations/<id>/closing/`: it has ended its activity, or goes on."""
    found = _own(request, pk)
    if request.POST.get("do") == "reopen":
        closing.reopen(found, by=request.user)
        messages.success(request, f"{found.name}は、活動を続けている団体にもどりました。")
        return redirect("volunteers_desk:organization", pk)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, closing_form=form, status=422)
    try:
        to_decide = closing.close(found, form.cleaned_data["day"], by=request.user)
    except ValidationError as refusal:
        fresh = _own(request, pk)
        if not fresh.is_closed:
            return _page(request, fresh, closing_form=form, errors=refusal.messages, status=422)
        return redirect("volunteers_desk:organization", pk)  # pressed twice
    told = f"決めなければならない募集が{len(to_decide)}件あります。" if to_decide else ""
    messages.success(request, f"{found.name}の活動の終わりを記録しました。{told}")
    return redirect("volunteers_desk:organization", pk)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/organizations/file/`: choose a table, look at it, take it over."""
    context: dict[str, Any] = {"desk_nav": "volunteers", "table": TABLE, "form": FileForm()}
    status = 200
    try:
        if "sealed" in request.POST:
            status = 409
            preview = take_over(TABLE, request.POST["sealed"], request.user)
            if not preview.problems:
                messages.success(request, f"{len(preview.changes):,}行を読み込みました。")
                return redirect("volunteers_desk:organizations")
            context["errors"] = preview.messages
        elif request.method == "POST":
            status = 422
            form = context["form"] = FileForm(request.POST, request.FILES)
            if form.is_valid():
                preview = look_at(TABLE, form.cleaned_data["file"], request.user)
                context |= {"preview": preview, "errors": preview.messages}
                status = 422 if preview.problems else 200
    except ValidationError as refusal:
        context["errors"] = refusal.messages
    return render(request, "volunteers_desk/organizations_file.html", context, status=status)


@desk_page
@require_safe
def give_out(request: SignedInRequest, suffix: str) -> HttpResponse:
    """`/desk/volunteers/organizations.csv`, `.xlsx`: those of one's centres, to be read back."""
    rows: list[list[Any]] = [[*TABLE.headings], *TABLE.rows(request.user)]
    if suffix == "csv":
        return as_csv("organizations.csv", rows)
    return as_xlsx("organizations.xlsx", TABLE.name, rows)


def _own(request: SignedInRequest, pk: int, *, locks: bool = False) -> Organization:
    own = Organization.objects.visible_to(request.user).select_related("center", "ward")
    if locks:
        own = own.select_for_update(of=["self"])
    return get_object_or_404(own, pk=pk)


def _page(
    request: SignedInRequest,
    found: Organization,
    *,
    closing_form: ClosingForm | None = None,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    own = found.openings.for_list()
    context = {
        "desk_nav": "volunteers",
        "organization": found,
        "representatives": found.representatives.live().select_related("user", "confirmed_by"),
        "openings": with_shifts(list(own.order_by("-asked_at", "-pk")[:30])),
        "to_decide": own.of_closed_hosts().soonest_first(),
        "closing_form": closing_form or ClosingForm(initial={"day": timezone.localdate()}),
        "form": closing_form,
        "errors": errors or [],
    }
    return render(request, "volunteers_desk/organization.html", context, status=status)
