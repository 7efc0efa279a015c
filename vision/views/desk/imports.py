"""The desk's pages where a file is looked at and taken over: a survey's figures, and sheets."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest

from ...figures.forms import ImportForm
from ...figures.survey_import import look_at, sealed, write_sealed
from ...models import Plan
from ...sheets import importing
from ...sheets.key_forms import SheetFileForm


@plan_page
@require_http_methods(["GET", "HEAD", "POST"])
def figure_import(request: SignedInRequest, slug: str, year: int) -> HttpResponse:
    """`/desk/plans/<plan>/figures/<year>/import/`: choose a sheet, look at it, take it over."""
    plan = get_object_or_404(Plan, slug=slug)
    if not request.works_for_section or not plan.is_measured_in(year):
        raise Http404
    context = {"desk_nav": "plans", "plan": plan, "year": year, "form": ImportForm()}
    status = 200
    if request.method == "POST" and "sealed" in request.POST:
        try:
            number = write_sealed(request.POST["sealed"], plan=plan, year=year, by=request.user)
            messages.success(request, f"{number}つの数字を読み込みました。")
            return redirect("plan_desk:figures", slug, year)
        except ValidationError as refusal:
            context["errors"], status = refusal.messages, 409
    elif request.method == "POST":
        form = context["form"] = ImportForm(request.POST, request.FILES)
        status = 422
        if form.is_valid():
            try:
                preview = look_at(
                    form.cleaned_data["file"], plan=plan, year=year, defaults=form.defaults
                )
                context["preview"] = preview
                context["errors"] = [text for one in preview.refusals for text in one.messages]
                if preview.can_be_applied:
                    context["sealed"], status = sealed(preview), 200
                elif not preview.refusals:
                    status = 200
            except ValidationError as refusal:
                form.add_error("file", refusal)
    return render(request, "plan_desk/figure_import.html", context, status=status)


@plan_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_import(request: SignedInRequest) -> HttpResponse:
    """`/desk/plans/sheets/import/`: choose a file of sheets, look at it, take it over as drafts."""
    if not request.works_for_section:
        raise Http404
    context: dict = {"desk_nav": "plans", "form": SheetFileForm()}
    status = 200
    if request.method == "POST" and "sealed" in request.POST:
        try:
            number = importing.write_sealed(request.POST["sealed"], by=request.user)
            messages.success(
                request, f"{number}枚のシートを読み込みました。読んで、提出してください。"
            )
            return redirect("plan_desk:sheets")
        except ValidationError as refusal:
            context["errors"], status = refusal.messages, 409
    elif request.method == "POST":
        form = context["form"] = SheetFileForm(request.POST, request.FILES)
        status = 422
        if form.is_valid():
            try:
                preview = importing.look_at(form.cleaned_data["file"])
                context["preview"], context["errors"] = preview, preview.refusals
                if not preview.refusals:
                    context["sealed"], status = importing.sealed(preview), 200
            except ValidationError as refusal:
                context["errors"] = refusal.messages
    return render(request, "plan_desk/sheet_import.html", context, status=status)
