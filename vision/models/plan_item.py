import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.urls import reverse

from portal.japan.text import as_meant

from .plan import Plan, PlanLevel

STEP = 4  # digits of `path` for each step down the tree
DEEPEST = 9
LONGEST_TEXT = MaxLengthValidator(5_000)
HEX_COLOR = r"^#[0-9a-f]{6}$"
BAD_COLOR = "色は「#0055ad」のように、#と半角の数字かa〜fの6文字で書いてください。"
READABLE = 4.5


def _share_of_light(part: str) -> float:
    value = int(part, 16) / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def refuse_unreadable_color(color: str) -> None:
    """Refuse what is no colour, and one too pale to read on white (WCAG 2.2, 1.4.3).

    Codes: bad_color, pale_color.
    """
    if not re.match(HEX_COLOR, color):
        raise ValidationError(BAD_COLOR, code="bad_color")
    red, green, blue = (_share_of_light(color[i : i + 2]) for i in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    if 1.05 / (luminance + 0.05) < READABLE:
        raise ValidationError(
            "色がうすく、白い紙の上で読めません。もっと濃い色にしてください。", code="pale_color"
        )


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def under(self, item: "PlanItem") -> "PlanItemQuerySet":
        """`item` and everything below it in its plan."""
        return self.filter(plan_id=item.plan_id, path__startswith=item.path)

    def above(self, item: "PlanItem") -> "PlanItemQuerySet":
        """The items `item` lies in, the topmost first."""
        paths = [item.path[:end] for end in range(STEP, len(item.path), STEP)]
        return self.filter(plan_id=item.plan_id, path__in=paths).order_by("path")

    def with_color(self) -> "PlanItemQuerySet":
        return self.exclude(color="")

    def pillars(self) -> "PlanItemQuerySet":
        """What the plan rests on: the items at its top that have a colour (基本方針)."""
        return self.filter(parent=None).with_color().order_by("plan_id", "path")

    def for_outline(self) -> "PlanItemQuerySet":
        """In the order of the plan, with what its outline shows."""
        return self.select_related("level").order_by("plan_id", "path")


class PlanItem(models.Model):
    """One item of a plan's tree (項目): a policy, a perspective, an initiative, a focus …

    `path` orders the tree and finds what lies below: four digits for each step, 「00010002」.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    level = models.ForeignKey(
        PlanLevel, verbose_name="種別", on_delete=models.PROTECT, related_name="items"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    continues = models.ForeignKey(
        "self",
        verbose_name="引きつぐ項目",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="continued_by",
        help_text="前の計画の、どの項目を引きついだか。",
    )
    code = models.CharField(
        "番号",
        max_length=30,
        validators=[
            RegexValidator(
                r"^(?=.*[0-9])[A-Za-z0-9._-]+$",
                "番号は半角の英数字と「-」「_」「.」で書き、数字を1つは入れてください。",
                code="bad_code",
            ),
            RegexValidator(
                r"^\d{4}-\d{2}-\d{2}$",
                "番号が日付になっています（Excelは「1-1」を日付に変えます）。"
                "「k1-1」のように英字で始めてください。",
                code="date_as_code",
                inverse_match=True,
            ),
        ],
    )
    path = models.CharField("並び", max_length=STEP * DEEPEST)
    name = models.CharField("名称", max_length=200)
    label = models.CharField(
        "見出し", max_length=20, blank=True, help_text="「基本方針1」など。空なら種別を出します。"
    )
    short_name = models.CharField("略称", max_length=20, blank=True)
    body = models.TextField("説明", blank=True, validators=[LONGEST_TEXT])
    period = models.CharField("期間", max_length=40, blank=True)
    color = models.CharField(
        "色",
        max_length=7,
        blank=True,
        validators=[refuse_unreadable_color],
        help_text="「#0055ad」のように。下の項目もこの色になります。",
    )
    issues = models.TextField("現状と課題", blank=True, validators=[LONGEST_TEXT])
    picture = models.TextField("5年後の姿", blank=True, validators=[LONGEST_TEXT])
    citizens = models.TextField("市民の取組", blank=True, validators=[LONGEST_TEXT])
    community = models.TextField("地域の取組", blank=True, validators=[LONGEST_TEXT])
    administration = models.TextField("行政の取組", blank=True, validators=[LONGEST_TEXT])

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画の項目"
        ordering = ["plan", "path"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="one_item_of_a_code_per_plan"),
            models.UniqueConstraint(
                fields=["plan", "path"],
                name="one_item_per_place_in_plan",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(color="") | models.Q(color__regex=HEX_COLOR),
                name="item_color_is_six_hex_digits",
                violation_error_code="bad_color",
                violation_error_message=BAD_COLOR,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("vision:item", args=[self.plan.slug, self.code])

    def clean(self) -> None:
        super().clean()
        for name in ("body", "issues", "picture", "citizens", "community", "administration"):
            setattr(self, name, as_meant(getattr(self, name)))

    @property
    def depth(self) -> int:
        """How many steps below the plan: 1 for a policy."""
        return len(self.path) // STEP

    @property
    def is_pillar(self) -> bool:
        """Whether the plan rests on it: at the top, with a colour of its own."""
        return self.parent_id is None and bool(self.color)

    @property
    def heading(self) -> str:
        """What the plan calls this place: 「基本方針1」, 「取り組み①」, or the kind's name."""
        says_its_kind = any(sign.isalpha() for sign in self.label)
        return self.label if says_its_kind else f"{self.level.name}{self.label}"

    @property
    def tone(self) -> str:
        """The class under which the plan's stylesheet keeps this item's colour."""
        return f"tone-{self.path}" if self.color else ""

    @property
    def statements(self) -> list[tuple[str, str]]:
        """The present issues and the picture in five years, those the plan states."""
        texts = [("現状と課題", self.issues), ("5年後の姿", self.picture)]
        return [(heading, text) for heading, text in texts if text]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What citizens, community and administration each do, those the plan states."""
        texts = [
            ("市民の取組", self.citizens),
            ("地域の取組", self.community),
            ("行政の取組", self.administration),
        ]
        return [(who, text) for who, text in texts if text]
