"""Certificates: the paper for the one who earned it, and the page anybody checks it on."""

import re
import unicodedata

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.people.requests import SignedInRequest
from portal.public_pages import public_page
from programs.models import Completion, SignUp

CODE = re.compile(r"[2-9A-HJ-NP-Z]{12}")


@never_cache
@login_required
@require_safe
def certificate(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/sign-ups/<id>/certificate/`: the certificate of one of the household, on A4."""
    own = Completion.objects.filter(sign_up__in=SignUp.objects.of(request.user))
    found = get_object_or_404(
        own.select_related("sign_up__course__center", "sign_up__course__organizer"), sign_up=pk
    )
    context = {"section_nav": "my", "completion": found, "course": found.sign_up.course}
    return render(request, "programs/certificate.html", context)


@require_safe
@public_page
def certificate_check(request: HttpRequest, code: str) -> HttpResponse:
    """`/certificates/<code>/`: course, day and a masked name; the same 404 page for no such code.

    The code is one of 31^12 drawn at random, so nobody comes upon a certificate by guessing.
    """
    found = Completion.objects.filter(code=code).first()
    context = {"completion": found, "typed": "" if found else code}
    return render(request, "programs/certificate_check.html", context, status=200 if found else 404)


@require_safe
@public_page
def certificate_search(request: HttpRequest) -> HttpResponse:
    """`/certificates/`: a number typed off the paper, in any form, leads to its page."""
    typed = request.GET.get("number", "")[:40]
    code = re.sub(r"[\s\-‐－ー―]", "", unicodedata.normalize("NFKC", typed)).upper()
    if CODE.fullmatch(code):
        return redirect("programs:certificate_check", code)
    return render(request, "programs/certificate_check.html", {"typed": typed.strip()})
