import pghistory
from django.db import models
from django.db.models import Q


class ConsentQuerySet(models.QuerySet["Consent"]):
    def live(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None)

    def to_hosts(self) -> "ConsentQuerySet":
        return self.live().filter(audience=Consent.Audience.HOST)

    def to_staff(self) -> "ConsentQuerySet":
        return self.live().filter(audience=Consent.Audience.STAFF)

    def to_all(self) -> "ConsentQuerySet":
        return self.live().filter(audience=Consent.Audience.PUBLIC)


@pghistory.track()
class Consent(models.Model):
    """A volunteer agrees that one thing is shown to one audience (同意), until taken back.

    A row for each thing and audience, with who wrote it down and when (個人情報保護法 69条2項1号).
    The centre that keeps the roster sees what was registered there without any of these.
    """

    class Item(models.TextChoices):
        NAME = "name", "氏名"
        PHONE = "phone", "電話番号"
        EMAIL = "email", "メールアドレス"
        SKILLS = "skills", "経験・資格"
        PHOTO = "photo", "写真"

    class Audience(models.TextChoices):
        HOST = "host", "活動先（決まったとき）"
        STAFF = "staff", "ほかの市民センターの職員"
        PUBLIC = "public", "このサイトを見る人"

    volunteer = models.ForeignKey(
        "volunteers.Volunteer",
        verbose_name="ボランティア",
        on_delete=models.CASCADE,
        related_name="consents",
    )
    item = models.CharField("見せるもの", max_length=8, choices=Item)
    audience = models.CharField("見せる相手", max_length=8, choices=Audience)
    given_at = models.DateTimeField("同意した日時", auto_now_add=True)
    by = models.ForeignKey(
        "people.User", verbose_name="書いたアカウント", on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField("取りやめた日時", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同意"
        ordering = ["volunteer", "audience", "item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "item", "audience"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_item_and_audience",
                violation_error_code="already_agreed",
                violation_error_message="この同意は、すでにいただいています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()}→{self.get_audience_display()}"
