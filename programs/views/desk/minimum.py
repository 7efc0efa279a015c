"""Whether a course runs that too few signed up for: staff decide after the deadline."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from programs.models import Course

from .courses import own_course


class CancelForm(forms.Form):
    """Why the course is called off; everybody who signed up reads it."""

    reason = forms.CharField(
        label="中止の理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="申し込んだ方全員へのお知らせに、このまま載ります。",
        error_messages={
            "required": "中止の理由を書いてください。申し込んだ方全員にお知らせします。",
            "max_length": "中止の理由は200文字までで書いてください。",
        },
    )


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def running(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/running/`: hold the course all the same, or call it off and tell all."""
    course = own_course(request, pk)
    form = CancelForm(initial={"reason": _likely_reason(course)})
    error, status = "", 200
    if request.method == "POST":
        try:
            if request.POST.get("decision") == "run":
                course.run_anyway()
                messages.success(request, f"「{course.title}」を開くことにしました。")
                return redirect("desk:running", pk)
            form = CancelForm(request.POST)
            if form.is_valid():
                course.cancel(by=request.user, reason=form.cleaned_data["reason"])
                messages.success(
                    request, f"「{course.title}」を中止しました。申し込んだ方にお知らせします。"
                )
                return redirect("desk:running", pk)
            status = 422
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
            course.refresh_from_db()
    context = {
        "desk_nav": "courses",
        "course": course,
        "form": form,
        "error": error,
        "people": course.seats_taken + course.entered_count,
        "is_asked": Course.objects.under_minimum_at_deadline().filter(pk=pk).exists(),
    }
    return render(request, "desk/running.html", context, status=status)


def _likely_reason(course: Course) -> str:
    if course.minimum_to_run is None:
        return ""
    return f"申込が最少開講人数（{course.minimum_to_run}名）に届かなかったため。"
