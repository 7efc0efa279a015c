"""Pages anyone sees: the list of courses, one course, its calendar file, the feeds."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.htmx import render_page
from portal.public_pages import public_page
from programs.browsing.catalogue import Catalogue
from programs.browsing.course_page import context_of, published_course
from programs.browsing.list_page import ListPage
from programs.feeds.atom import NewCourses
from programs.feeds.calendar_file import calendar_of
from programs.feeds.open_data import event_rows
from programs.models import Course, Series
from programs.reference import with_reference_rows
from programs.sign_ups.series_page import LARGEST_SERIES


@require_safe
@public_page
def course_list(request: HttpRequest) -> HttpResponse:
    """`/courses/`: what the address asks for, twenty a page, what closes soon first."""
    page = ListPage(Catalogue.from_query(request.GET), request.GET)
    response = render_page(request, "programs/course_list.html", page.context(), fragment="results")
    response.status_code = 200 if page.exists else 404
    return response


@require_safe
@public_page
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """`/courses/<id>/`: all that a course listing shows."""
    found = published_course(pk)
    if found is None:
        raise Http404
    return render_page(request, "programs/course_detail.html", context_of(request, *found))


@require_safe
@public_page
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """`/series/<id>/`: the courses of a series, those to come first, and the one form for all."""
    found = get_object_or_404(Series, pk=pk)
    published = Course.objects.published().for_list().filter(series=found)
    courses = list(published.order_by("starts_at", "pk")[:LARGEST_SERIES])
    if not courses:
        raise Http404
    courses.sort(key=lambda course: course.is_over)
    context = {
        "section_nav": "courses",
        "series": found,
        "courses": with_reference_rows(courses),
        "is_open": any(course.can_be_signed_up_here for course in courses),
    }
    return render_page(request, "programs/series.html", context)


@require_safe
@public_page
def course_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """`/courses/<id>/course.ics`: every session as an entry for one's calendar."""
    found = get_object_or_404(
        Course.objects.published().select_related("center").prefetch_related("sessions"), pk=pk
    )
    response = HttpResponse(
        calendar_of([found], request), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="course-{pk}.ics"'
    return response


@require_safe
@public_page
def all_courses_calendar(request: HttpRequest) -> HttpResponse:
    """`/calendar/courses.ics`: the next 300 courses that can still be reached, to subscribe to."""
    coming = (
        Course.objects.current()
        .soonest_first()
        .select_related("center")
        .prefetch_related("sessions")[:300]
    )
    return HttpResponse(calendar_of(coming, request), content_type="text/calendar; charset=utf-8")


@require_safe
@public_page
def courses_feed(request: HttpRequest) -> HttpResponse:
    """`/feeds/courses.atom`: what was published last."""
    return NewCourses()(request)


@require_safe
def events_csv(request: HttpRequest) -> StreamingHttpResponse:
    """`/open-data/<code>_event.csv`: every course that can be reached, as open data."""
    site = request.build_absolute_uri("/").rstrip("/")
    response = StreamingHttpResponse(event_rows(site), content_type="text/csv; charset=utf-8")
    code = settings.CITY["city"]["code"]
    response["Content-Disposition"] = f'attachment; filename="{code}_event.csv"'
    response["Cache-Control"] = "public, max-age=300"
    return response
