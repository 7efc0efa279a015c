"""The letters of thanks."""

from portal.notices.letters import LetterKind

SOMETIMES = {
    "お礼": "活動先が書いたお礼のことば",
    "感謝状": "感謝状の題",
    "基準": "達した時間や回数",
}

SAMPLE = {
    "お礼": "子どもたちが、次はいつかと楽しみにしています。",
    "感謝状": "感謝状",
    "基準": "100時間",
}

KINDS: dict[str, LetterKind] = {
    "thanked": LetterKind(
        "活動のお礼", "活動先がお礼を書いたとき", ("活動", "お礼"), ("日時", "主催", "参加のページ")
    ),
    "certificate": LetterKind("感謝状のお知らせ", "感謝状の基準に達したとき", ("基準", "感謝状")),
}
