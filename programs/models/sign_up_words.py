"""How a sign-up stands, what happened to it, how it came, what its person needs: the words."""

from django.db import models


class Status(models.TextChoices):
    ENTERED = "entered", "抽選を待っています"
    WAITING = "waiting", "キャンセル待ちです"
    OFFERED = "offered", "席をご案内しています"
    SEATED = "seated", "参加できます"
    WITHDRAWN = "withdrawn", "取り消しました"
    LAPSED = "lapsed", "ご案内の期限が過ぎました"
    CANCELLED = "cancelled", "会場が取り消しました"


class What(models.TextChoices):
    """What happened last; in the words of the history its owner reads."""

    SEATED = "seated", "申込を受け付けました"
    QUEUED = "queued", "キャンセル待ちに並びました"
    ENTERED = "entered", "抽選の申込を受け付けました"
    SELECTED = "selected", "抽選の結果、参加できることになりました"
    RESERVE = "reserve", "抽選の結果、補欠になりました"
    PROMOTED = "promoted", "席が空き、参加できることになりました"
    OFFERED = "offered", "席が空き、ご案内しました"
    ACCEPTED = "accepted", "ご案内の席に決まりました"
    DECLINED = "declined", "ご案内を辞退しました"
    LAPSED = "lapsed", "お返事の期限が過ぎました"
    PASSED_OVER = "passed_over", "席が空きましたが、人数が入らないため、次の方にご案内しました"
    WITHDRAWN = "withdrawn", "申込を取り消しました"
    CANCELLED = "cancelled", "会場が申込を取り消しました"
    COURSE_CANCELLED = "course_cancelled", "講座が中止になりました"
    MERGED = "merged", "同じ方の登録をひとつにまとめました"
    WALKED_IN = "walked_in", "当日、会場で受け付けました"
    REDRAWN = "redrawn", "抽選をやり直すため、抽選待ちにもどりました"


class Via(models.TextChoices):
    WEB = "web", "このサイト"
    PHONE = "phone", "電話"
    POSTCARD = "postcard", "はがき"
    COUNTER = "counter", "窓口"


class Provision(models.TextChoices):
    SIGN_LANGUAGE = "sign_language", "手話通訳"
    CAPTIONING = "captioning", "要約筆記"
    WHEELCHAIR = "wheelchair", "車いすの席"
    LARGE_PRINT = "large_print", "大きな字の資料"
    OTHER = "other", "そのほか"
