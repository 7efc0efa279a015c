"""What the figures of courses are told apart by, and how the courses behind them are listed."""

from django.db.models import F, Func, IntegerField, Q, TextField
from django.urls import reverse

from portal.japan.calendar import WEEKDAYS
from programs.models import Course
from vision.metrics import Dimension, Rows

# Whose people most figures tell of; a metric among them hides the same lines as the others.
WHO_SIGNED_UP = "sign_ups"
WEEKDAY_WORDS = {str(number): f"{day}曜日" for number, day in enumerate(WEEKDAYS)}
DAYPART_WORDS = {str(value): str(label) for value, label in Course.Daypart.choices}


def dimensions(course: str = "") -> dict[str, Dimension]:
    """By what the courses at the end of the path `course` may be told apart.

    A course for two life stages or on two weekdays counts in both; a centre lies in its ward.
    """
    return {
        "ward": Dimension(f"{course}ward__slug", f"{course}ward__name", f"{course}ward__code"),
        "center": Dimension(
            f"{course}center__slug",
            f"{course}center__name",
            f"{course}center__kana",
            group=f"{course}ward__slug",
        ),
        "category": Dimension(
            f"{course}category__slug", f"{course}category__name", f"{course}category__order"
        ),
        "life_stage": Dimension(
            f"{course}life_stages__slug",
            f"{course}life_stages__name",
            f"{course}life_stages__order",
        ),
        "weekday": Dimension(
            Func(F(f"{course}weekdays"), function="unnest", output_field=IntegerField()),
            words=WEEKDAY_WORDS,
            where=lambda key: Q(**{f"{course}weekdays__contains": [int(key)]}),
        ),
        "time": Dimension(
            Func(F(f"{course}dayparts"), function="unnest", output_field=TextField()),
            words=DAYPART_WORDS,
            where=lambda key: Q(**{f"{course}dayparts__contains": [key]}),
        ),
    }


def courses_behind(course: str = "") -> Rows:
    """The courses at the end of the path `course`, for staff to look at; nobody is named."""
    key = f"{course}pk" if not course else f"{course.removesuffix('__')}_id"
    return Rows(
        key=key,
        columns={
            "講座": f"{course}title",
            "会場": f"{course}center__name",
            "最後の回": f"{course}ends_at",
        },
        order=(f"{course}ends_at", key),
        address=lambda pk: reverse("desk:course", args=[pk]),
    )
