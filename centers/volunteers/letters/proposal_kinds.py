"""The letters of asking somebody: to the one who is asked, and the answer to the coordinator."""

from portal.notices.letters import LetterKind

SOMETIMES = {
    "声をかけた理由": "合う理由。1つ1行",
    "ひとこと": "職員が書いたことば",
    "答えるページ": "声をかけられた方が答えるページ",
    "返事": "「参加する」か「辞退」か「返事の期限切れ」",
    "合う方のページ": "その回に合う方の、窓口のページ",
}

SAMPLE = {
    "声をかけた理由": "・「学校支援ボランティア」を希望している\n・土曜の午前は都合がよい",
    "ひとこと": "以前の読み聞かせが、とても好評でした。",
    "答えるページ": "https://manabi.example.jp/my/volunteer/matches/123456789/",
    "返事": "参加する",
    "合う方のページ": "https://manabi.example.jp/desk/volunteers/openings/1/fits/",
}

_ABOUT = ("場所", "主催", "持ち物", "交通費", "募集のページ")

KINDS: dict[str, LetterKind] = {
    "proposed": LetterKind(
        "参加のお願い",
        "職員が声をかけたとき",
        ("活動", "日時", "返事の期限", "答えるページ"),
        (*_ABOUT, "声をかけた理由", "ひとこと"),
    ),
    "answered": LetterKind(
        "声をかけた方の返事（職員へ）",
        "返事があったときと、期限が過ぎたとき。声をかけた職員に",
        ("活動", "日時", "返事"),
        ("理由", "合う方のページ"),
    ),
}
