"""A resident registers oneself and family members, and mends what was registered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.people.coming_back import way_back
from portal.people.forms import PersonForm
from portal.people.models import Person
from portal.people.requests import SignedInRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SignedInRequest) -> HttpResponse:
    """`/my/registration/`: oneself, once; then back to where one came from."""
    if request.user.has_registered:
        return redirect(_next_page(request))
    return _edit(request, Person(), "people/register.html", "はじめての登録", is_self=True)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: SignedInRequest) -> HttpResponse:
    """`/my/people/`: one more of the family, whose telephone and ward are filled in."""
    person = Person.beside(request.user)
    return _edit(request, person, "people/person_form.html", "家族を加える", is_self=False)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/people/<id>/`: mend what was registered of one of the household."""
    person = get_object_or_404(Person.objects.of(request.user), pk=pk)
    return _edit(request, person, "people/person_form.html", "登録内容を直す", is_self=False)


def _edit(
    request: SignedInRequest, person: Person, template: str, heading: str, *, is_self: bool
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = PersonForm(sent, instance=person, is_self=is_self)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                _save(request, form)
            except ValidationError as refusal:
                if is_self and getattr(refusal, "code", "") == "already_registered":
                    return redirect(_next_page(request))
                form.add_error(None, refusal.messages[0])
            else:
                messages.success(request, f"{person.full_name}さんの内容を登録しました。")
                return redirect(_next_page(request))
        status = 422
    context = {"section_nav": "my", "form": form, "heading": heading, "next": _next_page(request)}
    return render(request, template, context, status=status)


def _save(request: SignedInRequest, form: PersonForm) -> None:
    """Write no more than the form asks: staff may have merged this row in the same moment."""
    person = form.instance
    if person.pk:
        person.save(update_fields=[*form.Meta.fields, "birth_date"])
    else:
        Person.register(request.user, person)


def _next_page(request: HttpRequest) -> str:
    return way_back(request) or "/my/"
