"""The desk's page of who finished a course, and all its certificates on paper."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import number_in
from programs.attendance.completion import complete, standing
from programs.models import Completion

from .courses import own_course

MOST_AT_ONCE = 300


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def completions(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/completions/`: who met the rule; POST works it out (anew)."""
    course = own_course(request, pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            result = complete(course.pk)
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
        else:
            messages.success(request, result.in_words())
            return redirect("desk:completions", course.pk)
    rows = list(standing(course)[:MOST_AT_ONCE])
    AccessLog.record(request.user, [row.person_id for row in rows], reason="修了の確認")
    context = {
        "desk_nav": "courses",
        "course": course,
        "rows": rows,
        "finished": Completion.objects.valid().filter(sign_up__course=course).count(),
        "most": MOST_AT_ONCE,
        "is_cut": course.seats_taken > MOST_AT_ONCE,
        "error": error,
    }
    return render(request, "desk/completions.html", context, status=status)


@desk_page
@require_safe
def certificates(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/certificates/`: the certificates of a course, one to a sheet of A4.

    `?from=301` goes on where a course has more than are drawn at once.
    """
    course = own_course(request, pk)
    valid = Completion.objects.valid().filter(sign_up__course=course)
    first = max(number_in(request.GET.get("from", ""), longest=6), 1)
    ordered = valid.select_related("sign_up__person").order_by(
        "sign_up__person__family_kana", "sign_up__person__given_kana", "pk"
    )
    shown = list(ordered[first - 1 : first - 1 + MOST_AT_ONCE])
    AccessLog.record(request.user, [one.sign_up.person_id for one in shown], reason="修了証の印刷")
    total = valid.count()
    context = {
        "desk_nav": "courses",
        "course": course,
        "certificates": shown,
        "total": total,
        "first": first,
        "last": first - 1 + len(shown),
        "next": first + MOST_AT_ONCE if first - 1 + MOST_AT_ONCE < total else None,
    }
    return render(request, "programs/certificates.html", context)
