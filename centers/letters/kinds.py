"""Which letters there are about rooms, and whether dates go along.

The words stand in `templates/rooms/letters/<kind>.txt`: the subject, an empty line, the body, with
placeholders (`portal/notices/writing.py`), each filled by `centers/letters/values.py`.
"""

from dataclasses import dataclass

from django.template.loader import get_template

from centers.models import Reservation

Status, What = Reservation.Status, Reservation.What


@dataclass(frozen=True)
class LetterKind:
    """Its name for staff. `calendar`: `publish` puts the use into the reader's calendar or moves
    it, `cancel` takes it out. What is only `wished` for carries the way to stop it.
    """

    name: str
    calendar: str = ""
    wished: str = ""


KINDS: dict[str, LetterKind] = {
    "asked": LetterKind("申請の受付（承認待ち）"),
    "confirmed": LetterKind("予約の決定", "publish"),
    "approved": LetterKind("申請の承認", "publish"),
    "refused": LetterKind("承認できないとき", "cancel"),
    "changed": LetterKind("予約の変更", "publish"),
    "cancelled": LetterKind("団体による取り消し", "cancel"),
    "cancelled_by_center": LetterKind("市民センターによる取り消し", "cancel"),
    "moved_up": LetterKind("空き待ちから予約できたとき", "publish"),
    "drawn": LetterKind("部屋の抽選の結果", "publish"),
    "series": LetterKind("まとめて申請したとき", "publish"),
    "free": LetterKind("待っていた部屋が空いたとき"),
    "reminder": LetterKind("利用の前のお知らせ", wished="reminders"),
    "registered": LetterKind("利用登録の承認"),
    "sent_back": LetterKind("利用登録ができないとき"),
    "registration_ended": LetterKind("利用登録の終了"),
}


def kind_of(reservation: Reservation, *, by_group: bool) -> str | None:
    """The letter about what happened last; None where none is due, or a draw tells of it."""
    match reservation.what:
        case What.REQUESTED:
            return "confirmed" if reservation.is_confirmed else "asked"
        case What.CANCELLED:
            return "cancelled" if by_group else "cancelled_by_center"
        case What.MOVED_UP | What.APPROVED | What.REFUSED | What.CHANGED:
            return str(reservation.what)
    return None


def words(kind: str) -> tuple[str, str]:
    """The subject and the body, with their placeholders."""
    source = str(get_template(f"rooms/letters/{kind}.txt").template.source)  # type: ignore[attr-defined]
    subject, _, body = source.partition("\n")
    return subject.strip(), body.strip() + "\n"
