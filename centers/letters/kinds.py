"""Which letters there are about rooms, and which words in braces each of them may hold.

The words shipped stand in `templates/rooms/letters/<kind>.txt` (`portal/notices/letters.py`); each
placeholder is filled by `centers/letters/values.py` or `centers/lottery/telling.py`.
"""

from centers.models import Reservation
from portal.notices.letters import LetterKind, Letters

Status, What = Reservation.Status, Reservation.What

# In every letter: what stands there instead.
ALWAYS = {
    "団体": "団体の名前。個人のときは、その方の氏名",
    "お名前": "代表者の氏名。個人の登録のときは空",
}
# In some letters only.
SOMETIMES = {
    "受付番号": "申請、登録、抽選の申込の受付番号",
    "部屋": "市民センターと部屋の名前",
    "住所": "市民センターの住所",
    "日時": "利用する日時と区分。まとめた申請では1回1行",
    "使用目的": "申請に書かれた使用目的",
    "人数": "利用する人数",
    "使用料": "使用料と減免",
    "使うときの注意": "部屋を使うときの注意",
    "承認について": "確定しているか、館長の承認を待っているか",
    "取り消せる期限": "団体が自分で変更・取り消しできる最後の日",
    "予約のページ": "その予約のページ",
    "市民センターの電話": "市民センターの電話。なければ担当課の電話",
    "理由": "職員が書いた理由",
    "変更前": "変わる前の日時と部屋",
    "回数": "まとめて申請した回の数",
    "部屋のページ": "空いた日の、部屋のページ",
    "空き待ちのページ": "空き待ちをやめられるページ",
    "月": "抽選の月",
    "結果": "いくつの希望のうち、いくつ選ばれたか",
    "選ばれた部屋": "選ばれた希望、1件2行",
    "選ばれなかった希望": "選ばれなかった希望と、そのわけ",
    "取り消しのお願い": "使わない部屋を早めに取り消すお願い。選ばれたときだけ",
    "結果のページ": "その団体の結果のページ",
    "抽選のページ": "抽選の公開のページ",
    "部屋をさがすページ": "空いている部屋をさがすページ",
    "担当課の電話": "担当課の電話",
    "種別": "利用の種別",
    "年度": "登録の年度",
    "減免": "減免の割合",
    "市民センター": "登録した市民センター",
    "部屋の予約のページ": "その方の予約と登録の一覧のページ",
    "頼まれた方": "代表者になってほしいと頼まれた方",
    "これまでの代表者": "いままでの代表者の氏名",
    "新しい代表者": "代わった代表者の氏名。まだ代わらないときは空",
    "期限": "返事の期限",
    "返事のページ": "引き受けるかどうかを答えるページ",
}

# Of a city and its rooms as they could be: what a preview shows.
SAMPLE = {
    "団体": "コーラス見本",
    "お名前": "山田 花子",
    "受付番号": "123-456-789",
    "部屋": "見本市民センター 第1会議室",
    "住所": "見本市見本町1-1",
    "日時": "2026年12月6日（日）13:00〜17:00（午後）",
    "使用目的": "合唱の練習",
    "人数": "12人",
    "使用料": "400円（使用料800円、減免400円）",
    "使うときの注意": "机といすは、もとの場所にもどしてください。",
    "承認について": "予約は確定しています。",
    "取り消せる期限": "2026年12月3日（木）",
    "予約のページ": "https://manabi.example.jp/my/rooms/123456789/",
    "市民センターの電話": "093-000-0000",
    "理由": "床の工事のため",
    "変更前": "12/6（日）午前 第2会議室",
    "回数": "4回",
    "部屋のページ": "https://manabi.example.jp/rooms/1/?day=2026-12-06",
    "空き待ちのページ": "https://manabi.example.jp/my/rooms/waits/1/",
    "月": "2027年2月分",
    "結果": "3件の希望のうち、1件が選ばれました。",
    "選ばれた部屋": "第1希望　見本市民センター 第1会議室 2027年2月7日（日）13:00〜17:00\n"
    "受付番号 123-456-789（使用料800円）",
    "選ばれなかった希望": "第2希望　見本市民センター 多目的ホール 2027年2月14日（日）9:00〜12:00\n"
    "先の順番の団体が選ばれました",
    "取り消しのお願い": "お使いにならない部屋は、早めに取り消してください。ほかの団体が使えます。",
    "結果のページ": "https://manabi.example.jp/my/rooms/wishes/2027-02/",
    "抽選のページ": "https://manabi.example.jp/rooms/lotteries/2027-02/",
    "部屋をさがすページ": "https://manabi.example.jp/rooms/",
    "担当課の電話": "093-000-0000",
    "種別": "多目的利用",
    "年度": "令和8（2026）年度",
    "減免": "50％",
    "市民センター": "見本市民センター",
    "部屋の予約のページ": "https://manabi.example.jp/my/rooms/",
    "頼まれた方": "鈴木 一郎",
    "これまでの代表者": "山田 花子",
    "新しい代表者": "鈴木 一郎",
    "期限": "2026年12月20日（日）",
    "返事のページ": "https://manabi.example.jp/my/rooms/handovers/123456789/",
}

