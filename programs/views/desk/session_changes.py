"""The desk's pages to call one session off, or to hold it at another time."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from programs.attendance.session_change_form import CancelForm, MoveForm
from programs.models import Session

from .attendance import visible_session


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sessions/<id>/cancellation/`: ask once, say who will be told, then call it off."""
    found = visible_session(request.user, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found.cancel(by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "この回を中止しました。参加する方にお知らせを送っています。")
            return redirect("desk:session", found.pk)
    return _page(request, "desk/session_cancel.html", found, form)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def move_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sessions/<id>/move/`: another day or time, told to those who are coming."""
    found = visible_session(request.user, pk)
    form = MoveForm(request.POST) if request.method == "POST" else MoveForm.showing(found)
    if request.method == "POST" and form.is_valid():
        try:
            found.move(*form.times(), by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "日時をかえました。参加する方にお知らせを送っています。")
            return redirect("desk:session", found.pk)
    return _page(request, "desk/session_move.html", found, form)


def _page(
    request: SignedInRequest, template: str, session: Session, form: forms.Form
) -> HttpResponse:
    context = {
        "desk_nav": "today",
        "session": session,
        "course": session.course,
        "number": session.number(),
        "coming": session.course.seats_taken,
        "form": form,
    }
    return render(request, template, context, status=422 if form.errors else 200)
