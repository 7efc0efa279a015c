"""What happened to a progress sheet: its steps, its versions, the opinions on it."""

from datetime import datetime

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property

from portal.japan.text import as_meant
from portal.people.models import User
from portal.people.permissions import works_for_section

from ..sheets.content import Content

OPINION = MaxLengthValidator(2_000)
KEPT = pgtrigger.Protect(name="keep_the_trail", operation=pgtrigger.Update | pgtrigger.Delete)


class SheetVersionQuerySet(models.QuerySet["SheetVersion"]):
    def published(self) -> "SheetVersionQuerySet":
        """The versions everybody reads now, in the order of the form."""
        return (
            self.filter(number=models.F("sheet__published_version"))
            .select_related("sheet")
            .order_by("sheet__bureau", "sheet__area", "sheet__number")
        )

    def handed_in_last(self) -> "SheetVersionQuerySet":
        """The versions the council reads."""
        shown = SheetEvent.objects.that_show().filter(sheet=models.OuterRef("sheet"))
        return self.filter(number=models.Subquery(shown.order_by("-pk").values("version")[:1]))

    def of_year(self, year: int) -> "SheetVersionQuerySet":
        return self.filter(sheet__year=year)


class SheetVersion(models.Model):
    """A sheet's whole content as it was saved: what is compared, and what is published."""

    sheet = models.ForeignKey("ProgressSheet", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版")
    content = models.JSONField("内容")
    at = models.DateTimeField("保存した時", auto_now_add=True)
    by = models.ForeignKey(
        "people.User",
        null=True,
        verbose_name="保存した人",
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = SheetVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "シートの版"
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="one_version_of_a_number")
        ]
        triggers = [KEPT]

    def __str__(self) -> str:
        return f"{self.sheet} 第{self.number}版"

    @property
    def published_on(self) -> datetime | None:
        """When it was published last."""
        published = self.sheet.events.filter(what="published", version=self.number)
        return published.order_by("-pk").values_list("at", flat=True).first()

    @cached_property
    def told(self) -> Content:
        """What the sheet says in this version."""
        return Content.from_json(self.content)


class SheetEventQuerySet(models.QuerySet["SheetEvent"]):
    def that_show(self) -> "SheetEventQuerySet":
        """The steps from which on a version may be read by the council."""
        return self.filter(what__in=[SheetEvent.What.SUBMITTED, SheetEvent.What.PUBLISHED])


class SheetEvent(models.Model):
    """One step of a sheet's way: made, submitted, returned, approved, published, taken up again."""

    class What(models.TextChoices):
        CREATED = "created", "つくりました"
        ROLLED_OVER = "rolled_over", "前の年度から引きつぎました"
        LOADED = "loaded", "表から読み込みました"
        SUBMITTED = "submitted", "提出しました"
        RETURNED = "returned", "差し戻しました"
        APPROVED = "approved", "承認しました"
        PUBLISHED = "published", "公表しました"
        REOPENED = "reopened", "書き直しをはじめました"
        RENUMBERED = "renumbered", "年度や番号を直しました"
        REMOVED = "removed", "取りやめました"
        RESTORED = "restored", "取りやめたシートをもどしました"

    sheet = models.ForeignKey("ProgressSheet", on_delete=models.PROTECT, related_name="events")
    what = models.CharField("できごと", max_length=11, choices=What)
    version = models.PositiveIntegerField("版")
    comment = models.CharField("ことば", max_length=500, blank=True)
    at = models.DateTimeField("時", auto_now_add=True)
    by = models.ForeignKey(
        "people.User",
        null=True,
        blank=True,
        verbose_name="した人",
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = SheetEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "シートの歩み"
        ordering = ["sheet", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(what="returned") | ~models.Q(comment=""),
                name="a_return_says_why",
                violation_error_code="no_comment",
                violation_error_message="差し戻すわけを書いてください。",
            ),
            models.CheckConstraint(
                condition=~models.Q(what__in=["renumbered", "removed"]) | ~models.Q(comment=""),
                name="a_correction_of_a_sheet_says_why",
            ),
        ]
        triggers = [KEPT]

    def __str__(self) -> str:
        return f"{self.sheet} {self.get_what_display()}"


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def on_what_is_published(self) -> "OpinionQuerySet":
        """Those on the version everybody reads, or on one before it."""
        return self.filter(version__lte=models.F("sheet__published_version"))

    def unanswered(self) -> "OpinionQuerySet":
        return self.filter(answered_at__isnull=True)


@pghistory.track()
class Opinion(models.Model):
    """What a member of the council (社会教育委員) says of a sheet, and the section's answer."""

    sheet = models.ForeignKey("ProgressSheet", on_delete=models.PROTECT, related_name="opinions")
    version = models.PositiveIntegerField("読んだ版")
    text = models.TextField("意見", validators=[OPINION])
    at = models.DateTimeField("意見の時", auto_now_add=True)
    by = models.ForeignKey(
        "people.User", verbose_name="意見を述べた人", on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField("回答", blank=True, validators=[OPINION])
    answered_at = models.DateTimeField("回答した時", null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        "people.User",
        null=True,
        blank=True,
        editable=False,
        verbose_name="回答した人",
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委員の意見"
        ordering = ["sheet", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~models.Q(answer=""),
                name="an_answer_has_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @classmethod
    def leave(cls, sheet, text: str, *, by: User, version: int) -> "Opinion":
        """Keep what a member says of that version, once. Codes: blank, repeated, of the field."""
        opinion = cls(sheet=sheet, version=version, text=as_meant(text), by=by)
        if not opinion.text:
            raise ValidationError("意見を書いてください。", code="blank")
        if sheet.opinions.filter(version=version, text=opinion.text, by=by).exists():
            raise ValidationError("同じ意見を、もう受け取っています。", code="repeated")
        opinion.full_clean()
        opinion.save()
        return opinion

    @transaction.atomic
    def reply(self, text: str, *, by: User, over: str = "") -> None:
        """Answer for the section, or put the answer right; `over` is the answer one had seen.

        Codes: not_section, stale_answer, and those of the field.
        """
        self.refresh_from_db(from_queryset=Opinion.objects.select_for_update())
        if not works_for_section(by):
            raise ValidationError("回答は、生涯学習課の職員が書きます。", code="not_section")
        if as_meant(self.answer) != as_meant(over):
            raise ValidationError(
                f"{self.answered_by}さんが先に回答を書きました。"
                "その回答を読んでから、もう一度書いてください。",
                code="stale_answer",
            )
        self.answer, self.answered_at, self.answered_by = as_meant(text), timezone.now(), by
        if not self.answer:
            raise ValidationError("回答を書いてください。", code="blank")
        self.full_clean()
        self.save()
