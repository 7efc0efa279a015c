"""The desk's lotteries: close the list, draw with the public value, announce; a redraw by two."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.draws.form import ValueForm
from portal.paging import page_of
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from programs.lottery import drawing
from programs.lottery.page import DrawPage, Stage, stage_of
from programs.lottery.rules import LONGEST_REASON, source_of
from programs.models import Course, Draw
from programs.reference import with_reference_rows


class CloseForm(forms.Form):
    """Which public value will be used; it is declared together with the list."""

    source = forms.CharField(
        label="公開の数の出どころ",
        max_length=200,
        help_text="いまは誰も知らず、あとで誰でも調べられる数を書きます。確定したあとは変えられません。",
        error_messages={"required": "どの数を使うかを書いてください。"},
    )


class RedrawForm(forms.Form):
    """Why lots are drawn again; everybody may read it."""

    reason = forms.CharField(
        label="やり直す理由",
        max_length=LONGEST_REASON,
        help_text="抽選のページと、申し込んだ方へのお知らせに載ります。",
        error_messages={"required": "やり直す理由を書いてください。公開されます。"},
    )


@desk_page
@require_safe
def draws(request: SignedInRequest) -> HttpResponse:
    """`/desk/draws/`: the lotteries of one's places, those with something to do first."""
    valid = Draw.objects.valid()
    own = (
        Course.objects.editable_by(request.user)
        .lotteries_here()
        .for_list()
        .prefetch_related(Prefetch("draws", valid, to_attr="valid_draws"))
    )
    told = own.filter(draws__in=valid.exclude(announced_at=None))
    rows, page = page_of(
        own.exclude(pk__in=told.values("pk")).order_by("closes_at", "pk"), request.GET
    )
    lately = told.order_by("-draws__announced_at", "-pk")[:20] if page["number"] == 1 else []
    context = {
        "desk_nav": "draws",
        "lotteries": [_row(course) for course in with_reference_rows(rows)],
        "announced": [_row(course) for course in with_reference_rows(lately)],
        "page": page,
    }
    return render(request, "desk/draws.html", context)


def _row(course: Course) -> dict:
    draw = next(iter(course.valid_draws), None)  # type: ignore[attr-defined]
    stage = stage_of(course, draw)
    return {
        "course": course,
        "draw": draw,
        "stage": stage,
        "to_do": stage in {Stage.TO_CLOSE, Stage.TO_DRAW} or bool(draw and draw.redraw_is_asked),
    }


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/draw/`: how far the lottery is; POST closes the list."""
    course = _own(request, pk)
    if request.method != "POST":
        return _page(request, course)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, course, status=422, close_form=form)
    return _step(
        request,
        course,
        lambda: drawing.close(course, by=request.user, source=form.cleaned_data["source"]),
        "受付名簿を確定しました。名簿のハッシュを公開しています。",
        close_form=form,
    )


@desk_page
@require_POST
def value(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/draw/value/`: the public value is known; draw."""
    course = _own(request, pk)
    form = ValueForm(request.POST)
    if not form.is_valid():
        return _page(request, course, status=422, value_form=form)
    return _step(
        request,
        course,
        lambda: drawing.draw(course, form.cleaned_data["value"], by=request.user),
        "抽選しました。結果は、お知らせするまで誰にも見えません。",
        value_form=form,
    )


@desk_page
@require_POST
def announcement(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/draw/announcement/`: tell everybody now."""
    course = _own(request, pk)
    return _step(
        request,
        course,
        lambda: drawing.announce(course, by=request.user),
        "結果を公開し、お知らせを送りはじめました。",
    )


@desk_page
@require_POST
def redraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/draw/redraw/`: ask to draw anew, with a reason."""
    course = _own(request, pk)
    form = RedrawForm(request.POST)
    if not form.is_valid():
        return _page(request, course, status=422, redraw_form=form)
    return _step(
        request,
        course,
        lambda: drawing.ask_redraw(course, by=request.user, reason=form.cleaned_data["reason"]),
        "やり直しを求めました。もう一人の職員が確かめるまで、抽選は止まっています。",
        redraw_form=form,
    )


@desk_page
@require_POST
def redraw_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/draw/redraw/decision/`: a second person agrees, or somebody says no."""
    course = _own(request, pk)
    if request.POST.get("decision") == "approve":
        return _step(
            request,
            course,
            lambda: drawing.approve_redraw(course, by=request.user),
            "この抽選を取り消しました。直すところを直してから、名簿を確定してください。",
        )
    return _step(
        request,
        course,
        lambda: drawing.refuse_redraw(course, by=request.user),
        "やり直さないことにしました。抽選はそのまま続きます。",
    )


def _own(request: SignedInRequest, pk: int) -> Course:
    """A lottery of this member of staff's places, called off or not; else 404."""
    own = Course.objects.editable_by(request.user).select_related("center", "category", "ward")
    return get_object_or_404(own, pk=pk, method=Course.Method.LOTTERY, takes_sign_ups_here=True)


def _step(
    request: SignedInRequest, course: Course, command, done: str, **filled: forms.Form
) -> HttpResponse:
    """Take one step; a refusal is shown where it was asked for, with what was filled in."""
    try:
        command()
    except ValidationError as refusal:
        course.refresh_from_db()
        return _page(request, course, status=409, error=refusal.messages[0], **filled)
    messages.success(request, done)
    return redirect("desk:draw", course.pk)


def _page(
    request: SignedInRequest, course: Course, *, status: int = 200, error: str = "", **filled
) -> HttpResponse:
    context = {
        "desk_nav": "draws",
        "course": course,
        "page": DrawPage(course),
        "now": timezone.now(),
        "close_form": CloseForm(initial={"source": source_of(course)}),
        "value_form": ValueForm(),
        "redraw_form": RedrawForm(),
        "error": error,
        "form": next(iter(filled.values()), None),
    }
    return render(request, "desk/draw.html", context | filled, status=status)
