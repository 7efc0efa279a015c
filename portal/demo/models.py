from django.db import models


class SentMail(models.Model):
    """A mail the demo city handed over, kept for the page that shows them."""

    at = models.DateTimeField("日時", auto_now_add=True)
    to = models.EmailField("あて先")
    subject = models.CharField("件名", max_length=250)
    body = models.TextField("本文")

    class Meta:
        verbose_name = verbose_name_plural = "送信済みメール"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.subject
