"""A resident registers as a volunteer and tells, a page at a time, what others may ask for.

Each page is saved by itself: the first one registers, the others lead on to the next as long as
`first=1` goes along, and are the pages on which the same is changed later. Who came to sign up for
a shift is led back to it (`next`), from the last page or from any before.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.models import Center
from centers.volunteers.models import Qualification, Volunteer, VolunteerRole
from centers.volunteers.roster import agreed, qualifying, registering
from centers.volunteers.roster.forms import (
    ConsentsForm,
    GuardianForm,
    QualificationForm,
    RegisterForm,
    TimesForm,
    WishesForm,
)
from portal.people.coming_back import way_back
from portal.people.models import Person
from portal.people.requests import SignedInRequest
from portal.refusal import code_of

from .mine import own_volunteer

STEPS = ["wishes", "times", "qualifications", "consents"]
FIELD_OF = {"guardian_needed": "guardian", "guardian_is_self": "guardian", "too_young": "person"}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SignedInRequest) -> HttpResponse:
    """`/my/volunteer/register/` (`?role=` which one came for): who, and at which centre."""
    if not request.user.has_registered:
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('people:register')}?{back}")
    on_roster = Volunteer.objects.of(request.user).on_roster()
    people = list(Person.objects.of(request.user).exclude(volunteer__in=on_roster))
    if not people:
        messages.info(request, "ご家族のみなさんは、もう登録されています。")
        return redirect("volunteers:mine")
    today = timezone.localdate()
    old_enough = [one for one in people if one.age_on(today) >= registering.YOUNGEST]
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        people=old_enough or people,  # of whom none is, the refusal says from when on
        centers=Center.objects.open_to_public().select_related("ward"),
    )
    said = request.POST if request.method == "POST" else request.GET
    role = VolunteerRole.objects.open_to_all().filter(slug=said.get("role", "")).first()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            volunteer = registering.register(
                form.who,
                form.where,
                guardian=told.get("guardian", ""),
                agrees=told.get("agrees", False),
                by=request.user,
            )
        except ValidationError as refusal:
            _tell(form, refusal)
        else:
            if role is not None:
                volunteer.wanted_roles.add(role)
            return _on(request, volunteer, "register", begins=True)
    left_out = len(people) - len(form.people)
    context = {
        "form": form,
        "role": role,
        "left_out": left_out,
        "youngest": registering.YOUNGEST,
        "is_first": True,
        "step": 1,
        "next": way_back(request),
    }
    return _page(request, "volunteers/register.html", context, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/<number>/wishes/`: what one would like to do, can do, would rather not."""
    return _telling(request, number, WishesForm, "wishes")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/<number>/times/`: when, where to and how one comes."""
    return _telling(request, number, TimesForm, "times")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def qualifications(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/<number>/qualifications/`: add one, or take one away."""
    volunteer = own_volunteer(request, number)
    held = list(volunteer.qualifications.select_related("kind"))
    form = QualificationForm(request.POST if "add" in request.POST else None)
    if request.method == "POST" and "gone" in request.POST:
        for one in held:
            if str(one.pk) == request.POST["gone"]:
                qualifying.take_away(one, by=request.user)
                messages.success(request, f"「{one.kind}」を消しました。")
        return _again(request, volunteer)
    if request.method == "POST" and "add" in request.POST and form.is_valid():
        told = form.cleaned_data
        try:
            added = qualifying.tell(
                volunteer,
                told["kind"],
                obtained_on=told["obtained_on"],
                expires_on=told["expires_on"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"「{added.kind}」を加えました。{_to_show(added, volunteer)}")
            return _again(request, volunteer)
    if request.method == "POST" and "add" not in request.POST:
        return _on(request, volunteer, "qualifications")
    today = timezone.localdate()
    rows = [(one, one.expires_on is not None and one.expires_on < today) for one in held]
    context = _of(request, volunteer, "qualifications") | {"form": form, "held": rows}
    return _page(request, "volunteers/qualifications.html", context, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/<number>/consents/`: what is shown to whom; taken back, it is gone at once."""
    volunteer = own_volunteer(request, number)
    form = ConsentsForm(request.POST if request.method == "POST" else None, volunteer=volunteer)
    if request.method == "POST" and form.is_valid():
        _, taken_back = agreed.agree(volunteer, form.chosen, by=request.user)
        if taken_back:
            messages.success(request, "取りやめた項目は、いまから、だれにも見えません。")
        return _on(request, volunteer, "consents")
    context = _of(request, volunteer, "consents") | {"form": form}
    return _page(request, "volunteers/consents.html", context, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/<number>/guardian/`: a guardian agrees for who was registered without."""
    volunteer = own_volunteer(request, number)
    form = GuardianForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            registering.agree_as_guardian(
                volunteer, told["guardian"], agrees=told["agrees"], by=request.user
            )
        except ValidationError as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, "保護者の同意を書きました。ありがとうございます。")
            return redirect("volunteers:mine")
    context = {"form": form, "volunteer": volunteer}
    return _page(request, "volunteers/guardian.html", context, form)


# ---------------------------------------------------------------- from one page to the next


def _telling(
    request: SignedInRequest, number: int, kind: type[WishesForm | TimesForm], step: str
) -> HttpResponse:
    volunteer = own_volunteer(request, number)
    form = kind(request.POST if request.method == "POST" else None, volunteer=volunteer)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _on(request, volunteer, step)
    context = _of(request, volunteer, step) | {"form": form}
    return _page(request, f"volunteers/{step}.html", context, form)


def _of(request: SignedInRequest, volunteer: Volunteer, step: str) -> dict[str, Any]:
    said = request.POST if request.method == "POST" else request.GET
    return {
        "volunteer": volunteer,
        "is_first": said.get("first") == "1",
        "next": way_back(request),
        "step": STEPS.index(step) + 2,
    }


def _on(
    request: SignedInRequest, volunteer: Volunteer, step: str, *, begins: bool = False
) -> HttpResponse:
    """The next page of those that follow registering; else back to what one registered."""
    is_first = begins or request.POST.get("first") == "1"
    following = STEPS[STEPS.index(step) + 1 :] if step in STEPS else STEPS
    if is_first and following:
        page = reverse(f"volunteers:{following[0]}", args=[volunteer.number])
        return redirect(f"{page}?{_along(request)}#saved")
    told = (
        "登録の内容を受け付けました。ありがとうございます。" if is_first else "変更を保存しました。"
    )
    messages.success(request, told)
    back = way_back(request) if is_first else ""
    return redirect(back or f"{reverse('volunteers:mine')}#saved")


def _along(request: SignedInRequest) -> str:
    """What goes along from page to page while one registers."""
    back = way_back(request)
    return urlencode({"first": "1"} | ({"next": back} if back else {}))


def _again(request: SignedInRequest, volunteer: Volunteer) -> HttpResponse:
    page = reverse("volunteers:qualifications", args=[volunteer.number])
    along = f"?{_along(request)}" if request.POST.get("first") == "1" else ""
    return redirect(f"{page}{along}#saved")


def _to_show(added: Qualification, volunteer: Volunteer) -> str:
    if added.proof_seen_on is not None:
        return ""
    return f"次に{volunteer.center.name}に行くとき、証明を見せてください。"


def _tell(form: Form, refusal: ValidationError) -> None:
    """Say what was refused beside the field it is about."""
    field = FIELD_OF.get(code_of(refusal) or "")
    form.add_error(field if field in form.fields else None, refusal.messages)


def _page(
    request: SignedInRequest, template: str, context: dict[str, Any], form: Form
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"section_nav": "my"} | context, status=status)
