"""The desk's results of the questionnaires: groups of five answers or more, nobody in them."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.japan.calendar import fiscal_year
from portal.people.permissions import desk_page, works_for_section
from portal.people.requests import SignedInRequest
from portal.spreadsheets import as_csv
from programs.models import Course, SurveyAnswer
from programs.models.survey_answer import answerable_until
from programs.survey.results import (
    LEAST,
    Figures,
    Results,
    comments_on,
    is_closed,
    results_of,
    results_of_course,
    years_asked,
)
from vision.figures import counting
from vision.metrics import Metric, registered

from .courses import own_course


def _year(request: SignedInRequest) -> int:
    """The fiscal year asked for; this one where none or none we have is named."""
    asked = request.GET.get("year", "")
    years = [str(year) for year in years_asked()]
    return int(asked) if asked in years else fiscal_year(timezone.localdate())


def _measures(year: int) -> list[tuple[Metric, str]]:
    """The plan's figures of a fiscal year, as they were counted last night."""
    trends = counting.trends()
    found = ((one, trends.get(one.key, {}).get(year)) for one in registered())
    return [(one, one.show(figure.value)) for one, figure in found if figure]


@desk_page
@require_safe
def surveys(request: SignedInRequest) -> HttpResponse:
    """`/desk/surveys/`: a fiscal year's results by centre and course."""
    year = _year(request)
    is_section = works_for_section(request.user)
    context = {
        "desk_nav": "surveys",
        "year": year,
        "years": years_asked(),
        "results": results_of(year, Course.objects.editable_by(request.user)),
        "least": LEAST,
        "measures": _measures(year) if is_section else [],
    }
    return render(request, "desk/surveys.html", context)


@desk_page
@require_safe
def surveys_csv(request: SignedInRequest) -> HttpResponse:
    """`/desk/surveys/results.csv`: the same as a table."""
    year = _year(request)
    results = results_of(year, Course.objects.editable_by(request.user))
    return as_csv(f"survey-{year}.csv", _rows(results))


@desk_page
@require_safe
def course_survey(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/survey/`: one course's results, once they tell of five or more."""
    course = own_course(request, pk)
    context = {
        "desk_nav": "courses",
        "course": course,
        "figures": results_of_course(course),
        "comments": comments_on(course),
        "is_closed": is_closed(course),
        "until": answerable_until(course),
        "least": LEAST,
    }
    return render(request, "desk/course_survey.html", context)


def _rows(results: Results) -> Iterator[list[object]]:
    marks = [label for _, label in SurveyAnswer.Mark.choices]
    uses = [label for _, label in SurveyAnswer.Use.choices]
    yield ["年度", "市民センター", "講座", "回答", "満足度の平均", *marks, "活動に関心", *uses]
    for center in results.centers:
        yield [results.year, center.name, "（すべて）", *_cells(center.together)]
        for line in center.courses:
            yield [results.year, center.name, line.name, *_cells(line.figures)]
    if results.together.n:
        yield [results.year, "（すべて）", "（すべて）", *_cells(results.together)]


def _cells(figures: Figures) -> list[object]:
    return [
        figures.n,
        figures.average,
        *(figures.marks[value] for value in SurveyAnswer.Mark.values),
        figures.wants_activity,
        *(figures.uses[value] for value in SurveyAnswer.Use.values),
    ]