_PLACE = ("部屋", "日時")
_NUMBERED = ("受付番号", *_PLACE)
_USE = (
    "住所",
    "使用目的",
    "人数",
    "使用料",
    "使うときの注意",
    "予約のページ",
    "市民センターの電話",
)
_UNTIL = ("取り消せる期限",)
_REGISTERED = ("受付番号", "種別", "年度", "市民センター", "市民センターの電話")
_PAGES = ("部屋をさがすページ", "部屋の予約のページ")
_HANDOVER = (
    "頼まれた方",
    "これまでの代表者",
    "新しい代表者",
    "期限",
    "返事のページ",
    "部屋の予約のページ",
    "市民センター",
    "市民センターの電話",
)

KINDS: dict[str, LetterKind] = {
    "asked": LetterKind(
        "申請の受付（承認待ち）", "館長の承認がいる申請をしたとき", _NUMBERED, (*_USE, *_UNTIL)
    ),
    "confirmed": LetterKind(
        "予約の決定", "承認のいらない予約をしたとき", _NUMBERED, (*_USE, *_UNTIL), "publish"
    ),
    "approved": LetterKind(
        "申請の承認", "館長が承認したとき", _NUMBERED, (*_USE, *_UNTIL), "publish"
    ),
    "refused": LetterKind(
        "承認できないとき", "館長が承認しなかったとき", (*_NUMBERED, "理由"), _USE, "cancel"
    ),
    "changed": LetterKind(
        "予約の変更",
        "団体か市民センターが日時や部屋を変えたとき",
        (*_NUMBERED, "変更前"),
        ("承認について", "理由", *_USE, *_UNTIL),
        "publish",
    ),
    "cancelled": LetterKind(
        "団体による取り消し", "団体が取り消したとき", _NUMBERED, _USE, "cancel"
    ),
    "cancelled_by_center": LetterKind(
        "市民センターによる取り消し",
        "職員が取り消したとき",
        (*_NUMBERED, "理由", "市民センターの電話"),
        _USE,
        "cancel",
    ),
    "moved_up": LetterKind(
        "空き待ちから予約できたとき",
        "待っていた部屋が空いて、予約になったとき",
        _NUMBERED,
        ("承認について", *_USE, *_UNTIL),
        "publish",
    ),
    "drawn": LetterKind(
        "部屋の抽選の結果",
        "結果のお知らせの日に",
        ("月", "結果", "選ばれた部屋", "選ばれなかった希望"),
        (
            "受付番号",
            "取り消しのお願い",
            "結果のページ",
            "抽選のページ",
            "部屋をさがすページ",
            "担当課の電話",
        ),
        "publish",
    ),
    "series": LetterKind(
        "まとめて申請したとき",
        "くり返しの申請をしたとき",
        (*_NUMBERED, "回数"),
        ("承認について", *_USE, *_UNTIL),
        "publish",
    ),
    "free": LetterKind(
        "待っていた部屋が空いたとき",
        "利用する日が近く、先に申請した方が使えるとき",
        (*_PLACE, "部屋のページ"),
        ("住所", "使うときの注意", "市民センターの電話", "空き待ちのページ"),
    ),
    "passed_over": LetterKind(
        "待っていた部屋を予約できなかったとき",
        "待っていた部屋が空いたとき、決まりのために予約できなければ",
        (*_PLACE, "理由"),
        ("住所", "使うときの注意", "部屋のページ", "空き待ちのページ", "市民センターの電話"),
    ),
    "reminder": LetterKind(
        "利用の前のお知らせ",
        "利用する日の前に、希望する方へ",
        _NUMBERED,
        (*_USE, *_UNTIL),
        wished="reminders",
    ),
    "registered": LetterKind(
        "利用登録の承認", "利用登録を認めたとき", ("種別", "年度"), (*_REGISTERED, "減免", *_PAGES)
    ),
    "sent_back": LetterKind(
        "利用登録ができないとき",
        "利用登録を差し戻したとき",
        ("種別", "理由"),
        (*_REGISTERED, *_PAGES),
    ),
    "registration_ended": LetterKind(
        "利用登録の終了",
        "年度の途中で登録を終えたとき",
        ("種別", "理由"),
        (*_REGISTERED, *_PAGES),
    ),
    "handover_asked": LetterKind(
        "代表者の交代のお願い", "頼まれた方へ", ("返事のページ",), _HANDOVER
    ),
    "handover_begun": LetterKind(
        "代表者の交代を頼んだとき", "いまの代表者へ", ("頼まれた方", "返事のページ"), _HANDOVER
    ),
    "handover_declined": LetterKind(
        "代表者の交代が断られたとき", "いまの代表者へ", ("頼まれた方",), _HANDOVER
    ),
    "handed_over": LetterKind(
        "代表者が変わったとき", "前の代表者と、新しい代表者へ", ("新しい代表者",), _HANDOVER
    ),
}

LETTERS = Letters(
    name="部屋",
    prefix="room-",
    folder="rooms/letters",
    kinds=KINDS,
    always=ALWAYS,
    sometimes=SOMETIMES,
    sample=SAMPLE,
)


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
