"""The section holds one month's draw on other dates, as long as nobody could wish yet."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.lottery.schedule import open_lotteries, reschedule
from centers.models import RoomLottery
from portal.japan import calendar
from portal.refusal import code_of
from tests import cast
from tests.room_lotteries import a_room_lottery, closed, the_month

pytestmark = pytest.mark.django_db


def coming(**fields) -> RoomLottery:
    now = timezone.now()
    return a_room_lottery(
        **{
            "opens_at": now + timedelta(days=2),
            "closes_at": now + timedelta(days=10),
            "results_at": now + timedelta(days=15),
        }
        | fields
    )


def dates(opens: float, closes: float, results: float) -> list[datetime]:
    minute = timezone.now().replace(second=0, microsecond=0)
    return [minute + timedelta(days=days) for days in (opens, closes, results)]


def form(*moments: datetime) -> dict[str, str]:
    names = ("opens_at", "closes_at", "results_at")
    return {
        name: f"{calendar.local(at):%Y-%m-%dT%H:%M}"
        for name, at in zip(names, moments, strict=True)
    }


def test_the_section_changes_them_and_they_stay_when_the_rule_is_laid_out_again(client):
    lottery, wanted = coming(), dates(3, 8, 9)
    client.sign_in(cast.section_staff())
    address = f"/desk/rooms/lotteries/{lottery.month_key}/"
    assert "日程を変える" in " ".join(client.get_page(address).text)
    assert client.post(f"{address}dates/", form(*wanted))["Location"] == address
    open_lotteries()
    lottery.refresh_from_db()
    assert [lottery.opens_at, lottery.closes_at, lottery.results_at] == wanted


def refused(lottery: RoomLottery, *moments: datetime) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        reschedule(lottery, *moments, by=cast.section_staff())
    return code_of(refusal.value)


def test_not_once_wishes_are_taken():
    assert refused(a_room_lottery(), *dates(3, 8, 9)) == "already_open"


def test_not_once_the_list_is_closed():
    assert refused(closed(a_room_lottery()), *dates(3, 8, 9)) == "already_open"


def test_not_into_the_past():
    assert refused(coming(), *dates(-1, 8, 9)) == "in_the_past"


@pytest.mark.parametrize("order", [(3, 3, 9), (8, 3, 9), (3, 9, 8)])
def test_not_out_of_order(order):
    assert refused(coming(), *dates(*order)) == "times_out_of_order"


def test_not_into_the_month_that_is_drawn_for():
    opens, closes, _ = dates(3, 8, 9)
    first = calendar.bounds_of(the_month())[0]
    assert refused(coming(), opens, closes, first) == "after_the_month"
    reschedule(
        coming(month=calendar.months_later(the_month(), 1)),
        opens,
        closes,
        first,
        by=cast.section_staff("second@example.jp"),
    )


@pytest.mark.parametrize("typed", ["", "あした", "2027-02-30T09:00", "9999-99-99T99:99", "\x00"])
def test_what_is_no_moment_is_refused_in_words(client, typed):
    lottery = coming()
    client.sign_in(cast.section_staff())
    page = client.post_page(
        f"/desk/rooms/lotteries/{lottery.month_key}/dates/",
        form(*dates(3, 8, 9)) | {"closes_at": typed},
        status=422,
    )
    assert "受付の締切の日時を" in " ".join(page.text)


def test_a_page_that_was_opened_before_wishes_were_taken_says_so(client):
    lottery = a_room_lottery()
    client.sign_in(cast.section_staff())
    page = client.post_page(
        f"/desk/rooms/lotteries/{lottery.month_key}/dates/", form(*dates(3, 8, 9)), status=422
    )
    assert "受付が始まったので、日程は変えられません" in " ".join(page.text)


def test_a_centre_does_not_change_the_citys_draw(client):
    lottery = coming()
    client.sign_in(cast.center_staff(cast.a_center()))
    address = f"/desk/rooms/lotteries/{lottery.month_key}/"
    assert client.post(f"{address}dates/", form(*dates(3, 8, 9))).status_code == 404
    assert "日程を変える" not in " ".join(client.get_page(address).text)
