"""Which letters there are about courses, and which words in braces each of them may hold.

The words shipped stand in `templates/programs/letters/<kind>.txt` (`portal/notices/letters.py`).
"""

from dataclasses import dataclass

from portal.notices.letters import LetterKind, Letters

# In every letter: what stands there instead.
ALWAYS = {
    "お名前": "参加する方。組のときは「さん、」でつないだ全員",
    "受付番号": "受付番号。組のときは1人1行",
    "講座名": "講座の名前",
    "日時": "すべての回の日時、1回1行",
    "会場": "会場の名前と住所",
    "会場の電話": "問い合わせの電話。なければ担当課の電話",
    "費用": "費用と、その補足",
    "持ち物": "持ち物",
    "手続きのページ": "このメールを受け取った方が、次に開くページ",
    "講座のページ": "講座のページ",
    "講座をさがすページ": "講座の一覧のページ",
}
# In some letters only.
SOMETIMES = {
    "取り消せる期限": "自分で取り消せる期限の日時",
    "順番": "キャンセル待ちや補欠の順番の数字",
    "結果の日": "抽選の結果をお知らせする日",
    "ほかの講座": "近くの講座のおすすめ、1件1行",
    "期限": "お返事の期限の日時",
    "理由": "職員が書いた理由",
    "この回": "このメールの回の日時",
    "この回の内容": "このメールの回の内容",
    "変更前": "変わる前の日時",
    "活動の案内": "学んだことを生かせる募集と次の講座。案内を望んだ方だけ",
}

# Of a city and its course as one could be: what a preview shows.
SAMPLE = {
    "お名前": "山田 花子",
    "受付番号": "123-456-789",
    "講座名": "はじめての出汁とり",
    "日時": "2026年12月6日（日）10:00〜12:00\n2026年12月13日（日）10:00〜12:00",
    "会場": "見本市民センター 調理室\n見本市見本町1-1",
    "会場の電話": "093-000-0000",
    "費用": "300円 材料費",
    "持ち物": "エプロン、ふきん",
    "手続きのページ": "https://manabi.example.jp/my/sign-ups/1/",
    "講座のページ": "https://manabi.example.jp/courses/1/",
    "講座をさがすページ": "https://manabi.example.jp/courses/",
    "取り消せる期限": "2026年12月4日（金）17:00",
    "順番": "3",
    "結果の日": "2026年11月20日（金）",
    "ほかの講座": "「みんなのみそづくり」12/12（土）となり町市民センター\n"
    "https://manabi.example.jp/courses/2/",
    "期限": "2026年11月28日（土）17:00",
    "理由": "講師の都合がつかなくなったため",
    "この回": "2026年12月6日（日）10:00〜12:00",
    "この回の内容": "こんぶと、かつおぶし",
    "変更前": "2026年12月5日（土）10:00〜12:00",
    "活動の案内": "募集「絵本を読む人」12/12（土）\nhttps://manabi.example.jp/volunteers/openings/1/",
}


@dataclass(frozen=True)
class CourseLetter(LetterKind):
    """A letter about sign-ups. Of a party all are named in one, unless `each` gets one."""

    each: bool = False


_TITLE, _NUMBER, _PAGE = "講座名", "受付番号", "手続きのページ"
_UNTIL = ("取り消せる期限",)

KINDS: dict[str, CourseLetter] = {
    "seated": CourseLetter(
        "申込の受付", "席が決まったとき", (_TITLE, _NUMBER, _PAGE), _UNTIL, calendar="publish"
    ),
    "queued": CourseLetter(
        "キャンセル待ちの受付", "キャンセル待ちに並んだとき", (_TITLE, _NUMBER, _PAGE), ("順番",)
    ),
    "entered": CourseLetter(
        "抽選の申込の受付", "抽選に申し込んだとき", (_TITLE, _NUMBER, _PAGE), ("結果の日",)
    ),
    "selected": CourseLetter(
        "抽選の結果：参加できる方", "結果のお知らせの日に", (_TITLE, _PAGE), _UNTIL, "publish"
    ),
    "reserve": CourseLetter(
        "抽選の結果：補欠の方", "結果のお知らせの日に", (_TITLE, _PAGE), ("順番", "ほかの講座")
    ),
    "promoted": CourseLetter(
        "席が空いたとき：すぐに決まる",
        "空いた席が次の方のものになったとき",
        (_TITLE, _PAGE),
        _UNTIL,
        "publish",
    ),
    "offered": CourseLetter(
        "席が空いたとき：返事を待つ", "空いた席を次の方にご案内したとき", (_TITLE, _PAGE, "期限")
    ),
    "accepted": CourseLetter(
        "ご案内の席の決定", "ご案内に「参加する」と答えたとき", (_TITLE, _PAGE), _UNTIL, "publish"
    ),
    "declined": CourseLetter("ご案内の辞退", "ご案内を辞退したとき", (_TITLE,)),
    "lapsed": CourseLetter("お返事の期限切れ", "お返事のないまま期限が過ぎたとき", (_TITLE,)),
    "withdrawn": CourseLetter(
        "申込の取り消し", "本人が取り消したとき", (_TITLE, _NUMBER), calendar="cancel"
    ),
    "cancelled": CourseLetter(
        "会場による取り消し",
        "職員が取り消したとき",
        (_TITLE, "理由", "会場の電話"),
        calendar="cancel",
    ),
    "childcare": CourseLetter(
        "託児の決定", "待っていた託児の席が決まったとき", (_TITLE, _PAGE), each=True
    ),
    "course_cancelled": CourseLetter(
        "講座の中止", "講座を中止したとき", (_TITLE, "理由", "日時"), calendar="cancel"
    ),
    "redrawn": CourseLetter(
        "抽選のやり直し", "抽選をやり直すとき", (_TITLE, "理由"), calendar="cancel"
    ),
    "session_moved": CourseLetter(
        "回の日時の変更",
        "1回分の日時が変わったとき",
        (_TITLE, "変更前", "この回"),
        ("理由",),
        "publish",
    ),
    "session_cancelled": CourseLetter(
        "回の中止", "1回分が中止になったとき", (_TITLE, "この回"), ("理由",), "cancel"
    ),
    "certificate": CourseLetter(
        "修了のお知らせ", "修了が決まったとき", (_TITLE, _PAGE), ("活動の案内",), each=True
    ),
    "reminder": CourseLetter(
        "開催前のお知らせ",
        "それぞれの回の前に",
        (_TITLE, "この回", "会場"),
        ("この回の内容",),
        wished="reminders",
    ),
    "survey": CourseLetter(
        "アンケートのお願い",
        "最後の回のあと、出席した方に",
        (_TITLE, _PAGE),
        ("期限",),
        wished="surveys",
        each=True,
    ),
}

LETTERS = Letters(
    name="講座",
    prefix="",
    folder="programs/letters",
    kinds=KINDS,
    always=ALWAYS,
    sometimes=SOMETIMES,
    sample=SAMPLE,
)
