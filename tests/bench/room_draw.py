"""The draw of a month of rooms with 20,000 wishes: close, draw, give and announce.

Run as a module in a process that has Django set up; `measure` starts it.
"""

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.bench import steps
from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
WISHES, EACH = 20_000, 8  # of 2,500 groups


def measure(url: str) -> list[Row]:
    """Seconds of each step, divided by those of writing as many wishes; and all of them."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.room_draw"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    what, same = f"room draw of {WISHES:,} wishes", f"writing {WISHES:,} wishes in one go"
    rows = steps.as_rows(what, same, told["write"], told["steps"])
    seconds = sum(took for took, _ in told["steps"].values())
    return [*rows, Row(f"{what}: all steps", "—", [seconds], unit=" s")]


def wish_for(month: date, number: int, each: int = EACH):
    """A draw of `month` with so many wishes of new groups, for rooms that are mostly the same."""
    from django.db.backends.postgresql.psycopg_any import DateTimeTZRange  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from centers.models import (  # noqa: PLC0415  Django is set up by now
        OpenSlot,
        PurposeClass,
        Registration,
        Room,
        RoomLottery,
        UserGroup,
        Wish,
        WishList,
    )
    from portal.japan import calendar  # noqa: PLC0415
    from portal.people.models import Person, User  # noqa: PLC0415

    rng = Random("room draw")
    now = timezone.now()
    lottery = RoomLottery.objects.create(
        month=month,
        opens_at=now - timedelta(days=5),
        closes_at=now - timedelta(minutes=1),
        results_at=now + timedelta(days=5),
    )
    rooms = {}
    for room in Room.objects.bookable().select_related("center"):
        rooms.setdefault(room.center_id, []).append(room)
    slots = list(
        OpenSlot.objects.between(month, lottery.last_day)
        .filter(center__in=rooms)
        .values_list("center", "starts_at", "ends_at", "slot__name")
    )
    someone, account = Person.objects.order_by("pk").first(), User.objects.order_by("pk").first()
    kind, center = PurposeClass.objects.first(), next(iter(rooms))
    groups = UserGroup.objects.bulk_create(
        UserGroup(
            name=f"抽選の会{place} {month:%Y-%m}",
            kana="チュウセンノカイ",
            representative=someone,
            center_id=center,
            activity="練習",
        )
        for place in range(number // each)
    )
    registrations = Registration.objects.bulk_create(
        Registration(
            group=group,
            purpose_class=kind,
            fiscal_year=calendar.fiscal_year(month),
            status=Registration.Status.APPROVED,
            decided_at=now,
            by=account,
        )
        for group in groups
    )
    lists = WishList.objects.bulk_create(
        WishList(lottery=lottery, registration=registration, by=account)
        for registration in registrations
    )
    wishes = []
    for own in lists:
        wanted = set()
        while len(wanted) < each:
            # Some evenings and some rooms everybody wants: the later half is seldom chosen.
            place = int(len(slots) * rng.random() ** 2)
            wanted.add((place, rng.randrange(len(rooms[slots[place][0]]))))
        for rank, (place, which) in enumerate(sorted(wanted, key=str), start=1):
            center, begins, ends, name = slots[place]
            wishes.append(
                Wish(
                    wish_list=own,
                    rank=rank,
                    room=rooms[center][which],
                    period=DateTimeTZRange(begins, ends),
                    slots=name,
                    purpose="練習",
                    headcount=2,
                )
            )
    begun = time.perf_counter()
    Wish.objects.bulk_create(wishes, batch_size=5_000)
    return lottery, time.perf_counter() - begun


def play(lottery) -> dict[str, tuple[float, int]]:
    """Every step of the draw: the seconds it took, the statements it asked."""
    from centers.lottery import drawing, listed  # noqa: PLC0415
    from centers.lottery.file import check  # noqa: PLC0415

    played = {}

    def step(name: str, run):
        answer, *played[name] = steps.taken(run)
        return answer

    lottery = step("close", lambda: drawing.close(lottery))
    lottery = step("draw", lambda: drawing.draw(lottery, "4649", by=None))
    lottery = step("announce", lambda: drawing.announce(lottery))
    text = step("file", lambda: "".join(listed.file_of(lottery)))
    if not step("check", lambda: check(text)).startswith("OK"):
        raise RuntimeError("the file of the draw does not prove it")
    return played


def main() -> None:
    import django  # noqa: PLC0415  the measuring process needs none

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from centers.models import RoomLottery  # noqa: PLC0415

    far = timezone.localdate().replace(day=1) + timedelta(days=220)
    month = far.replace(day=1)
    while RoomLottery.objects.filter(month=month).exists():
        month = (month + timedelta(days=40)).replace(day=1)
    lottery, wrote = wish_for(month, WISHES)
    print(json.dumps({"write": wrote, "steps": play(lottery)}))


if __name__ == "__main__":
    main()
