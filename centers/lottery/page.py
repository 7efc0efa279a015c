"""One draw of rooms as its pages show it: how far it is, and what may be seen of it by whom."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from centers.models import Outcome, RoomLottery, RoomRedraw, Wish

CHECK_PROGRAM = (Path(settings.BASE_DIR) / "static" / "draw" / "check_room_draw.py").read_text(
    "utf-8"
)


class Stage(models.TextChoices):
    """How far a draw is; the labels are what staff read."""

    COMING = "coming", "受付の開始を待っています"
    OPEN = "open", "希望を受け付けています"
    TO_CLOSE = "to_close", "受付名簿の確定を待っています"
    TO_DRAW = "to_draw", "公開の数を待っています"
    TO_ANNOUNCE = "to_announce", "結果のお知らせを待っています"
    ANNOUNCED = "announced", "結果を知らせました"


def stage_of(lottery: RoomLottery) -> Stage:
    now = timezone.now()
    if lottery.is_announced:
        return Stage.ANNOUNCED
    if lottery.is_drawn:
        return Stage.TO_ANNOUNCE
    if lottery.is_closed:
        return Stage.TO_DRAW
    if now < lottery.opens_at:
        return Stage.COMING
    return Stage.OPEN if now < lottery.closes_at else Stage.TO_CLOSE


@dataclass(frozen=True)
class Share:
    """So many of so many wishes, and what part of them that is."""

    name: str
    number: int
    of: int

    @property
    def percent(self) -> str:
        return f"{100 * self.number / self.of:.1f}" if self.of else "0.0"


@dataclass
class RoomDrawPage:
    """What is shown of one draw: outcomes only once they are announced."""

    lottery: RoomLottery

    @property
    def stage(self) -> Stage:
        return stage_of(self.lottery)

    @property
    def source(self) -> str:
        """Which public value is used: as declared, or as it would be now."""
        return self.lottery.source or settings.CITY["lottery"]["source"]

    @property
    def is_late(self) -> bool:
        return not self.lottery.is_announced and self.lottery.results_at < timezone.now()

    @property
    def needed_no_lot(self) -> bool:
        return self.lottery.is_drawn and not self.counts["wishes"]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Groups and wishes, all and granted; the granted are not to be shown too early."""
        return Wish.objects.filter(wish_list__lottery=self.lottery).aggregate(
            groups=Count("wish_list", distinct=True),
            wishes=Count("pk"),
            rooms=Count("room", distinct=True),
            won=Count("pk", filter=Q(outcome=Outcome.WON)),
            winners=Count("wish_list", filter=Q(outcome=Outcome.WON), distinct=True),
            first=Count("pk", filter=Q(rank=1)),
            first_won=Count("pk", filter=Q(rank=1, outcome=Outcome.WON)),
        )

    @property
    def shares(self) -> list[Share]:
        """How many groups got a room, and how many their first wish; once announced."""
        if self.stage != Stage.ANNOUNCED or not self.counts["wishes"]:
            return []
        counts = self.counts
        return [
            Share("1件でも選ばれた団体", counts["winners"], counts["groups"]),
            Share("第1希望が選ばれた団体", counts["first_won"], counts["first"]),
            Share("選ばれた希望", counts["won"], counts["wishes"]),
        ]

    @cached_property
    def outcomes(self) -> list[tuple[str, int]]:
        """What became of the wishes, in words, with the number of each; once announced."""
        if self.stage != Stage.ANNOUNCED:
            return []
        wishes = Wish.objects.filter(wish_list__lottery=self.lottery).order_by()
        found = dict(wishes.values_list("outcome").annotate(Count("pk")))
        return [(outcome.label, found[outcome]) for outcome in Outcome if outcome in found]

    @cached_property
    def given_up(self) -> list[RoomRedraw]:
        """The draws of this month that were given up; their files stay public."""
        return list(
            self.lottery.redraws.filter(approved=True)
            .order_by("number")
            .select_related("asked_by", "decided_by")
            .defer("file")
        )
