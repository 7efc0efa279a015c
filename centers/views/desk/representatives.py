"""Another person comes to represent a group, as it was agreed at the counter."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from centers.models import UserGroup
from centers.registering import handing_over
from portal.people.forms import PersonForm
from portal.people.models import AccessLog, Person
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest

from .registrations import ReasonForm


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def representative(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/rooms/groups/<id>/representative/`: who it was, who it is to be, and why."""
    groups = UserGroup.objects.visible_to(request.user).filter(is_individual=False)
    group = get_object_or_404(groups.select_related("center", "representative"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    person, reason = PersonForm(sent, is_self=False), ReasonForm(sent)
    person.use_required_attribute = False
    reason.fields["why"].help_text = "総会で代わったなど。記録に残ります。"
    reason.fields["why"].error_messages["required"] = "理由を書いてください。記録に残ります。"
    errors: list[str] = []
    status = 200
    if sent is not None:
        status = 422
        if person.is_valid() & reason.is_valid():
            try:
                with transaction.atomic():
                    who = Person.register_at_the_desk(person.instance)
                    handing_over.write_down(group, who, reason.cleaned_data["why"], by=request.user)
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
            else:
                messages.success(request, f"{group.name}の代表者を{who.full_name}さんにしました。")
                return redirect("rooms_desk:representative", group.pk)
    AccessLog.record(request.user, [group.representative_id], reason="代表者の交代")
    context = {
        "desk_nav": "rooms",
        "group": group,
        "person": person,
        "form": person if person.errors else reason,
        "reason": reason,
        "errors": errors,
        "done": group.handovers.done().select_related("from_person", "to_person", "by"),
        "asked": group.handovers.open().first(),
    }
    return render(request, "room_desk/representative.html", context, status=status)
