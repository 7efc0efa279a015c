from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Cast, Concat

from centers.models import Center
from portal.people.models import Membership
from portal.people.permissions import works_for_section
from portal.receipts import receipt_field, spelled

from .organization import Organization
from .role import VolunteerRole


def _place(kind: str, field: str) -> When:
    key = Cast(f"{field}_id", models.TextField())
    named = Concat(Value(kind), key, output_field=models.TextField())
    return When(**{f"{field}__isnull": False}, then=named)


class PostingQuerySet(models.QuerySet["Posting"]):
    def on(self, day: date) -> "PostingQuerySet":
        """In office on `day`."""
        return self.filter(days__contains=day)

    def visible_to(self, user) -> "PostingQuerySet":
        """Those to places `user` works for."""
        if works_for_section(user):
            return self
        centers = Center.objects.editable_by(user)
        return self.filter(
            Q(center__in=centers)
            | Q(organization__center__in=centers)
            | Q(ward__in=Membership.objects.of(user).values("ward"))
        )

    def for_list(self) -> "PostingQuerySet":
        return self.select_related("role", "volunteer__person", "center", "organization", "ward")


@pghistory.track()
class Posting(models.Model):
    """A volunteer holds a role at a place for a term (配置・委嘱).

    The place is a centre, an organisation or a ward. A second posting of one person to the same
    role and place never overlaps the first, whoever writes it. A term that ends early ends on its
    `last_day`; what it was before stands in the history.
    """

    volunteer = models.ForeignKey(
        "volunteers.Volunteer",
        verbose_name="ボランティア",
        on_delete=models.PROTECT,
        related_name="postings",
    )
    role = models.ForeignKey(
        VolunteerRole, verbose_name="役割", on_delete=models.PROTECT, related_name="postings"
    )
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="postings",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name="学校・団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="postings",
    )
    ward = models.ForeignKey(
        "people.Ward",
        verbose_name="区",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="postings",
    )
    first_day = models.DateField("任期のはじめ")
    last_day = models.DateField("任期のおわり", null=True, blank=True)
    renews = models.ForeignKey(
        "self",
        verbose_name="前の任期",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewed_as",
    )
    appointed_at = models.DateTimeField("決めた日時", auto_now_add=True)
    appointed_by = models.ForeignKey(
        "people.User", verbose_name="決めた職員", on_delete=models.PROTECT, related_name="+"
    )
    ended_why = models.CharField("途中で終わった理由", max_length=200, blank=True)
    place_key = models.GeneratedField(
        expression=Case(_place("c", "center"), _place("o", "organization"), _place("w", "ward")),
        output_field=models.TextField(),
        db_persist=True,
    )
    days = models.GeneratedField(
        expression=Func(F("first_day"), F("last_day"), Value("[]"), function="daterange"),
        output_field=DateRangeField(),
        db_persist=True,
    )
    number = receipt_field()

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "配置"
        ordering = ["role__order", "-first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(center__isnull=False, organization__isnull=True, ward__isnull=True)
                | Q(center__isnull=True, organization__isnull=False, ward__isnull=True)
                | Q(center__isnull=True, organization__isnull=True, ward__isnull=False),
                name="a_posting_has_one_place",
                violation_error_code="not_one_place",
                violation_error_message="配置先は、市民センター・団体・区のどれか一つにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(first_day__lte=F("last_day")),
                name="a_term_ends_after_it_began",
                violation_error_code="days_out_of_order",
                violation_error_message="任期のおわりは、はじめよりあとにしてください。",
            ),
            ExclusionConstraint(
                name="one_posting_at_a_time",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("place_key", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_code="posted_already",
                violation_error_message=(
                    "この方は、この期間すでに同じ役割で配置されています。任期を確かめてください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}（{self.place}）"

    @property
    def place(self):
        """The centre, organisation or ward."""
        return self.center or self.organization or self.ward

    def is_in_office_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    @property
    def letter_number(self) -> str:
        """What the letter of appointment (委嘱状) is found by."""
        return spelled(self.number)
