from django.db import models

from .sign_up import SignUp
from .untold import ABOUT


class Call(models.Model):
    """That staff told somebody, whom no mail reaches, what happened (電話・はがきでの連絡)."""

    class How(models.TextChoices):
        PHONE = "phone", "電話"
        POSTCARD = "postcard", "はがき"

    sign_up = models.ForeignKey(
        SignUp, verbose_name="申込", on_delete=models.CASCADE, related_name="calls"
    )
    what = models.CharField("知らせたこと", max_length=16)
    how = models.CharField("方法", max_length=8, choices=How, default=How.PHONE)
    at = models.DateTimeField("日時", auto_now_add=True)
    by = models.ForeignKey(
        "people.User", verbose_name="連絡した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "電話・はがきでの連絡"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        about = ABOUT.get(self.what) or SignUp.What(self.what).label
        return f"{self.get_how_display()} {about}"
