"""The front door, and the statements every public site owes its readers."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.japan import calendar
from portal.public_pages import public_page
from programs.browsing.catalogue import Catalogue
from programs.browsing.facets import counts
from programs.models import Course
from programs.reference import with_reference_rows
from vision.models import Plan

CLOSING_SHOWN = 6


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """`/`: search first, then what closes soon, then the ways into the circle."""
    current = Plan.objects.current(calendar.fiscal_year(timezone.localdate()))
    plan = current.own_first(settings.CITY["city"]["name"]).first()
    closing = Course.objects.open_for_sign_up().needing_sign_up().for_list().soonest_first()
    context = {
        "closing_soon": with_reference_rows(closing[:CLOSING_SHOWN]),
        "current_count": counts(Catalogue.from_query(QueryDict())).total,
        "shortcuts": shortcuts(),
        "plan": plan,
        "policies": plan.items.pillars().select_related("plan") if plan else [],
    }
    return render(request, "home.html", context)


def shortcuts() -> list[dict]:
    """What people really ask for, one tap away: the city file's `shortcuts`."""
    today = timezone.localdate()
    sunday = today + timedelta(days=6 - today.weekday())
    return [
        {
            "label": shortcut["label"],
            "url": f"{reverse('programs:list')}?"
            + shortcut["query"].format(today=today, sunday=sunday),
        }
        for shortcut in settings.CITY.get("shortcuts", [])
    ]


@require_safe
@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """`/accessibility/`: what the site aims at, how it was tested, what is known to be wrong."""
    return render(request, "accessibility.html")


@require_safe
@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """`/privacy/`: what is asked, why, who sees it, how long it is kept."""
    return render(request, "privacy.html")


@require_safe
@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """`/open-data/`: what others may take and build upon."""
    datasets = [
        {
            "name": "講座のイベント一覧",
            "description": "公開中の講座を、推奨データセット「イベント一覧」の列でまとめました。",
            "url": reverse("events_csv"),
            "format": "CSV（UTF-8、BOMつき）",
        },
        {
            "name": "新しい講座のお知らせ",
            "description": "新しく公開された講座を、フィードリーダーなどで受け取れます。",
            "url": reverse("courses_feed"),
            "format": "Atom",
        },
        {
            "name": "講座カレンダー",
            "description": "これからの講座の日時を、カレンダーアプリに取り込めます。",
            "url": reverse("programs:calendar"),
            "format": "iCalendar",
        },
    ]
    return render(request, "open_data.html", {"datasets": datasets})
