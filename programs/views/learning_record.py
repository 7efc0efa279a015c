"""The household's learning record (学びの記録手帳): on the page, on paper, and to take away."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.people.requests import SignedInRequest
from programs.attendance.learning_record import as_csv, as_rows, books_of


@never_cache
@login_required
@require_safe
def record(request: SignedInRequest) -> HttpResponse:
    """`/my/record/`: years, courses, hours, units and certificates of everybody at home."""
    books = books_of(request.user)
    context = {
        "section_nav": "my",
        "books": [book for book in books if book.entries],
        "without": [book.person for book in books if not book.entries],
        "today": timezone.localdate(),
    }
    return render(request, "programs/learning_record.html", context)


@never_cache
@login_required
@require_safe
def record_csv(request: SignedInRequest) -> HttpResponse:
    """`/my/record.csv`: one row a course, UTF-8 with BOM."""
    response = HttpResponse(as_csv(books_of(request.user)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="record.csv"'
    return response


@never_cache
@login_required
@require_safe
def record_json(request: SignedInRequest) -> JsonResponse:
    """`/my/record.json`: the same rows as JSON."""
    response = JsonResponse(
        {"record": list(as_rows(books_of(request.user)))},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="record.json"'
    return response
