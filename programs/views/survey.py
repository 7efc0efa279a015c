"""The questionnaire after a course, for those who were there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.people.requests import SignedInRequest
from programs.models import SignUp, SurveyAnswer
from programs.models.survey_answer import answerable_until, refuse_unless_answerable
from programs.survey.form import SurveyForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/sign-ups/<id>/survey/`: answer, and change one's answer until it closes."""
    own = SignUp.objects.of(request.user).select_related(
        "person", "course__center", "course__ward", "course__organizer"
    )
    found = get_object_or_404(own, pk=pk)
    answer = SurveyAnswer.objects.filter(sign_up=found).first()
    context = {
        "section_nav": "my",
        "sign_up": found,
        "course": found.course,
        "is_answered": answer is not None,
        "until": answerable_until(found.course),
    }
    try:
        refuse_unless_answerable(found)
    except ValidationError as refusal:
        context["refusal"] = refusal.messages[0]
        status = 409 if request.method == "POST" else 200
        return render(request, "programs/survey.html", context, status=status)
    if request.method == "POST":
        form = SurveyForm(request.POST)
        if form.is_valid() and _keep(found, form):
            messages.success(request, "アンケートにお答えくださり、ありがとうございました。")
            return redirect("programs:receipt", found.pk)
        return render(request, "programs/survey.html", context | {"form": form}, status=422)
    form = SurveyForm(initial=_said(answer) if answer else None)
    return render(request, "programs/survey.html", context | {"form": form})


def _keep(sign_up: SignUp, form: SurveyForm) -> bool:
    try:
        SurveyAnswer.give(sign_up, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True


def _said(answer: SurveyAnswer) -> dict:
    return {name: getattr(answer, name) for name in SurveyForm.base_fields}
