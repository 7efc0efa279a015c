"""The roster as an Excel file to read: each cell only where consent and post allow it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from centers.volunteers import times
from centers.volunteers.models import ActivityField, Volunteer
from centers.volunteers.models.volunteer import VolunteerQuerySet
from portal.people.models import User, Ward

from .listing import Line, lines, with_postings
from .shown import record

HEADINGS = [
    "登録番号", "氏名", "フリガナ", "登録した市民センター", "状態", "役割（配置先）",
    "任期のおわり", "電話番号", "メールアドレス", "行ける区", "都合のよい時間", "話せることば",
    "移動の手段", "してみたいこと", "できること・経験", "資格", "したくないこと", "保険の期限",
    "最後に確認した日",
]  # fmt: skip


def rows_of(rows: VolunteerQuerySet, user: User) -> Iterator[Sequence[object]]:
    """A fixed number of statements, however many there are; who is written out is written down."""
    of_row = {"volunteers": OuterRef("pk")}
    named = rows.annotate(
        field_names=ArraySubquery(ActivityField.objects.filter(**of_row).values("name")),
        ward_names=ArraySubquery(Ward.objects.filter(**of_row).values("name")),
    )
    found = lines(with_postings(named).prefetch_related("qualifications__kind"))
    record(user, found, reason="ボランティア名簿の書き出し")
    yield HEADINGS
    for line in found:
        yield _row(line)


def _row(line: Line) -> list[object]:
    one: Any = line.volunteer
    ends = [posting.last_day for posting in line.in_office if posting.last_day]
    qualifications = [held.kind.name for held in one.qualifications.all()]
    return [
        one.card_number,
        line.name,
        line.kana,
        one.center.name,
        one.get_status_display(),
        "、".join(str(posting) for posting in line.in_office),
        min(ends) if ends else "",
        line.phone,
        line.email,
        "、".join(one.ward_names),
        "、".join(times.name(code) for code in sorted(one.times)),
        "、".join(Volunteer.Language(code).label for code in one.languages),
        one.get_transport_display(),
        "、".join(one.field_names),
        line.skills,
        "、".join(qualifications) if line.sees_skills else "",
        one.prefers_not if line.keeps else "",
        (one.insured_until or "") if line.keeps else "",
        one.confirmed_on,
    ]
