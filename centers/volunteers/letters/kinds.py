"""Which letters there are about volunteers, and which words in braces each of them may hold.

The words shipped stand in `templates/volunteers/letters/<kind>.txt` (`portal/notices/letters.py`);
what a letter says besides `ALWAYS` is given to `centers/volunteers/letters/sending.py` by the part
of the portal that sends it.
"""

from portal.notices.letters import LetterKind, Letters

from . import opening_kinds, proposal_kinds, thanks_kinds

# In every letter: what stands there instead.
ALWAYS = {
    "お名前": "ボランティアの氏名。団体あてのメールでは、団体の名前",
    "市民センター": "登録した市民センター。団体あてのメールでは、担当の市民センター",
    "市民センターの電話": "その市民センターの電話。なければ担当課の電話",
    "ボランティアのページ": "その方の登録と活動のページ",
}
# In some letters only.
SOMETIMES = {
    "カード番号": "ボランティアの番号",
    "登録した日": "登録した日",
    "返事のページ": "続けるかどうかを、ボタンひとつで答えられるページ",
    "返事の期限": "そのページで答えられる最後の日",
    "最後に確認した日": "登録の内容を最後に確かめた日",
    "終了した日": "登録を終えた日",
    "記録が消える日": "登録の記録が消される日",
    "配置のこと": "委嘱や配置があるとき、市民センターから連絡すること",
}

# Of a city and its volunteers as they could be: what a preview shows.
SAMPLE = {
    "お名前": "山田 花子",
    "市民センター": "見本市民センター",
    "市民センターの電話": "093-000-0000",
    "ボランティアのページ": "https://manabi.example.jp/my/volunteer/",
    "カード番号": "123-456-789",
    "登録した日": "2026年12月6日（日）",
    "返事のページ": "https://manabi.example.jp/volunteers/confirm/abc/",
    "返事の期限": "2027年3月31日（水）",
    "最後に確認した日": "2025年12月6日（土）",
    "終了した日": "2026年12月6日（日）",
    "記録が消える日": "2029年12月7日（金）",
    "配置のこと": "委嘱されている役割の手続きは、市民センターからご連絡します。",
}

_CARD = ("カード番号", "登録した日")

KINDS: dict[str, LetterKind] = {
    "registered": LetterKind("ボランティアの登録", "登録したとき", ("カード番号",), _CARD[1:]),
    "confirm": LetterKind(
        "年に一度の確認",
        "最後の確認から1年たったとき。返事がなければ、1か月後にもう一度",
        ("返事のページ",),
        ("返事の期限", "最後に確認した日"),
    ),
    "stopped": LetterKind(
        "登録の終了", "登録を終えたとき", ("記録が消える日",), ("終了した日", "配置のこと")
    ),
}

for more in (opening_kinds, proposal_kinds, thanks_kinds):
    KINDS |= more.KINDS
    SOMETIMES |= more.SOMETIMES
    SAMPLE |= more.SAMPLE

LETTERS = Letters(
    name="ボランティア",
    prefix="volunteer-",
    folder="volunteers/letters",
    kinds=KINDS,
    always=ALWAYS,
    sometimes=SOMETIMES,
    sample=SAMPLE,
)
