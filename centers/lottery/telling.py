"""What every group is told when a draw is announced: all its wishes, won and lost, in one."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from centers.letters.sending import account_of, call_of, draft_of, is_reached, words_of
from centers.letters.values import of_group
from centers.models import Call, RoomLottery, Wish, WishList
from portal.notices.models import Draft, Message
from portal.notices.writing import absolute, when

BATCH = 500  # lists told in one transaction
GIVE_UP = "お使いにならない部屋は、早めに取り消してください。ほかの団体が使えます。"


def tell_some(lottery_id: int, after: int) -> int | None:
    """Tell the groups of the next lists; the list to go on after, None when all are told.

    Whom no mail reaches is called by the centre at which it is registered.
    """
    lottery = RoomLottery.objects.get(pk=lottery_id)
    batch = list(
        WishList.objects.filter(lottery=lottery, place__isnull=False, pk__gt=after)
        .select_related(
            "by", "registration__group__representative__household", "registration__group__center"
        )
        .prefetch_related("wishes__room__center", "wishes__reservation__booking__room__center")
        .order_by("pk")[:BATCH]
    )
    words = words_of("drawn")
    drafts: list[Draft] = []
    calls: list[Call] = []
    for own in batch:
        key, values = f"room-draw-{own.pk}", values_of(lottery, own)
        group = own.registration.group
        account = account_of(group, own.by)
        if account is not None:
            uses = [wish.reservation for wish in own.wishes.all() if wish.reservation is not None]
            drafts.append(draft_of("drawn", key, account, values, uses, words=words))
        if not is_reached(account):
            calls.append(call_of("drawn", key, group, group.center, values, words=words))
    Message.send_many(drafts)
    Call.write(calls)
    return batch[-1].pk if len(batch) == BATCH else None


def values_of(lottery: RoomLottery, own: WishList) -> dict[str, str]:
    wishes = list(own.wishes.all())
    won = [wish for wish in wishes if wish.has_won]
    return of_group(own.registration.group) | {
        "月": f"{lottery.month.year}年{lottery.month.month}月分",
        "受付番号": own.receipt_number,
        "結果": f"{len(wishes)}件の希望のうち、{len(won)}件が選ばれました。"
        if won
        else f"{len(wishes)}件の希望は、どれも選ばれませんでした。",
        "選ばれた部屋": "\n".join(_won(wish) for wish in won),
        "選ばれなかった希望": "\n".join(_lost(wish) for wish in wishes if not wish.has_won),
        "取り消しのお願い": GIVE_UP if won else "",
        "結果のページ": absolute(reverse("rooms:wishes", args=[lottery.month])),
        "抽選のページ": absolute(reverse("rooms:lottery", args=[lottery.month])),
        "部屋をさがすページ": absolute(reverse("rooms:index")),
        "担当課の電話": settings.CITY["section"]["phone"],
    }


def _won(wish: Wish) -> str:
    one = wish.reservation
    assert one is not None
    price = f"使用料{one.to_pay:,}円" if one.to_pay else "使用料はかかりません"
    approval = "" if one.is_confirmed else "、館長の承認を待っています"
    return f"第{wish.rank}希望　{_of(wish)}\n受付番号 {one.receipt_number}（{price}{approval}）"


def _lost(wish: Wish) -> str:
    return f"第{wish.rank}希望　{_of(wish)}\n{wish.get_outcome_display()}"


def _of(wish: Wish) -> str:
    begins, ends = (timezone.localtime(at) for at in (wish.period.lower, wish.period.upper))
    return f"{wish.room.center.name} {wish.room.name} {when(begins, ends)}"
