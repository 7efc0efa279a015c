"""The desk's letters: their words, for the section to change; and mails that did not arrive."""

from itertools import groupby
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.notices.letter_form import LetterForm
from portal.notices.letters import Letter, all_letters
from portal.notices.letters import letter as letter_called
from portal.notices.models import LetterText
from portal.notices.writing import fill, foot
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page, works_for_section
from portal.people.requests import SignedInRequest
from programs.letters.mail_failures import Concerned, failures_among, told_of

HISTORY_SHOWN = 20


@desk_page
@require_safe
def letters(request: SignedInRequest) -> HttpResponse:
    """`/desk/letters/`: every kind of letter, app by app, and whose words it has."""
    _section_only(request)
    edited = {text.kind: text for text in LetterText.objects.select_related("updated_by")}
    by_app = groupby(all_letters(), key=lambda one: one.of.name)
    parts = [(name, [(one, edited.get(one.key)) for one in found]) for name, found in by_app]
    return render(request, "desk/letters.html", {"desk_nav": "letters", "parts": parts})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: SignedInRequest, kind: str) -> HttpResponse:
    """`/desk/letters/<kind>/`: change the words of one kind, look at them, or go back."""
    _section_only(request)
    found = letter_called(kind)
    if found is None:
        raise Http404
    text = LetterText.objects.filter(kind=kind).select_related("updated_by").first()
    if request.method == "POST" and "reset" in request.POST:
        if text:
            text.delete()
        messages.success(request, "はじめの文面にもどしました。")
        return redirect("desk:letter", kind)
    subject, body = LetterText.words(kind)
    form = LetterForm(
        request.POST if request.method == "POST" else None,
        instance=text or LetterText(kind=kind, subject=subject, body=body),
    )
    form.instance.updated_by = request.user
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        elif "save" in request.POST:
            words = {"subject": form.instance.subject, "body": form.instance.body}
            # Not `form.save()`: of two who press for the first time at once, one would fail.
            LetterText.objects.update_or_create(
                kind=kind, defaults=words | {"updated_by": request.user}
            )
            messages.success(request, f"「{found.kind.name}」の文面を保存しました。")
            return redirect("desk:letter", kind)
    return render(request, "desk/letter.html", _page(found, text, form), status=status)


def _page(found: Letter, text: LetterText | None, form: LetterForm) -> dict[str, Any]:
    shown = form.instance
    return {
        "desk_nav": "letters",
        "kind": found.kind,
        "of": found.of.name,
        "key": found.key,
        "text": text,
        "form": form,
        "missing": shown.missing,
        "placeholders": list(found.placeholders.items()),
        "preview_subject": fill(shown.subject, found.sample),
        "preview_body": f"{fill(shown.body, found.sample)}\n{foot()}",
        "history": apps.get_model("notices", "LetterTextEvent")
        .objects.filter(kind=found.key)
        .select_related("updated_by")
        .order_by("-pgh_id")[:HISTORY_SHOWN],
    }


@desk_page
@require_safe
def mail_failures(request: SignedInRequest) -> HttpResponse:
    """`/desk/mail-failures/`: whom mail does not reach, with the telephone instead."""
    concerned = Concerned.of(request.user)
    accounts, page = page_of(failures_among(concerned), request.GET)
    rows = told_of(accounts, concerned)
    people = [person for row in rows for person in row.people]
    AccessLog.record(request.user, [person.pk for person in people], reason="メールの不達")
    context = {
        "desk_nav": "letters",
        "rows": rows,
        "page": page,
        "is_section": works_for_section(request.user),
    }
    return render(request, "desk/mail_failures.html", context)


def _section_only(request: SignedInRequest) -> None:
    if not works_for_section(request.user):
        raise Http404
