"""Why somebody cannot reserve for a day yet, and the one step that leads on."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from centers.models import Registration, Room
from centers.models.registration import years_open
from centers.registering.standing import renewable_for
from portal.japan import calendar
from portal.people.models import User


@dataclass(frozen=True)
class Missing:
    """A sentence, and where one goes on; no address where one can only wait."""

    sentence: str
    link: str = ""
    label: str = ""


def missing_for(user: User, room: Room, day: date, here: str) -> Missing:
    """What of the registrations of `user` keeps from reserving on `day`. `here` is come back to."""
    year = calendar.fiscal_year(day)
    name = calendar.fiscal_year_name(year)
    new = f"{reverse('rooms:new_registration')}?{urlencode({'room': str(room.pk), 'next': here})}"
    if year not in years_open(timezone.localdate()):
        return Missing(
            f"この日は{name}です。{name}の利用登録は、{year}年2月1日から受け付けます。"
            "今年度の日を選んでください。"
        )
    rows = list(
        Registration.objects.of(user)
        .select_related("group__center", "purpose_class")
        .order_by("-fiscal_year", "-applied_at")
    )
    this_year = [row for row in rows if row.fiscal_year == year]
    if waiting := [row for row in this_year if row.is_applied]:
        home = waiting[0].group.center
        return Missing(
            f"利用登録（{waiting[0].group.name}）は、{home.name}が内容を確かめています。"
            f"認められると、この部屋を申請できます。お急ぎのときは、電話 {home.phone} へ。"
        )
    if sent_back := [row for row in this_year if row.status == row.Status.REFUSED]:
        row = sent_back[0]
        again = urlencode(
            {"group": str(row.group_id), "purpose_class": str(row.purpose_class_id), "next": here}
        )
        return Missing(
            f"利用登録（{row.group.name}）は、認められませんでした。理由：{row.why}",
            f"{reverse('rooms:new_registration')}?{again}",
            "内容を直して、もう一度申請する",
        )
    for row in rows:
        of_kind = [
            one
            for one in rows
            if (one.group_id, one.purpose_class_id) == (row.group_id, row.purpose_class_id)
        ]
        if renewable_for(of_kind, timezone.localdate()) == year:
            return Missing(
                f"この日は{name}です。前の年度の登録は、3月31日で終わります。",
                reverse("rooms:renewal", args=[row.receipt]),
                f"{row.group.name}を、{name}も登録する",
            )
    return Missing(
        "部屋を使うには、はじめに利用登録をします。年度に一度だけです。", new, "利用登録へすすむ"
    )
