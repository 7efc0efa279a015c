"""What anybody may see of the draws of rooms: their months, their pages, the files to check."""

from collections.abc import Iterator
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import condition, require_safe

from centers.lottery.listed import file_of
from centers.lottery.page import CHECK_PROGRAM, RoomDrawPage
from centers.models import PurposeClass, RoomLottery
from centers.models.wish import MOST_WISHES
from portal.public_pages import public_page

MONTHS_SHOWN = 24


@require_safe
@public_page
def lotteries(request: HttpRequest) -> HttpResponse:
    """`/rooms/lotteries/`: the draws that are coming, going on and over."""
    pages = [RoomDrawPage(lottery) for lottery in RoomLottery.objects.all()[:MONTHS_SHOWN]]
    context = {
        "section_nav": "rooms",
        "most": MOST_WISHES,
        "coming": [page for page in reversed(pages) if not page.lottery.is_announced],
        "over": [page for page in pages if page.lottery.is_announced],
    }
    return render(request, "rooms/lotteries.html", context)


@require_safe
@public_page
def lottery(request: HttpRequest, month: date) -> HttpResponse:
    """`/rooms/lotteries/<month>/`: how rooms are drawn, and what came of it once announced."""
    found = get_object_or_404(RoomLottery, month=month)
    context = {
        "section_nav": "rooms",
        "lottery": found,
        "page": RoomDrawPage(found),
        "classes": PurposeClass.objects.all(),
        "program": CHECK_PROGRAM,
    }
    return render(request, "rooms/lottery.html", context)


def _version(request: HttpRequest, month: date, number: int) -> str | None:
    """A draw's file changes when it is announced, or given up."""
    found = RoomLottery.objects.filter(month=month)
    row = found.values_list("pk", "number", "closed_at", "announced_at").first()
    return f'"{number}-{"-".join(str(part) for part in row)}"' if row else None


@require_safe
@condition(etag_func=_version)
def draw_file(request: HttpRequest, month: date, number: int) -> StreamingHttpResponse:
    """`/rooms/lotteries/<month>/<number>.json`: all one needs to draw again, and no name."""
    found = get_object_or_404(RoomLottery, month=month)
    response = StreamingHttpResponse(
        _lines(found, number), content_type="application/json; charset=utf-8"
    )
    name = f"rooms-{found.month_key}-{number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=60"
    return response


def _lines(found: RoomLottery, number: int) -> Iterator[str]:
    if number == found.number and found.is_closed:
        return file_of(found)
    given_up = found.redraws.filter(number=number, approved=True).first()
    if given_up is None:
        raise Http404
    return iter([given_up.file])
