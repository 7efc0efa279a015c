"""How a course takes people: by order or by lot, how many, from when, and what it asks of them."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from portal.japan.calendar import SCHOOL_YEARS

FEW_SEATS = 3
PLACE_IN_WORDS = {"venue", "address"}  # nobody who signed up is told of a change by itself


class Admission(models.Model):
    """The rules by which a course takes people (受付のきまり), as staff set them."""

    class Method(models.TextChoices):
        FIRST_COME = "first_come", "先着"
        LOTTERY = "lottery", "抽選"
        NONE = "none", "申込不要"
        OTHER = "other", "申込方法は説明のとおり"

    class Queue(models.TextChoices):
        NONE = "none", "キャンセル待ちを受けない"
        AT_ONCE = "at_once", "空いた席を、すぐ次の方のものにする"
        OFFER = "offer", "次の方に案内し、期限まで返事を待つ"
        BY_STAFF = "by_staff", "職員が選ぶ"

    class Priority(models.TextChoices):
        FIRST_TIME = "first_time", "はじめて申し込む方"
        WARD = "ward", "会場のある区にお住まいの方"
        NOT_SELECTED = "not_selected", "前回の抽選で選ばれなかった方"

    method = models.CharField("申込", max_length=10, choices=Method, default=Method.FIRST_COME)
    takes_sign_ups_here = models.BooleanField(
        "このサイトで申込を受ける", default=False, help_text="先着か抽選の講座で受けられます。"
    )
    how_to_apply = models.TextField("申込方法", blank=True, validators=[MaxLengthValidator(3_000)])
    apply_url = models.URLField("申込ページ", max_length=500, blank=True)
    apply_from = models.DateTimeField("申込開始", null=True, blank=True)
    apply_until = models.DateTimeField("申込締切", null=True, blank=True)
    capacity = models.PositiveIntegerField(
        "定員", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    minimum_to_run = models.PositiveIntegerField("最少開講人数", null=True, blank=True)
    party_min = models.PositiveSmallIntegerField(
        "何人組から", default=1, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    party_max = models.PositiveSmallIntegerField(
        "何人組まで",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
        help_text="親子や2人組の講座は2以上に。組の人は、いっしょに席を得るか、いっしょに待ちます。",
    )

    queue = models.CharField("キャンセル待ち", max_length=10, choices=Queue, default=Queue.AT_ONCE)
    offer_hours = models.PositiveSmallIntegerField(
        "返事を待つ時間（時間）",
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 14)],
    )
    by_staff_days = models.PositiveSmallIntegerField(
        "開講の何日前から職員が選ぶか",
        default=1,
        validators=[MaxValueValidator(60)],
        help_text="この日からは、席が空いても自動では繰り上がりません。",
    )

    priorities = ArrayField(
        models.CharField(max_length=12, choices=Priority),
        verbose_name="抽選で優先する方",
        default=list,
        blank=True,
        help_text="多くあてはまる方から先に選ばれます。",
    )
    draw_source = models.CharField(
        "抽選に使う公開の数",
        max_length=200,
        blank=True,
        help_text="締切のときに、まだ誰も知らない数。"
        "例：12月10日抽せん ナンバーズ4 第6612回の当せん番号",
    )
    results_at = models.DateTimeField("抽選結果のお知らせ", null=True, blank=True)

    min_school_year = models.SmallIntegerField(
        "学年（から）", null=True, blank=True, choices=SCHOOL_YEARS
    )
    max_school_year = models.SmallIntegerField(
        "学年（まで）", null=True, blank=True, choices=SCHOOL_YEARS
    )
    childcare_capacity = models.PositiveSmallIntegerField(
        "託児の定員",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text="入れると、申込のときに託児も申し込めます。",
    )
    completion_percent = models.PositiveSmallIntegerField(
        "修了に必要な出席（％）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="空けると、修了証を出しません。",
    )
    units = models.PositiveSmallIntegerField("単位", default=0, validators=[MaxValueValidator(100)])
    cancelled_at = models.DateTimeField("中止した日時", null=True, editable=False)
    cancel_reason = models.CharField("中止の理由", max_length=200, blank=True, editable=False)
    runs_anyway_at = models.DateTimeField("少人数でも開くと決めた日時", null=True, editable=False)

    class Meta:
        abstract = True

    # Kept by the database; declared with the course.
    seats_taken: int
    waiting_count: int
    entered_count: int
    childcare_taken: int
    starts_at: datetime | None
    ends_at: datetime | None
    closes_at: datetime | None
    published_at: datetime | None
    center_id: int | None

    # ------------------------------------------------------------ what is so now

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.seats_taken >= self.capacity

    @property
    def seats_left(self) -> int | None:
        """Free seats; None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken, 0)

    @property
    def has_few_seats(self) -> bool:
        return self.seats_left is not None and 0 < self.seats_left <= FEW_SEATS

    @property
    def is_not_yet_open(self) -> bool:
        return self.apply_from is not None and timezone.now() < self.apply_from

    @property
    def is_closed(self) -> bool:
        return self.closes_at is None or self.closes_at < timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at < timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def needs_no_sign_up(self) -> bool:
        return self.method == self.Method.NONE

    @property
    def is_lottery(self) -> bool:
        return self.method == self.Method.LOTTERY

    @property
    def takes_parties(self) -> bool:
        return self.party_max > 1

    @property
    def has_queue(self) -> bool:
        return self.queue != self.Queue.NONE

    @property
    def by_staff_from(self) -> datetime | None:
        """From when on staff choose who gets a freed seat; None without a first day."""
        return self.starts_at and self.starts_at - timedelta(days=self.by_staff_days)

    def promotes_by_itself(self, now: datetime) -> bool:
        """Whether a seat freed `now` goes to the next in the queue without anybody choosing."""
        if self.queue not in {self.Queue.AT_ONCE, self.Queue.OFFER} or self.cancelled_at:
            return False
        return self.by_staff_from is None or now < self.by_staff_from

    def seats_at_once(self, size: int, now: datetime) -> bool:
        """Whether `size` people who came now would be seated: enough seats, nobody before them.

        Where seats go to the queue by themselves, it had its turn before anybody new is asked
        about, so those who still wait do not fit into what is free, and nobody is passed by.
        """
        if self.capacity is None:
            return True
        nobody_before = self.waiting_count == 0 or self.promotes_by_itself(now)
        return self.capacity - self.seats_taken >= size and nobody_before

    @property
    def withdrawable_until(self) -> datetime | None:
        """Until when one may give a seat back by oneself. Afterwards the venue has prepared.

        The deadline; where there is a queue, as long as freed seats go to it; after a lottery,
        the first day.
        """
        if self.is_lottery or self.closes_at is None or self.by_staff_from is None:
            return self.starts_at if self.is_lottery else self.closes_at
        return max(self.closes_at, self.by_staff_from) if self.has_queue else self.closes_at

    def refuse_capacity(self, to: int | None) -> None:
        """Refuse fewer seats than are held, and no number at all while people sign up here.

        Codes: no_capacity, capacity_below_taken.
        """
        if to is None:
            if self.takes_sign_ups_here:
                raise ValidationError(
                    "このサイトで申込を受ける講座には、定員が必要です。", code="no_capacity"
                )
        elif to < self.seats_taken:
            raise ValidationError(
                f"すでに{self.seats_taken}人の席が決まっているか、ご案内中です。"
                "それより少なくはできません。先に、席を取り消してください。",
                code="capacity_below_taken",
            )

    def refuse_without_queue(self) -> None:
        """Refuse to end the queue while somebody stands in it. Code: somebody_waits."""
        if self.waiting_count:
            raise ValidationError(
                f"{self.waiting_count}人がキャンセル待ちに並んでいるので、キャンセル待ちをなくすことは"
                "できません。新しい申込を止めるには、申込締切を早めてください。",
                code="somebody_waits",
            )

    def refuse_without_lottery(self) -> None:
        """Refuse to draw no lots while people wait for them. Code: somebody_entered."""
        if self.entered_count:
            raise ValidationError(
                f"{self.entered_count}人が抽選を待っているので、このサイトの抽選をやめることは"
                "できません。抽選するか、講座を中止してください。",
                code="somebody_entered",
            )

    def refuse_untold_days(self) -> None:
        """Refuse to change days past those who signed up: the desk tells them. Code: untold."""
        if self.somebody_signed_up:
            raise ValidationError(
                "申し込んだ方がいるので、回の日時はここでは変えられず、消せません。"
                "窓口の画面で日時を変えるか中止すると、参加する方にお知らせします。",
                code="untold",
            )

    def refuse_other_center(self, to: int | None) -> None:
        """Refuse another house past those who signed up for what is to come. Code: untold.

        A session is not moved there either (`Session.move_to`).
        """
        leaves = self.center_id is not None and self.center_id != to
        if leaves and self.is_awaited:
            raise ValidationError(
                "申し込んだ方がいるので、ほかの市民センターには移せません。講座を中止すると、"
                "申し込んだ方にお知らせします。新しい会場の講座は、この講座を写してつくれます。",
                code="untold",
            )

    def refuse_hiding(self, until: datetime | None) -> None:
        """Refuse to take from the site what people signed up for. Code: untold.

        Until when it would be hidden: None for good.
        """
        hides = until is None or until > timezone.now()
        if hides and self.is_awaited:
            raise ValidationError(
                "申し込んだ方がいるので、公開をやめたり先へ延ばしたりできません。新しい申込を止めるには"
                "申込締切を早め、開かないことになったときは窓口の画面で中止してください。",
                code="untold",
            )

    @property
    def is_awaited(self) -> bool:
        """Whether somebody signed up for what is still to come."""
        return self.somebody_signed_up and not (self.is_cancelled or self.is_over)

    @property
    def somebody_signed_up(self) -> bool:
        return bool(self.seats_taken or self.waiting_count or self.entered_count)

    def refuse_childcare_capacity(self, to: int | None) -> None:
        """Refuse fewer places for children than are promised, and none while children wait.

        Codes: childcare_below_taken, children_wait.
        """
        if (to or 0) < self.childcare_taken:
            raise ValidationError(
                f"すでに{self.childcare_taken}人のお子さんをお預かりすることになっています。"
                "それより少なくはできません。",
                code="childcare_below_taken",
            )
        if to is None and self.has_children_waiting():
            raise ValidationError(
                "託児のキャンセル待ちのお子さんがいるので、託児をなくすことはできません。"
                "定員はそのままにして、保護者の方にご連絡ください。",
                code="children_wait",
            )

    def has_children_waiting(self) -> bool:
        from .asking import ChildcarePlace  # noqa: PLC0415  declared after courses

        waiting = ChildcarePlace.objects.filter(status=ChildcarePlace.Status.WAITING)
        return waiting.filter(sign_up__course=self.pk).exists()
