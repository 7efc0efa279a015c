"""`/volunteers/ask/`: the guided form for those who need people; a step is a page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.models import Center
from centers.views.resident.registering import to_people
from centers.volunteers.models import Opening, Organization
from centers.volunteers.openings import asking
from centers.volunteers.openings.ask_forms import (
    NEW,
    NeedsStep,
    Step,
    WhatStep,
    WhereStep,
    WhoStep,
)
from centers.volunteers.openings.when_step import ROWS_AT_FIRST, WhenStep
from portal.people.requests import SignedInRequest
from portal.typed import number_in

CONFIRM = 6
SENT = "依頼を受け付けました。{center}が内容を確かめて、メールでお知らせします。"


class Way:
    """The five steps with all that was said so far, and the one that is to be shown."""

    def __init__(self, request: SignedInRequest) -> None:
        self.said: QueryDict = request.GET
        self.of = _returned(request, self.said)
        self.wanted = _number(self.said.get("step", ""), 1, CONFIRM)
        organizations = list(
            Organization.objects.of(request.user).filter(closed_on=None).select_related("center")
        )
        when = (
            WhenStep(None, rows=self.rows, initial=self.said.dict())
            if "more" in self.said  # nothing is wrong yet: there is only not enough room
            else WhenStep(self._data(WhenStep), rows=self.rows)
        )
        self.steps: list[Step] = [
            WhoStep(
                self._data(WhoStep),
                organizations=organizations,
                centers=Center.objects.open_to_public().select_related("ward"),
                initial={"organization": organizations[0].pk if organizations else NEW},
            ),
            WhatStep(self._data(WhatStep)),
            when,
            WhereStep(self._data(WhereStep), initial=self._place(organizations)),
            NeedsStep(self._data(NeedsStep)),
        ]
        self.number = self._first_unfinished()

    @property
    def rows(self) -> int:
        more = 3 if "more" in self.said else 0
        return _number(self.said.get("rows", ""), ROWS_AT_FIRST, 99) + more

    def _data(self, kind: type[Step]) -> QueryDict | None:
        """What was said to this step; nothing where one has not come to it yet."""
        place = [WhoStep, WhatStep, WhenStep, WhereStep, NeedsStep].index(kind) + 1
        is_known = self._done_before >= place
        return self.said if is_known else None

    def _place(self, organizations: list[Organization]) -> dict[str, Any]:
        """The ward of the centre is where it mostly is."""
        key = self.said.get("center", "")
        centers = Center.objects.filter(pk=number_in(key))
        named = self.said.get("organization", "")
        known = next((one for one in organizations if str(one.pk) == named), None)
        center = known.center if known else centers.first()
        return {"ward": center.ward.slug if center else None}

    def _first_unfinished(self) -> int:
        if "more" in self.said:
            return 3
        for number, step in enumerate(self.steps, start=1):
            if number >= self.wanted or not step.is_bound or not step.is_valid():
                return number
        return CONFIRM

    @property
    def step(self) -> Step:
        return self.steps[self.number - 1]

    def kept(self) -> list[tuple[str, str]]:
        """What other steps were told, to be said again with this one."""
        own = set(self.step.fields) | {"step", "done", "more"}
        if self.number == 3:
            own.add("rows")
        return [
            (name, value)
            for name, values in self.said.lists()
            for value in values
            if name not in own
        ]

    @property
    def done(self) -> int:
        """How far one has come once this step is sent."""
        return max(self.number, self._done_before)

    @property
    def _done_before(self) -> int:
        return _number(self.said.get("done", ""), 0, CONFIRM)

    @property
    def next_number(self) -> int:
        """Who mends one step comes back to the whole; else the next step follows."""
        return CONFIRM if self.done >= len(self.steps) else self.number + 1

    def address(self, number: int) -> str:
        query = self.said.copy()
        query["step"] = str(number)
        query.pop("more", None)
        return f"?{query.urlencode()}"

    @property
    def back(self) -> str:
        return self.address(self.number - 1)

    @property
    def here(self) -> str:
        """All that was said: who signs in again finds it here."""
        return self.address(CONFIRM)

    def asked(self) -> asking.Wanted:
        who, what, when, where, needs = self.steps
        assert isinstance(who, WhoStep)
        assert isinstance(what, WhatStep)
        assert isinstance(when, WhenStep)
        words = dict(needs.cleaned_data) | {
            "title": what.cleaned_data["headline"],
            "description": what.cleaned_data["description"],
            "place": where.cleaned_data["place"],
        }
        return asking.Wanted(
            center=who.chosen_center,
            ward=where.cleaned_data["ward"],
            organization=who.known,
            new_name=who.cleaned_data.get("name", ""),
            new_kind=who.cleaned_data.get("kind", ""),
            words=words,
            times=when.times,
            needed=when.cleaned_data["needed"],
            fields=what.chosen,
        )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """One step a page; the sixth shows all of it, and its POST sends it."""
    if not request.user.has_registered:
        return to_people(request)
    if again := number_in(request.GET.get("again", "")):
        return redirect(f"{request.path}?{_said_before(request, again)}")
    way = Way(request)
    errors: list[str] = []
    status = 200
    if request.method == "POST" and way.number == CONFIRM:
        try:
            wanted = way.asked()
            if way.of is None:
                opening = asking.ask(wanted, by=request.user)
            else:
                opening = asking.rewrite(way.of, wanted, by=request.user)
        except ValidationError as refusal:
            errors, status = refusal.messages, 409
        else:
            messages.success(request, SENT.format(center=opening.center))
            return redirect("volunteers:hosted", opening.number)
    context: dict[str, Any] = {"section_nav": "volunteers", "way": way, "errors": errors}
    if way.number == CONFIRM:
        context["parts"] = [
            (step.title, [one for one in step.told if one[1]], way.address(number))
            for number, step in enumerate(way.steps, start=1)
        ]
        return render(request, "volunteers/ask_confirm.html", context, status=status)
    is_wrong = way.step.is_bound and way.number < way.wanted and "more" not in way.said
    context |= {"form": way.step, "is_wrong": is_wrong, "total": CONFIRM}
    return render(request, "volunteers/ask.html", context, status=422 if is_wrong else 200)


def _returned(request: SignedInRequest, said: QueryDict) -> Opening | None:
    """What the centre sent back and is written anew; its receipt stands in the address."""
    key = said.get("of", "")
    if not key:
        return None
    own = Opening.objects.of(request.user).filter(status=Opening.Status.RETURNED).distinct()
    return get_object_or_404(own, number=number_in(key))


def _said_before(request: SignedInRequest, number: int) -> str:
    """The address that says what an earlier request said: to be mended, or asked once more.

    Days that are over are left out.
    """
    own = Opening.objects.filter(pk__in=Opening.objects.of(request.user).values("pk"))
    before = get_object_or_404(own.select_related("organization", "ward"), number=number)
    host = before.organization
    speaks = Organization.objects.of(request.user)
    said: list[tuple[str, str]] = [("done", "5"), ("center", str(before.center_id))]
    if host is not None and speaks.filter(pk=host.pk).exists():
        said.append(("organization", str(host.pk)))
    elif host is not None:
        said += [("organization", NEW), ("name", host.name), ("kind", host.kind)]
    said += [("headline", before.title), ("description", before.description)]
    said += [("field", slug) for slug in before.fields.values_list("slug", flat=True)]
    shifts = list(before.shifts.live())
    coming = [shift for shift in shifts if shift.starts_at > timezone.now()]
    said.append(("needed", str(shifts[0].needed if shifts else 1)))
    said.append(("rows", str(max(len(coming), ROWS_AT_FIRST))))
    for row, shift in enumerate(coming, start=1):
        starts, ends = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
        said += [(f"day_{row}", f"{starts:%Y-%m-%d}"), (f"begins_{row}", f"{starts:%H:%M}")]
        said.append((f"ends_{row}", f"{ends:%H:%M}"))
    said += [("place", before.place), ("ward", before.ward.slug)]
    said += [(name, getattr(before, name)) for name in ("requirements", "bring", "expenses")]
    said.append(("minimum_age", str(before.minimum_age)))
    if before.is_insured:
        said.append(("is_insured", "on"))
    if before.is_returned:
        said.append(("of", str(before.number)))
    return urlencode(said)


def _number(typed: str, least: int, most: int) -> int:
    return min(max(number_in(typed, least), least), most)
