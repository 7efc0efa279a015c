"""The letters about openings: to those who come, and to those who asked for them."""

from portal.notices.letters import LetterKind

SOMETIMES = {
    "受付番号": "参加か依頼の受付番号",
    "活動": "募集の見出し",
    "日時": "活動する日時",
    "変更前": "変わる前の日時",
    "場所": "活動する場所",
    "前の場所": "変わる前の場所",
    "主催": "募集している団体か市民センター",
    "持ち物": "持ち物・服装",
    "交通費": "交通費などのこと",
    "理由": "職員か団体が書いた理由",
    "参加のページ": "その方の活動の予定のページ",
    "募集のページ": "募集の公開のページ",
    "依頼のページ": "依頼した方の、その依頼のページ",
    "回数": "日時の数",
    "人数": "1回に来てほしい人数",
}

SAMPLE = {
    "受付番号": "123-456-789",
    "活動": "絵本を読む人",
    "日時": "2026年12月6日（日）10:00〜12:00",
    "変更前": "2026年12月5日（土）10:00〜12:00",
    "場所": "見本市民センター",
    "前の場所": "見本小学校の体育館",
    "主催": "見本小学校",
    "持ち物": "上ばき",
    "交通費": "ありません",
    "理由": "大雨のため",
    "参加のページ": "https://manabi.example.jp/my/volunteer/matches/",
    "募集のページ": "https://manabi.example.jp/volunteers/openings/1/",
    "依頼のページ": "https://manabi.example.jp/my/hosting/123456789/",
    "回数": "4回",
    "人数": "3人",
}

_WHAT = ("受付番号", "活動", "日時")
_MORE = ("場所", "主催", "持ち物", "交通費", "参加のページ", "募集のページ")
_ASKED = ("受付番号", "活動")
_ABOUT = ("主催", "場所", "回数", "人数", "依頼のページ")

KINDS: dict[str, LetterKind] = {
    "agreed": LetterKind("参加の決定", "参加が決まったとき", _WHAT, _MORE, "publish"),
    "moved": LetterKind(
        "日時の変更", "活動の日時が変わったとき", (*_WHAT, "変更前"), _MORE, "publish"
    ),
    "elsewhere": LetterKind(
        "場所の変更",
        "活動の場所が変わったとき",
        (*_WHAT, "場所", "前の場所"),
        tuple(name for name in _MORE if name != "場所"),
        "publish",
    ),
    "called_off": LetterKind(
        "活動の中止", "活動が中止になったとき", (*_WHAT, "理由"), _MORE, "cancel"
    ),
    "released": LetterKind(
        "参加の取り消し", "職員が参加を取り消したとき", _WHAT, (*_MORE, "理由"), "cancel"
    ),
    "host_closed": LetterKind(
        "募集した団体が活動を終えたとき", "団体の終わりを記録したとき", _WHAT, _MORE
    ),
    "day_before": LetterKind(
        "活動の前のお知らせ", "活動の前の日に、希望する方へ", _WHAT, _MORE, wished="reminders"
    ),
    "opening_asked": LetterKind("募集の依頼の受付", "団体から依頼があったとき", _ASKED, _ABOUT),
    "opening_published": LetterKind(
        "募集の公開", "市民センターが公開したとき", (*_ASKED, "募集のページ"), _ABOUT
    ),
    "opening_returned": LetterKind(
        "書き直しのお願い",
        "市民センターが差し戻したとき",
        (*_ASKED, "理由", "依頼のページ"),
        _ABOUT,
    ),
    "opening_refused": LetterKind(
        "依頼を受けられないとき", "市民センターが断ったとき", (*_ASKED, "理由"), _ABOUT
    ),
    "opening_called_off": LetterKind(
        "募集の中止", "市民センターが募集を中止したとき", (*_ASKED, "理由"), _ABOUT
    ),
}
