"""The letter every group gets when a draw is announced: all its wishes, won and lost, in one."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from centers.letters.sending import account_of, draft_of
from centers.letters.values import of_group
from centers.models import RoomLottery, Wish, WishList
from portal.notices.models import Draft, Message
from portal.notices.writing import absolute, when

BATCH = 500  # lists written to in one transaction
GIVE_UP = "お使いにならない部屋は、早めに取り消してください。ほかの団体が使えます。"


def tell_some(lottery_id: int, after: int) -> int | None:
    """Queue the letters of the next lists; the list to go on after, None when all are written to.

    Whoever has no account asks at a centre, where every group's result stands at the desk.
    """
    lottery = RoomLottery.objects.get(pk=lottery_id)
    batch = list(
        WishList.objects.filter(lottery=lottery, place__isnull=False, pk__gt=after)
        .select_related("by", "registration__group__representative__household")
        .prefetch_related("wishes__room__center", "wishes__reservation__booking__room__center")
        .order_by("pk")[:BATCH]
    )
    drafts = [_letter(lottery, own) for own in batch]
    Message.send_many([draft for draft in drafts if draft is not None])
    return batch[-1].pk if len(batch) == BATCH else None


def _letter(lottery: RoomLottery, own: WishList) -> Draft | None:
    group = own.registration.group
    account = account_of(group, own.by)
    if account is None:
        return None
    wishes = list(own.wishes.all())
    won = [wish for wish in wishes if wish.has_won]
    month = f"{lottery.month.year}年{lottery.month.month}月分"
    values = of_group(group) | {
        "月": month,
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
    uses = [wish.reservation for wish in won if wish.reservation is not None]
    return draft_of("drawn", f"room-draw-{own.pk}", account, values, uses)


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
