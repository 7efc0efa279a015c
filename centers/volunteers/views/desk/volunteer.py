"""One volunteer at the desk: what one may see, and what the centre that keeps the row does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from centers.volunteers import times
from centers.volunteers.models import Confirmation, Posting, Volunteer
from centers.volunteers.roster import agreed, confirming, qualifying, registering
from centers.volunteers.roster.desk_forms import QualificationForm, StopForm, VolunteerForm
from centers.volunteers.roster.listing import Line, with_postings
from centers.volunteers.roster.papers import LETTERED
from centers.volunteers.roster.shown import kept_by, record, shown_to
from portal.people.correcting import may_correct
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.people.views.correcting import correction
from portal.typed import number_in, texts_in

from .entering import consents_in

Via, Answer = Confirmation.Via, Confirmation.Answer


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/<id>/`: all one may see, each part only where consent and post allow it."""
    rows = shown_to(request.user).select_related(
        "person__ward", "person__household", "center", "by"
    )
    found: Any = get_object_or_404(with_postings(rows), pk=pk)
    line = Line.of(found)
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        own = get_object_or_404(kept_by(request.user), pk=pk)
        command = _command(request, own)
        if command is not None:
            try:
                messages.success(request, command())
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
            else:
                return redirect("volunteers_desk:volunteer", pk)
    record(request.user, [line], reason="ボランティアの登録の確認")
    postings = Posting.objects.filter(volunteer=found).for_list().order_by("-first_day", "pk")
    mine = set(Posting.objects.visible_to(request.user).filter(volunteer=found).values_list("pk"))
    context = {
        "desk_nav": "volunteers",
        "line": line,
        "volunteer": found,
        "person": found.person,
        "may_correct": line.keeps and may_correct(found.person),
        "today": timezone.localdate(),
        "times": [times.name(code) for code in sorted(found.times)],
        "languages": [Volunteer.Language(code).label for code in found.languages],
        "postings": [(one, (one.pk,) in mine) for one in postings],
        "lettered": LETTERED,
        "qualifications": found.qualifications.select_related("kind", "proof_seen_by"),
        "trainings": found.person.trainings.select_related("training"),
        "consents": _told(agreed.agreed_by(found)),
        "answers": Answer.choices,
        "confirmations": found.confirmations.select_related("by")[:5],
        "stop": StopForm(),
        "errors": errors,
    }
    return render(request, "volunteers_desk/volunteer.html", context, status=status)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/<id>/edit/`: the registration, and what was agreed to on paper."""
    rows = kept_by(request.user).on_roster().select_related("person", "center")
    sent = request.POST if request.method == "POST" else None
    if sent is not None:  # who stops or rests in that instant is not written over
        rows = rows.select_for_update(of=["self"], no_key=True)
    found = get_object_or_404(rows, pk=pk)
    form = VolunteerForm(sent, user=request.user, person=found.person, instance=found)
    status = 200
    if sent is not None:
        status = 422
        if form.is_valid():
            form.save()
            given, taken_back = agreed.agree(found, consents_in(sent), by=request.user)
            told = (
                f"同意{given}件を加え、{taken_back}件を取りやめました。"
                if given + taken_back
                else ""
            )
            messages.success(request, f"登録の内容を直しました。{told}")
            return redirect(f"{reverse('volunteers_desk:volunteer', args=[pk])}#saved")
    record_of(request, found, "ボランティアの登録の修正")
    held = {f"{audience}-{item}" for audience, item in agreed.agreed_by(found)}
    context = {
        "desk_nav": "volunteers",
        "volunteer": found,
        "form": form,
        "asked": agreed.ASKED,
        "ticked": set(texts_in(sent, "consent")) if sent else held,
    }
    return render(request, "volunteers_desk/edit.html", context, status=status)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/<id>/person/`: name, birthday, telephone, home of who has no account."""
    rows = kept_by(request.user).select_related("person__household", "person__ward")
    found = get_object_or_404(rows, pk=pk)
    back = reverse("volunteers_desk:volunteer", args=[pk])
    return correction(request, found.person, "volunteers_desk/person.html", back, "volunteers")


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def qualification(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/<id>/qualification/`: one that was told, with the proof seen or not."""
    rows = kept_by(request.user).on_roster().select_related("person", "center")
    found = get_object_or_404(rows, pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = QualificationForm(sent)
    errors: list[str] = []
    status = 200
    if sent is not None:
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            try:
                held = qualifying.tell(
                    found,
                    told["kind"],
                    obtained_on=told["obtained_on"],
                    expires_on=told["expires_on"],
                    by=request.user,
                )
                if told["seen"]:
                    qualifying.see_proof(held, by=request.user)
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
            else:
                messages.success(request, f"資格「{held}」を書きました。")
                return redirect("volunteers_desk:volunteer", pk)
    record_of(request, found, "資格の確認")
    context = {"desk_nav": "volunteers", "volunteer": found, "form": form, "errors": errors}
    return render(request, "volunteers_desk/qualification.html", context, status=status)


def record_of(request: SignedInRequest, found: Volunteer, reason: str) -> None:
    row: Any = shown_to(request.user).select_related("person").get(pk=found.pk)
    record(request.user, [Line.of(row)], reason=reason)


def _command(request: SignedInRequest, own: Volunteer) -> Callable[[], str] | None:
    """What the pressed button does, and the sentence that says so."""
    by, said = request.user, request.POST
    name = f"{own.person.full_name}さん"
    do = said.get("do", "")

    def confirm() -> str:
        confirming.answer(own, said.get("answer", ""), via=Via.DESK, by=by)
        return f"{name}：今年度の確認を書きました。"

    def rest() -> str:
        registering.rest(own, by=by)
        return f"{name}は、お休み中になりました。"

    def go_on() -> str:
        registering.go_on(own, by=by)
        return f"{name}は、また活動できます。"

    def stop() -> str:
        registering.stop(own, said.get("why", "")[:200], by=by)
        return f"{name}の登録を終えました。"

    def see() -> str:
        held = _qualification(own, said.get("qualification", ""))
        qualifying.see_proof(held, by=by)
        return f"{name}：「{held}」の証明を確認しました。"

    def take_away() -> str:
        held = _qualification(own, said.get("qualification", ""))
        qualifying.take_away(held, by=by)
        return f"{name}：資格「{held}」を消しました。"

    commands = {
        "confirm": confirm,
        "rest": rest,
        "go_on": go_on,
        "stop": stop,
        "see_proof": see,
        "take_away": take_away,
    }
    return commands.get(do)


def _qualification(own: Volunteer, key: str):
    return get_object_or_404(own.qualifications.all(), pk=number_in(key))


def _told(held: set[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """What is agreed to now, in words, by audience."""
    return [
        (asked.who, [asked.items[item] for item in asked.items if (asked.audience, item) in held])
        for asked in agreed.ASKED
    ]
