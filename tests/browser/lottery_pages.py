"""The pages of lotteries, in each state a lottery can come to."""

from datetime import timedelta

from django.utils import timezone

from programs.lottery import drawing
from programs.models import Course
from tests import cast
from tests.browser.city import UNBROKEN, City
from tests.browser.every_page import NOBODY, Stop, press, write

REASON = UNBROKEN


class Lotteries:
    """One lottery for each step, of long words."""

    def __init__(self, city: City) -> None:
        self.other = cast.section_staff("lottery@example.jp")
        self.staff = city.staff
        self.open = cast.a_course(
            title=f"受付中の抽選{UNBROKEN[:60]}", method="lottery", priorities=["ward"]
        )
        self.to_close = self._ended("名簿の前")
        self.to_draw = self._ended("抽選の前")
        drawing.close(self.to_draw)
        self.to_announce = self._drawn("結果の前")
        self.announced = self._drawn("やり直して知らせた抽選")
        self._redraw(self.announced)
        self.asked = self._drawn("やり直しを求めた抽選")
        drawing.ask_redraw(self.asked, by=self.other, reason=REASON)

    def _ended(self, title: str) -> Course:
        course = cast.a_course(
            title=f"{title}{UNBROKEN[:60]}",
            method="lottery",
            capacity=3,
            queue="at_once",
            party_max=2,
            priorities=["ward", "first_time", "not_selected"],
            draw_source=UNBROKEN,
            results_at=timezone.now() + timedelta(days=1),
        )
        cast.newcomers(course, 2, 1, 1, 2, 1)
        return cast.ended(course)

    def _drawn(self, title: str) -> Course:
        course = self._ended(title)
        drawing.close(course)
        drawing.draw(course, "4649" * 20, by=self.staff)
        return course

    def _redraw(self, course: Course) -> None:
        drawing.ask_redraw(course, by=self.other, reason=REASON)
        drawing.approve_redraw(course, by=self.staff)
        drawing.close(course)
        drawing.draw(course, "4649", by=self.staff)
        drawing.announce(course)


def stops(city: City) -> list[Stop]:
    """Every page of every lottery, and the errors of its forms."""
    lotteries = Lotteries(city)
    of = {name: course.pk for name, course in vars(lotteries).items() if isinstance(course, Course)}
    desk = "/desk/courses/{}/draw/".format
    return [
        *(Stop(f"draw, {name}", NOBODY, f"/courses/{pk}/draw/") for name, pk in of.items()),
        Stop("desk, draws", "staff", "/desk/draws/"),
        *(Stop(f"desk, draw, {name}", "staff", desk(pk)) for name, pk in of.items()),
        Stop(
            "desk, close, error",
            "staff",
            desk(of["to_close"]),
            do=write("公開の数の出どころ", "", "名簿を確定する"),
        ),
        Stop(
            "desk, value, error",
            "staff",
            desk(of["to_draw"]),
            do=press("この数で抽選する"),
            lands_on=f"{desk(of['to_draw'])}value/",
        ),
    ]
