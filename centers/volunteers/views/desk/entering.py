"""Somebody at the counter registers: found or new, then what they offer and agree to on paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from centers.volunteers.models import Volunteer
from centers.volunteers.roster import agreed
from centers.volunteers.roster.desk_forms import VolunteerForm
from centers.volunteers.roster.finding import find, people_of, ticket_for
from centers.volunteers.roster.registering import register
from portal.japan import text
from portal.people.forms import PersonForm
from portal.people.models import AccessLog, Person
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import texts_in

LONGEST_SEARCH = 80


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/new/?q=&born=&person=`: whom one looks for, who is chosen, what is told."""
    said = request.POST if request.method == "POST" else request.GET
    people = people_of(request.user, texts_in(said, "person", 1))
    person = people[0] if people else None
    is_new = said.get("new") == "1" and person is None
    q, year = typed_search(said)
    context: dict[str, Any] = {"errors": [], "is_new": is_new, "person": person, "q": q}
    status = 200
    if person is None and not is_new:
        found = find(request.user, q, year) if q else []
        AccessLog.record(request.user, [one.pk for one in found], reason="ボランティアの登録")
        again = urlencode({"q": q, "born": said.get("born", "")[:10], "new": "1"})
        page = reverse("volunteers_desk:enter")
        context |= {
            "found": [
                (one, f"{page}?{urlencode({'person': ticket_for(request.user, one)})}")
                for one in found
            ],
            "new_person": f"{page}?{again}",
            "born": said.get("born", "")[:10],
        }
        return _page(request, context, status)
    if person is not None:
        AccessLog.record(request.user, [person.pk], reason="ボランティアの登録")
        known = Volunteer.objects.visible_to(request.user).on_roster().filter(person=person).first()
        if known is not None:
            messages.info(request, f"{person.full_name}さんは、もう登録されています。")
            return redirect("volunteers_desk:volunteer", known.pk)
    sent = request.POST if request.method == "POST" else None
    newcomer = PersonForm(sent, is_self=False, initial=begun(q, year)) if is_new else None
    if newcomer is not None:
        newcomer.use_required_attribute = False
    form = _form(request, sent, newcomer, person)
    if sent is not None:
        status = 422
        is_person_told = newcomer is None or newcomer.is_valid()
        if form.is_valid() and is_person_told:
            try:
                made = _register(request, form, person or newcomer.instance)  # type: ignore[union-attr]
            except ValidationError as refusal:
                context["errors"], status = refusal.messages, 409
            else:
                messages.success(
                    request,
                    f"{made.person.full_name}さんを登録しました。登録番号は{made.card_number}です。",
                )
                return redirect("volunteers_desk:volunteer", made.pk)
    context |= {
        "form": form,
        "newcomer": newcomer,
        "ticket": ticket_for(request.user, person) if person else "",
        "asked": agreed.ASKED,
        "ticked": set(texts_in(sent, "consent")) if sent else set(),
    }
    return _page(request, context, status)


def _form(
    request: SignedInRequest,
    sent: QueryDict | None,
    newcomer: PersonForm | None,
    person: Person | None,
) -> VolunteerForm:
    who = person
    if newcomer is not None and sent is not None and newcomer.is_valid():
        who = newcomer.instance
    instance = Volunteer(by=request.user)
    form = VolunteerForm(sent, user=request.user, person=who, instance=instance)
    centers = form.fields["center"].queryset  # type: ignore[attr-defined]
    only = list(centers[:2])
    if len(only) == 1:
        form.fields["center"].initial = only[0].pk
    return form


def _register(request: SignedInRequest, form: VolunteerForm, told: Person) -> Volunteer:
    """Person, volunteer, what they offer and agree to: together, or none of it."""
    with transaction.atomic():
        person = told if told.pk else Person.register_at_the_desk(told)
        said = form.cleaned_data
        made = register(
            person,
            said["center"],
            guardian=said["guardian_name"],
            agrees=said["guardian_agreed_on"] is not None,
            by=request.user,
        )
        if made.center_id != said["center"].pk:
            raise ValidationError(
                f"{person.full_name}さんは、{made.center}に登録されています。"
                "変えるときは、そちらにご連絡ください。",
                code="registered_elsewhere",
            )
        own = VolunteerForm(request.POST, user=request.user, person=person, instance=made)
        own.is_valid()
        own.save()
        agreed.agree(made, consents_in(request.POST), by=request.user)
    return made


def consents_in(said: QueryDict) -> list[tuple[str, str]]:
    """The ticked boxes, each an audience and a thing."""
    parts = [one.partition("-") for one in texts_in(said, "consent")]
    return [(audience, item) for audience, _, item in parts]


def typed_search(said: QueryDict) -> tuple[str, int | None]:
    """What one looks for, and the year of birth."""
    q = " ".join(said.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split())
    digits = text.digits(said.get("born", ""))
    is_year = len(digits) == 4 and 1900 <= int(digits) <= 2100
    return q, int(digits) if is_year else None


def begun(typed: str, year: int | None) -> dict[str, object]:
    """A search that found nobody, as the beginning of a registration."""
    told: dict[str, object] = {"birth_year": year} if year else {}
    if len(text.digits(typed)) >= 10:
        return told | {"phone": text.phone(typed)}
    reading = text.katakana(typed)
    names = ("family_kana", "given_kana")
    if not (reading and text.is_katakana(reading)):
        reading, names = text.plain_spaces(typed), ("family_name", "given_name")
    family, _, given = reading.partition(" ")
    return told | {names[0]: family[:30], names[1]: given[:30]}


def _page(request: SignedInRequest, context: dict[str, Any], status: int) -> HttpResponse:
    context["desk_nav"] = "volunteers"
    return render(request, "volunteers_desk/enter.html", context, status=status)
