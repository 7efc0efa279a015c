"""One lottery as its pages show it: how far it is, and what may be seen of it by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Sum
from django.utils import timezone

from programs.lottery.rules import close_delay, source_of
from programs.models import Course, Draw, DrawEntry

SHOWN = 500  # receipt numbers of each kind on the page; the file holds all
CHECK_PROGRAM = (Path(settings.BASE_DIR) / "static" / "draw" / "check_draw.py").read_text("utf-8")


class Stage(models.TextChoices):
    """How far a lottery is; the labels are what staff read."""

    OPEN = "open", "申込を受け付けています"
    TO_CLOSE = "to_close", "受付名簿の確定を待っています"
    TO_DRAW = "to_draw", "公開の数を待っています"
    TO_ANNOUNCE = "to_announce", "結果のお知らせを待っています"
    ANNOUNCED = "announced", "結果を知らせました"
    CANCELLED = "cancelled", "講座は中止になりました"


def stage_of(course: Course, draw: Draw | None) -> Stage:
    """How far the lottery of `course` is; `draw` is the one that counts, if its list is closed."""
    if course.is_cancelled:
        return Stage.CANCELLED
    if draw is None:
        return Stage.TO_CLOSE if course.is_closed else Stage.OPEN
    if draw.is_announced:
        return Stage.ANNOUNCED
    return Stage.TO_ANNOUNCE if draw.is_drawn else Stage.TO_DRAW


@dataclass
class DrawPage:
    """What is shown of one lottery: ranks only once they are announced."""

    course: Course

    @cached_property
    def draws(self) -> list[Draw]:
        """Every draw there was, the one that counts last."""
        draws = list(self.course.draws.order_by("number"))
        for draw in draws:
            draw.course = self.course
        return draws

    @property
    def draw(self) -> Draw | None:
        """The one that counts."""
        return next((draw for draw in reversed(self.draws) if not draw.is_annulled), None)

    @property
    def annulled(self) -> list[Draw]:
        return [draw for draw in self.draws if draw.is_annulled]

    @property
    def stage(self) -> Stage:
        return stage_of(self.course, self.draw)

    @property
    def source(self) -> str:
        """Which public value is used: as declared, or as it would be now."""
        return self.draw.source if self.draw else source_of(self.course)

    @property
    def closes_by_itself_at(self):
        """When the list closes unless staff close it before; None for a redraw."""
        if self.draws or self.course.closes_at is None:
            return None
        return self.course.closes_at + close_delay()

    @property
    def results_are_late(self) -> bool:
        at = self.course.results_at
        return at is not None and at < timezone.now()

    @property
    def priorities(self) -> list[str]:
        """Whom this lottery serves first, in words."""
        said = {
            Course.Priority.FIRST_TIME: f"「{self.course.category.name}」の講座に、"
            "これまで席がなかった方",
            Course.Priority.WARD: f"{self.course.ward or '会場の区'}にお住まいの方",
            Course.Priority.NOT_SELECTED: f"「{self.course.category.name}」の前の抽選で選ばれず、"
            "そのあとも席がなかった方",
        }
        return [said[Course.Priority(priority)] for priority in self.course.priorities]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Entries and people, all and selected; the selected are not to be shown too early."""
        return DrawEntry.objects.filter(draw=self.draw).aggregate(
            entries=Count("pk"),
            people=Sum("size", default=0),
            chosen=Count("pk", filter=Q(selected=True)),
            chosen_people=Sum("size", filter=Q(selected=True), default=0),
            reserves=Count("pk", filter=Q(selected=False)),
        )

    @cached_property
    def tiers(self) -> Sequence[Mapping[str, int]]:
        """How many entries each tier holds."""
        tiers = DrawEntry.objects.filter(draw=self.draw).values("tier").order_by("tier")
        return [
            {"tier": tier, "entries": entries}
            for tier, entries in tiers.annotate(entries=Count("pk")).values_list("tier", "entries")
        ]

    @cached_property
    def selected(self) -> list[DrawEntry]:
        """Receipts that got a seat, smallest first, so that one finds one's own; once announced."""
        return list(self._announced().filter(selected=True).order_by("receipt")[:SHOWN])

    @cached_property
    def reserves(self) -> list[DrawEntry]:
        """The reserves in their order; once announced."""
        return list(self._announced().filter(selected=False).order_by("rank")[:SHOWN])

    def _announced(self) -> models.QuerySet[DrawEntry]:
        if self.stage != Stage.ANNOUNCED:
            return DrawEntry.objects.none()
        return DrawEntry.objects.filter(draw=self.draw)
