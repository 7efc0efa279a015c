"""What anybody may see of a lottery: its page, and the file to check it with."""

from collections.abc import Iterator

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import condition, require_safe

from portal.public_pages import public_page
from programs.lottery.arithmetic import Entry, Place, seed_of
from programs.lottery.file import lines_of
from programs.lottery.page import CHECK_PROGRAM, DrawPage
from programs.models import Course, Draw
from programs.reference import with_reference_rows

ROWS = 5_000


@require_safe
@public_page
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """`/courses/<id>/draw/`: how lots are drawn here, and what came of it once it is announced."""
    drawn_here = Q(method=Course.Method.LOTTERY, takes_sign_ups_here=True) | Q(draws__isnull=False)
    course = get_object_or_404(Course.objects.published().filter(drawn_here).distinct(), pk=pk)
    with_reference_rows([course])
    context = {
        "section_nav": "courses",
        "course": course,
        "page": DrawPage(course),
        "program": CHECK_PROGRAM,
    }
    return render(request, "programs/draw.html", context)


def _version(request: HttpRequest, pk: int, number: int) -> str | None:
    """A draw's file changes twice: when it is announced and when it is annulled."""
    draws = Draw.objects.filter(course=pk, number=number)
    found = draws.values_list("pk", "announced_at", "annulled_at").first()
    return f'"{"-".join(str(part) for part in found)}"' if found else None


@require_safe
@condition(etag_func=_version)
def draw_file(request: HttpRequest, pk: int, number: int) -> StreamingHttpResponse:
    """`/courses/<id>/draw/<number>.json`: all one needs to do the draw again, and no name."""
    of_published = Draw.objects.filter(course__in=Course.objects.published())
    found = of_published.filter(course=pk, number=number).first()
    if found is None:
        raise Http404
    result = None
    if found.is_open_to_all and found.is_drawn:
        seed = seed_of(bytes.fromhex(found.secret), found.list_hash, found.value)
        result = {"value": found.value, "secret": found.secret, "seed": seed.hex()}
    lines = lines_of(found.head, found.list_hash, _entries(found, bool(result)), result)
    response = StreamingHttpResponse(lines, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="draw-{pk}-{number}.json"'
    response["Cache-Control"] = "public, max-age=60"
    return response


def _entries(found: Draw, with_places: bool) -> Iterator[tuple[Entry, Place | None]]:
    rows = found.entries.order_by("receipt")
    columns = rows.values_list("receipt", "size", "tier", "rank", "selected")
    for receipt, size, tier, rank, selected in columns.iterator(ROWS):
        place = Place(receipt, rank or 0, bool(selected)) if with_places else None
        yield Entry(receipt, size, tier), place
