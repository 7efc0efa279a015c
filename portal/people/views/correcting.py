"""The page on which staff correct somebody who has no account; whose desk it is shows it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.people.correcting import correct, may_correct, sent_or_empty
from portal.people.models import AccessLog, Person
from portal.people.requests import SignedInRequest

REASON = "登録の修正"


def correction(
    request: SignedInRequest, person: Person, template: str, back: str, nav: str
) -> HttpResponse:
    """The form of `person`, whom the caller has found visible; written, it leads `back`."""
    name = person.full_name
    AccessLog.record(request.user, [person.pk], reason=REASON)
    if not may_correct(person):
        messages.info(request, f"{name}さんの氏名や連絡先は、本人か家族がマイページで直します。")
        return redirect(back)
    form = sent_or_empty(request, person)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                correct(form, by=request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
                status = 409
            else:
                messages.success(request, f"{person.full_name}さんの登録を直しました。")
                return redirect(back)
    context = {"desk_nav": nav, "form": form, "name": name, "back": back}
    return render(request, template, context, status=status)
