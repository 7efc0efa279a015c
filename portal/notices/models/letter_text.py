import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from portal.notices.letters import Letter, letter
from portal.notices.writing import PLACEHOLDER, placeholders_in


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LetterText(models.Model):
    """The words staff gave one kind of letter (文面); where none are given, those shipped hold."""

    kind = models.CharField("何の手紙か", max_length=40, unique=True)
    subject = models.CharField("件名", max_length=120)
    body = models.TextField("本文", validators=[MaxLengthValidator(4_000)])
    updated_at = models.DateTimeField("更新", auto_now=True)
    updated_by = models.ForeignKey(
        "people.User", verbose_name="更新した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "文面"
        ordering = ["kind"]

    def __str__(self) -> str:
        found = letter(self.kind)
        return found.kind.name if found else self.kind

    @classmethod
    def words(cls, kind: str) -> tuple[str, str]:
        """The subject and the body that hold now, with their placeholders."""
        edited = cls.objects.filter(kind=kind).first()
        return (edited.subject, edited.body) if edited else cls.shipped(kind)

    @staticmethod
    def shipped(kind: str) -> tuple[str, str]:
        """The subject and the body this portal brings along."""
        return _known(kind).shipped()

    @property
    def missing(self) -> list[str]:
        """The placeholders without which the reader of this letter could not act."""
        written = placeholders_in(f"{self.subject}\n{self.body}")
        return [name for name in _known(self.kind).kind.needs if name not in written]

    def clean(self) -> None:
        """Refuse a placeholder this letter has nothing for, and half a brace.

        Codes: unknown_placeholder, lone_brace.
        """
        super().clean()
        self.subject = " ".join(self.subject.split())
        self.body = self.body.replace("\r\n", "\n").replace("\r", "\n")
        known = _known(self.kind).placeholders
        wrong = {}
        for field in ("subject", "body"):
            text = getattr(self, field)
            unknown = [name for name in placeholders_in(text) if name not in known]
            if unknown:
                wrong[field] = ValidationError(
                    f"「{{{unknown[0]}}}」は、このメールでは使えません。下の一覧にあることばを、"
                    "半角の波かっこで囲んで書いてください。",
                    code="unknown_placeholder",
                )
            elif text.count("{") + text.count("}") != 2 * len(PLACEHOLDER.findall(text)):
                wrong[field] = ValidationError(
                    f"半角の波かっこ「{{」「}}」は、「{{{next(iter(known))}}}」のように、"
                    "ことばを囲むときだけ使えます。",
                    code="lone_brace",
                )
        if wrong:
            raise ValidationError(wrong)


def _known(kind: str) -> Letter:
    found = letter(kind)
    if found is None:
        raise LookupError(f"no letter is called {kind!r}")
    return found
