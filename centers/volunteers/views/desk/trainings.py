"""Trainings at the desk: those held elsewhere, and who finished them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from centers.volunteers.models import Training, TrainingRecord
from centers.volunteers.roster.desk_forms import TrainingForm
from centers.volunteers.roster.finding import find, people_of, ticket_for
from centers.volunteers.roster.finishing import record, take_back
from centers.volunteers.roster.shown import kept_by
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import day_in, number_in, texts_in

from .entering import typed_search


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def trainings(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/trainings/`: all there are, the latest first; and a new one."""
    form = TrainingForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made = form.save()
            messages.success(request, f"「{made}」を登録しました。修了した方を入れてください。")
            return redirect("volunteers_desk:training", made.pk)
    found, page = page_of(Training.objects.prefetch_related("roles"), request.GET)
    context = {"desk_nav": "volunteers", "trainings": found, "page": page, "form": form}
    return render(request, "volunteers_desk/trainings.html", context, status=status)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def training(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/trainings/<id>/`: who of one's own finished it; find and add more."""
    found = get_object_or_404(Training.objects.prefetch_related("roles"), pk=pk)
    own = found.records.filter(person__volunteer__in=kept_by(request.user)).select_related("person")
    context: dict[str, Any] = {"errors": []}
    status = 200
    if request.method == "POST":
        try:
            _write(request, found, own)
        except ValidationError as refusal:
            context["errors"], status = refusal.messages, 409
        else:
            return redirect("volunteers_desk:training", pk)
    q, year = typed_search(request.GET)
    hits = find(request.user, q, year) if q else []
    records = list(own.order_by("person__family_kana", "person__given_kana"))
    finished = {one.person_id for one in records}
    AccessLog.record(
        request.user, [*(one.pk for one in hits), *finished], reason="研修を修了した方"
    )
    context |= {
        "desk_nav": "volunteers",
        "training": found,
        "records": records,
        "number": found.records.count(),
        "q": q,
        "born": request.GET.get("born", "")[:10],
        "found": [(one, ticket_for(request.user, one), one.pk in finished) for one in hits],
        "day": found.held_on.isoformat(),
    }
    return render(request, "volunteers_desk/training.html", context, status=status)


def _write(request: SignedInRequest, found: Training, own) -> None:
    said = request.POST
    if said.get("do") == "take_back":
        key = said.get("record", "")
        one: TrainingRecord = get_object_or_404(own, pk=number_in(key))
        take_back(one, by=request.user)
        messages.success(request, f"{one.person.full_name}さんの修了を取り消しました。")
        return
    people = people_of(request.user, texts_in(said, "person"))
    day = day_in(said.get("finished_on", ""))
    if day is None:
        raise ValidationError("修了した日を確かめてください。", code="not_a_date")
    number = record(found, people, day, by=request.user)
    messages.success(request, f"修了した方を{number}人入れました。")
