import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from .booking import Booking


@pghistory.track()
class Use(models.Model):
    """What became of a booking (利用の記録): keys out and back, and how many came of which age.

    The bands are those of the city's own figures (令和7年度 総務市民局の局区X方針、課題B(4):
    29歳以下・30歳から59歳・60歳以上).
    """

    booking = models.OneToOneField(
        Booking, verbose_name="利用予定", on_delete=models.PROTECT, related_name="use"
    )
    keys_out_at = models.DateTimeField("鍵を渡した時刻", null=True, blank=True)
    keys_back_at = models.DateTimeField("鍵を受け取った時刻", null=True, blank=True)
    young = models.PositiveSmallIntegerField(
        "29歳以下", default=0, validators=[MaxValueValidator(2_000)]
    )
    middle = models.PositiveSmallIntegerField(
        "30〜59歳", default=0, validators=[MaxValueValidator(2_000)]
    )
    senior = models.PositiveSmallIntegerField(
        "60歳以上", default=0, validators=[MaxValueValidator(2_000)]
    )
    recorded_at = models.DateTimeField("記録した日時", auto_now=True)
    recorded_by = models.ForeignKey(
        "people.User", verbose_name="記録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "利用の記録"
        constraints = [
            models.CheckConstraint(
                condition=Q(keys_back_at=None) | Q(keys_out_at__lte=F("keys_back_at")),
                name="keys_come_back_after_they_went",
                violation_error_code="times_out_of_order",
                violation_error_message="鍵を受け取った時刻は、渡した時刻よりあとにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(young__lte=2_000, middle__lte=2_000, senior__lte=2_000),
                name="at_most_two_thousand_of_an_age",
                violation_error_code="headcount_out_of_range",
                violation_error_message="人数は、それぞれ2,000人までで入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking} {self.headcount}人"

    @property
    def headcount(self) -> int:
        return self.young + self.middle + self.senior
