from django.db import models


class LetterText(models.Model):
    """The words staff gave one kind of letter (文面); where none are given, those shipped hold."""

    kind = models.CharField("何の手紙か", max_length=20, unique=True)
    subject = models.CharField("件名", max_length=120)
    body = models.TextField("本文", max_length=4_000)
    updated_at = models.DateTimeField("更新", auto_now=True)
    updated_by = models.ForeignKey(
        "people.User", verbose_name="更新した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "文面"
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind
