"""The desk's pages of requests from city hall: all of a year, one of them, and what is decided."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from centers.models import Center, CityRequest, RequestEffort
from centers.requests import tables
from centers.requests.comparison import total
from centers.requests.forms import DecisionForm, EffortForm
from centers.requests.load import centers_of, outlook
from centers.requests.rolling_over import roll_over
from centers.requests.years import asked, years_to_write
from portal.japan.calendar import fiscal_year_name
from portal.paging import page_of
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import as_csv, as_xlsx
from portal.typed import number_in

STATES = {
    "draft": ("下書き", {"status": "draft"}),
    "asked": ("依頼中", {"status": "asked"}),
    **{value: (str(label), {"decision": value}) for value, label in CityRequest.Decision.choices},
}


@desk_page
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """`/desk/requests/?year=&to=&state=&basis=&q=`: what was asked of whom in a fiscal year."""
    told = asked(request.GET, request.user)
    of_year = CityRequest.objects.visible_to(request.user).of_year(told["year"])
    found, chosen = _narrowed(of_year.filter(to=told["to"]), request)
    rows, page = page_of(found, request.GET)
    is_section = request.works_for_section
    context = {
        "desk_nav": "requests",
        **told,
        **chosen,
        "states": [
            (key, label) for key, (label, _) in STATES.items() if is_section or key != "draft"
        ],
        "bases": CityRequest.Basis.choices,
        "requests": rows,
        "page": page,
        "now": total(told["year"], told["to"]) if is_section else None,
        "before": total(told["year"] - 1, told["to"]) if is_section else None,
        "next_year": told["year"] + 1,
        "rolls_over": is_section and of_year.exists() and told["year"] + 1 in years_to_write(),
        "rolls_into_this": is_section and told["year"] in years_to_write(),
        "query": urlencode({"year": told["year"], "to": told["to"], **chosen}),
    }
    return render(request, "city_requests/index.html", context)


def _narrowed(found, request: SignedInRequest) -> tuple[Any, dict[str, str]]:
    """The requests an address asks for, and what of it was understood."""
    state, basis = request.GET.get("state", ""), request.GET.get("basis", "")
    q = " ".join(request.GET.get("q", "")[:60].split())
    state = state if state in STATES else ""
    basis = basis if basis in CityRequest.Basis.values else ""
    if state:
        found = found.filter(**STATES[state][1])
    if basis:
        found = found.filter(basis=basis)
    return found.called(q), {"state": state, "basis": basis, "q": q}


@desk_page
@require_safe
def table(request: SignedInRequest, kind: str) -> HttpResponse:
    """`/desk/requests/requests.csv`, `.xlsx`: the same requests as a table."""
    told = asked(request.GET, request.user)
    of_year = CityRequest.objects.visible_to(request.user).of_year(told["year"])
    found, _ = _narrowed(of_year.filter(to=told["to"]), request)
    rows = tables.of_requests(found.select_related("merged_into").prefetch_related("centers"))
    name = f"requests-{told['year']}-{told['to']}.{kind}"
    return as_csv(name, rows) if kind == "csv" else as_xlsx(name, "依頼事項", rows)


@desk_page
@require_safe
def request_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/requests/<id>/`: what is asked, the load in its months, what becomes of it."""
    return _page(request, _visible(request, pk))


