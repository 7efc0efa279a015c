"""A group is handed over: its representative asks somebody, who says yes or no."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.models import Handover, Reservation, UserGroup
from centers.registering import handing_over
from portal.japan import text
from portal.people.coming_back import keeps_what_was_typed
from portal.people.models import Person
from portal.people.requests import SignedInRequest
from portal.people.sign_in import HalfWidthEmailField

from .registering import to_people


class AskForm(forms.Form):
    """Who is asked, and where the letter goes."""

    use_required_attribute = False

    name = forms.CharField(
        label="引き継ぐ方のお名前",
        max_length=60,
        error_messages={
            "required": "引き継ぐ方のお名前を入力してください。",
            "max_length": "お名前は%(limit_value)d文字までで入力してください。",
        },
    )
    email = HalfWidthEmailField(
        label="引き継ぐ方のメールアドレス",
        max_length=254,
        help_text="この方がサインインに使うアドレスです。まだ使ったことがなくてもかまいません。",
        widget=forms.EmailInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={
            "required": "引き継ぐ方のメールアドレスを入力してください。",
            "invalid": "メールアドレスの形を確かめてください。例：hanako@example.jp",
            "max_length": "メールアドレスが長すぎます。打ちまちがいがないか確かめてください。",
        },
    )

    def clean_name(self) -> str:
        return text.plain_spaces(self.cleaned_data["name"])


@never_cache
@keeps_what_was_typed
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/rooms/groups/<id>/representative/`: who is to take the group over; POST asks."""
    own = UserGroup.objects.of(request.user).filter(is_individual=False)
    group = get_object_or_404(own.select_related("center", "representative"), pk=pk)
    begun = {name: request.GET.get(name, "")[:254] for name in AskForm.base_fields}
    form = AskForm(request.POST if request.method == "POST" else None, initial=begun)
    context: dict[str, Any] = {"section_nav": "my", "group": group, "form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                asked = handing_over.ask(group, **form.cleaned_data, by=request.user)
            except ValidationError as refusal:
                context["errors"], status = refusal.messages, 409
            else:
                messages.success(request, "代表者の交代を頼みました。お返事をお待ちください。")
                return redirect("rooms:handover", asked.receipt)
    context["open"] = group.handovers.open().first()
    return render(request, "rooms/hand_over.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/my/rooms/handovers/<receipt>/`: how it stands; the one who is asked answers."""
    found = _found(request, receipt)
    is_asked = Handover.objects.asked_of(request.user).filter(pk=found.pk).exists()
    if is_asked and not request.user.has_registered:
        return to_people(request)
    people = list(Person.objects.of(request.user)) if is_asked else []
    error, status = "", 200
    if request.method == "POST":
        try:
            done = _answer(request, found, people)
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
        else:
            messages.success(request, done)
            return redirect("rooms:mine")
    group = found.group
    context = {
        "section_nav": "my",
        "handover": found,
        "group": group,
        "people": people,
        "is_asked": is_asked,
        "is_own": UserGroup.objects.of(request.user).filter(pk=group.pk).exists(),
        "to_come": Reservation.objects.to_come().filter(registration__group=group).count()
        if is_asked
        else 0,
        "error": error,
    }
    return render(request, "rooms/handover.html", context, status=status)


def _answer(request: SignedInRequest, found: Handover, people: list[Person]) -> str:
    """Do what the pressed button says; what to say of it. Codes: no_person, and the command's."""
    match request.POST.get("do"):
        case "accept" if people:
            chosen = request.POST.get("person", "")
            person = next((one for one in people if str(one.pk) == chosen), None)
            if person is None:
                raise ValidationError("代表者になる方を選んでください。", code="no_person")
            handing_over.accept(found, person, by=request.user)
            return f"「{found.group.name}」の代表者になりました。"
        case "decline" if people:
            handing_over.decline(found, by=request.user)
            return "引き受けられないことを、お知らせしました。"
        case "take_back" if UserGroup.objects.of(request.user).filter(pk=found.group_id).exists():
            handing_over.take_back(found, by=request.user)
            return "代表者の交代を取りやめました。"
    raise ValidationError(
        "画面が古くなっています。開き直してから、もう一度お試しください。", code="not_open"
    )


def _found(request: SignedInRequest, receipt: int) -> Handover:
    """One that concerns whoever is signed in; else 404."""
    rows = Handover.objects.concerning(request.user)
    return get_object_or_404(
        rows.select_related("group__center", "from_person", "to_person"), receipt=receipt
    )
