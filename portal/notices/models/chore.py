from django.db import models


class Chore(models.Model):
    """When a chore was last done, so that several workers do it once in its time."""

    name = models.CharField("名前", max_length=120, unique=True)
    done_at = models.DateTimeField("済ませた日時", null=True)
    failed_at = models.DateTimeField("失敗した日時", null=True)
    failure = models.CharField("失敗のわけ", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "定期の仕事"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