@desk_page
@require_POST
def asking(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST: the draft is sent, after the load was seen."""
    found = _editable(request, pk)
    if found.status == CityRequest.Status.ASKED and found.changed_by == request.user:
        messages.info(request, "もう依頼してあります。")
        return redirect(found)
    return _do(
        request,
        found,
        lambda: found.ask(by=request.user, version=_version(request)),
        "依頼しました。市民センターの職員にも見えるようになりました。",
    )


@desk_page
@require_POST
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST: keep it, merge it, replace it or stop it, with the reason."""
    found = _editable(request, pk)
    form = DecisionForm(request.POST, request=found)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    told = form.cleaned_data
    try:
        found.decide(
            told["decision"],
            told["why"],
            by=request.user,
            version=told["version"],
            into=told["into"],
            instead=told["instead"],
        )
    except ValidationError as refusal:
        found.refresh_from_db()
        if found.was_decided(told["decision"], told["why"], by=request.user):  # pressed twice
            messages.info(request, f"もう「{found.state_name}」と決めてあります。")
            return redirect(found)
        form = _sent_again(request, found)
        for text in refusal.messages:
            form.add_error(None, text)
        return _page(request, found, form=form, status=409)
    messages.success(request, f"「{found.state_name}」と決めました。")
    return redirect(found)


@desk_page
@require_POST
def reopening(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST: a decision is taken back."""
    found = _editable(request, pk)
    why = request.POST.get("why", "")[:500]
    return _do(
        request,
        found,
        lambda: found.reopen(why, by=request.user, version=_version(request)),
        "決めたことを取り消しました。決めなおしてください。",
    )


@desk_page
@require_POST
def efforts(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST: what it really took at one of one's own centres."""
    found = _visible(request, pk)
    form = EffortForm(request.POST, centers=_own_centers(request, found))
    if not form.is_valid():
        return _page(request, found, effort=form, status=422)
    told = form.cleaned_data
    return _do(
        request,
        found,
        lambda: found.record_effort(
            told["center"], told["hours"], by=request.user, note=told["note"]
        ),
        f"{told['center']}で実際にかかった時間を記録しました。",
    )


@desk_page
@require_POST
def rolling_over(request: SignedInRequest) -> HttpResponse:
    """POST a year into which the requests of the year before go on, as drafts."""
    typed = request.POST.get("year", "")
    if not request.works_for_section or typed not in {str(one) for one in years_to_write()}:
        raise Http404
    year = int(typed)
    report = roll_over(year, by=request.user)
    messages.success(
        request,
        f"{fiscal_year_name(year)}の下書きを{report.made}件つくりました。"
        f"もう引きついであるもの {report.there_already}件、"
        f"引きつがないもの {report.left_behind}件。",
    )
    return redirect(f"{reverse('city_requests:index')}?year={year}&state=draft")


# ---------------------------------------------------------------- what they share


def _visible(request: SignedInRequest, pk: int) -> CityRequest:
    every = CityRequest.objects.visible_to(request.user)
    joined = every.select_related("previous", "merged_into", "changed_by")
    return get_object_or_404(joined, pk=pk)


def _editable(request: SignedInRequest, pk: int) -> CityRequest:
    return get_object_or_404(CityRequest.objects.editable_by(request.user), pk=pk)


def _version(request: SignedInRequest) -> int:
    return number_in(request.POST.get("version", ""), -1, longest=7)


def _own_centers(request: SignedInRequest, found: CityRequest):
    """The centres of this request at which `request.user` works."""
    if found.to != CityRequest.To.CENTERS or found.status == CityRequest.Status.DRAFT:
        return Center.objects.none()
    own = Center.objects.editable_by(request.user).select_related("ward")
    return own if found.everywhere else own.filter(city_requests=found)


def _sent_again(request: SignedInRequest, found: CityRequest) -> DecisionForm:
    """The words that were refused; who reads what happened meanwhile may send them once more."""
    sent = request.POST.copy()
    sent["version"] = str(found.version)
    form = DecisionForm(sent, request=found)
    form.is_valid()
    return form


def _do(
    request: SignedInRequest, found: CityRequest, command: Callable[[], object], done: str
) -> HttpResponse:
    try:
        command()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect(found)


def _page(
    request: SignedInRequest,
    found: CityRequest,
    *,
    form: DecisionForm | None = None,
    effort: EffortForm | None = None,
    status: int = 200,
) -> HttpResponse:
    centers = centers_of(found)
    own = _own_centers(request, found)
    seen = Center.objects.editable_by(request.user)
    events = apps.get_model("centers", "CityRequestEvent").objects.filter(pgh_obj=found.pk)
    told = RequestEffort.objects.filter(request=found, center__in=seen)
    outlooks = outlook(
        centers,
        first=found.first_day,
        last=found.last_day,
        hours=found.hours,
        to=found.to,
        year=found.year,
        besides=found.pk,
    )
    may_take_time = found.may_be_written or found.is_in_force
    context = {
        "desk_nav": "requests",
        "one": found,
        "centers": centers,
        "outlooks": outlooks if request.works_for_section and may_take_time else [],
        "form": form or DecisionForm(request=found),
        "effort": effort or EffortForm(centers=own),
        "may_tell": bool(own),
        "efforts": told.select_related("center__ward", "by").order_by("center__ward", "center"),
        "merged": found.merged.all(),
        "following": CityRequest.objects.visible_to(request.user).filter(previous=found).first(),
        "history": events.select_related("changed_by").order_by("pgh_id"),
    }
    return render(request, "city_requests/request.html", context, status=status)
