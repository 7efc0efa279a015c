"""Writing a request: the form shows the load that is planned already, before anything is sent."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from centers.models import CityRequest
from centers.requests.forms import CityRequestForm
from centers.requests.load import outlook
from centers.requests.writing import write_once
from centers.requests.years import this_year, years_to_write
from portal.htmx import render_page
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.refusal import code_of


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """`/desk/requests/new/`: what a department asks for; kept as a draft."""
    if not request.works_for_section:
        raise Http404
    return _form(request, CityRequest())


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/requests/<id>/edit/`: change it before it is decided."""
    found = get_object_or_404(CityRequest.objects.editable_by(request.user), pk=pk)
    if not found.may_be_written:
        messages.error(request, "決めた依頼は変えられません。先に、決めなおしてください。")
        return redirect(found)
    return _form(request, found)


def _form(request: SignedInRequest, one: CityRequest) -> HttpResponse:
    """The form; asked with `look`, the same with the load of its months and centres."""
    years = years_to_write()
    if one.pk and one.year not in years:
        years = [one.year, *years]
    if request.method != "POST":
        form = CityRequestForm(
            instance=one, years=years, initial={} if one.pk else {"year": this_year()}
        )
        return _page(request, one, form)
    form = CityRequestForm(request.POST, instance=one, years=years)
    is_valid = form.is_valid()
    if "look" in request.POST:
        return _page(request, one, form)
    if is_valid:
        try:
            if one.pk:
                one.write(form.chosen, by=request.user, version=form.cleaned_data["version"])
            else:
                one = write_once(one, form.chosen, by=request.user)
        except ValidationError as refusal:
            if one.pk and code_of(refusal) == "stale":
                form = _sent_again(request, one, years)
            _show(refusal, form)
        else:
            messages.success(
                request, "下書きに保存しました。" if one.status == "draft" else "変えました。"
            )
            return redirect(one)
    return _page(request, one, form, status=422)


def _sent_again(request: SignedInRequest, one: CityRequest, years: list[int]) -> CityRequestForm:
    """The words that were refused, to be sent once more on top of what another has changed."""
    one.refresh_from_db()
    sent = request.POST.copy()
    sent["version"] = str(one.version)
    form = CityRequestForm(sent, instance=one, years=years)
    form.is_valid()
    return form


def _page(
    request: SignedInRequest, one: CityRequest, form: CityRequestForm, status: int = 200
) -> HttpResponse:
    asked = form.asks_for_load if form.is_bound else None
    context = {
        "desk_nav": "requests",
        "one": one,
        "form": form,
        "is_asked": form.is_bound,
        "outlooks": outlook(**asked) if asked else [],
    }
    response = render_page(request, "city_requests/edit.html", context, fragment="load")
    response.status_code = status
    return response


def _show(refusal: ValidationError, form: CityRequestForm) -> None:
    """Put a refusal of the command where it belongs in the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
