from django.db import models


class Ward(models.Model):
    """A part of the city (区) where people live and centres stand."""

    code = models.CharField("コード", max_length=6, unique=True, help_text="全国地方公共団体コード")
    slug = models.SlugField("アドレスの名前", unique=True)
    name = models.CharField("名称", max_length=20, unique=True)
    kana = models.CharField("フリガナ", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "区"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
