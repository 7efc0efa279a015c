"""What goes wrong on a sheet's pages: clear words, no fault, and no word of anybody lost."""

import time

import pytest
from django.core.exceptions import ValidationError

from portal.refusal import code_of
from tests import cast
from tests.race import race
from tests.vision.sheets import a_sheet, handed_in, published, rewritten
from tests.vision.test_sheet_desk import DESK, form_of, words_of
from vision.models import Opinion, ProgressSheet
from vision.sheets.diff import compared
from vision.sheets.forms import MOST_BARS

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(db):
    return cast.section_staff("one@example.jp")


@pytest.fixture
def other(db):
    return cast.section_staff("other@example.jp")


@pytest.fixture
def council(db):
    return cast.council_member()


@pytest.mark.parametrize("unseen", ["\x00", "\x08\x0b", "\u3000 \r\n"])
def test_words_that_nobody_can_see_are_none(client, one, other, council, unseen):
    sheet = handed_in(one)
    opinion = sheet.leave_opinion("どうでしょう。", by=council, version=1)
    client.sign_in(other)
    sent = {"step": "return", "version": 1, "comment": unseen}
    assert "差し戻すわけ" in words_of(client.post(f"{DESK}{sheet.pk}/steps/", sent))
    sent = {"answer": unseen, "over": ""}
    said = words_of(client.post(f"{DESK}opinions/{opinion.pk}/answer/", sent))
    assert "回答を書いてください。" in said
    client.sign_in(council)
    sent = {"version": 1, "text": unseen}
    said = words_of(client.post(f"{DESK}{sheet.pk}/opinions/", sent))
    assert "意見を書いてください。" in said
    assert ProgressSheet.objects.get().status == "submitted"
    assert Opinion.objects.get().answer == ""


def test_a_nul_among_the_words_is_left_out(client, one, council):
    sheet = handed_in(one)
    client.sign_in(council)
    client.post(f"{DESK}{sheet.pk}/opinions/", {"version": 1, "text": "時間\x00帯も\r\n曜日も"})
    assert Opinion.objects.get().text == "時間帯も\n曜日も"


def test_an_answer_of_several_lines_can_be_put_right(client, one, council):
    """A browser sends 「\\r\\n」 for a line's end, and for the one it was given too."""
    opinion = handed_in(one).leave_opinion("どうでしょう。", by=council, version=1)
    client.sign_in(one)
    address = f"{DESK}opinions/{opinion.pk}/answer/"
    client.post(address, {"answer": "一つめ。\r\n二つめ。", "over": ""})
    put_right = {"answer": "一つめ。\r\n三つめ。", "over": "一つめ。\r\n二つめ。"}
    assert "回答しました" in words_of(client.post(address, put_right))
    assert Opinion.objects.get().answer == "一つめ。\n三つめ。"


def test_who_answers_late_keeps_the_own_words(client, one, other, council):
    opinion = handed_in(one).leave_opinion("どうでしょう。", by=council, version=1)
    opinion.reply("先に答えました。", by=other)
    client.sign_in(one)
    sent = {"answer": "わたしの長い答えです。", "over": ""}
    page = client.post_page(f"{DESK}opinions/{opinion.pk}/answer/", sent, status=409)
    text = " ".join(page.text)
    assert "先に回答を書きました" in text
    assert "わたしの長い答えです。" in text
    assert "先に答えました。" in text


def test_who_returns_too_late_keeps_the_reason(client, one, other):
    sheet = published(one, other)
    client.sign_in(one)
    sent = {"step": "return", "version": 1, "comment": "数字を足してください。"}
    page = client.post_page(f"{DESK}{sheet.pk}/steps/", sent, status=409)
    assert "いまは「公表済み」" in " ".join(page.text)
    assert "数字を足してください。" in " ".join(page.text)


def test_the_same_opinion_sent_twice_is_kept_once(client, one, council):
    sheet = handed_in(one)
    client.sign_in(council)
    sent = {"version": 1, "text": "時間帯も数えては。"}
    client.post(f"{DESK}{sheet.pk}/opinions/", sent)
    page = client.post_page(f"{DESK}{sheet.pk}/opinions/", sent, status=409)
    assert "もう受け取っています" in " ".join(page.text)
    assert Opinion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_opinion_sent_many_times_at_once_is_kept_once():
    sheet = handed_in(cast.section_staff())
    member = cast.council_member()

    def send(_) -> None:
        mine = ProgressSheet.objects.get(pk=sheet.pk)
        mine.leave_opinion("時間帯も数えては。", by=member, version=1)

    results = race(send, list(range(6)))
    assert results.count("repeated") == 5
    assert Opinion.objects.count() == 1


def test_numbers_nobody_has_are_no_version(client, one):
    sheet = a_sheet(one)
    client.sign_in(one)
    for asked in ("9" * 5_000, "１", "-1", "", "01"):
        page = client.get_page(f"{DESK}{sheet.pk}/versions/?old={asked}&new={asked}")
        assert page.title.startswith("版をくらべる")


def test_to_go_on_writing_after_another_took_it_up_is_told(client, one, other, monkeypatch):
    """What was saved is saved; the form does not open a second time."""
    sheet = a_sheet(one)
    client.sign_in(one)
    client.post(f"{DESK}{sheet.pk}/editing/")
    revise = ProgressSheet.revise

    def save_and_lose(self, *args, **named):
        saved = revise(self, *args, **named)
        ProgressSheet.objects.get(pk=self.pk).open_for_editing(by=other)
        return saved

    monkeypatch.setattr(ProgressSheet, "revise", save_and_lose)
    response = client.post(f"{DESK}{sheet.pk}/edit/", form_of(go_on="1", result="できました"))
    assert response.url == f"{DESK}{sheet.pk}/#saved"
    assert "書いているところです" in words_of(response)
    assert ProgressSheet.objects.get().told().result == "できました"


def test_a_draft_on_top_of_what_is_public_shows_nowhere_else(
    client, one, other, council, shipped_plan
):
    linked = rewritten(title="公表した題", items=("kitakyushu-2026/policy-1-focus-1",))
    sheet = published(one, other, content=linked)
    sheet.reopen(by=one, version=1)
    draft = rewritten(title="書きかけの題", items=("kitakyushu-2026/policy-1-focus-2",))
    sheet.revise(draft, by=one, version=1)
    item = "/vision/kitakyushu-2026/policy-1-focus-"
    assert "公表した題" in " ".join(client.get_page(f"{item}1/").text)
    assert "書きかけの題" not in " ".join(client.get_page(f"{item}2/").text)
    client.sign_in(council)
    listed = " ".join(client.get_page(DESK).text)
    assert "公表した題" in listed
    assert "書きかけの題" not in listed


@pytest.mark.parametrize("joint", ["。", "、と、", "\n"])
def test_the_longest_texts_are_compared_in_a_moment(joint):
    old, new = f"あ{joint}" * 1_250, f"い{joint}" * 1_250
    began = time.monotonic()
    lines = compared(old, new)
    assert time.monotonic() - began < 5
    parts = [part for line in lines for part in line]
    assert "".join(p.text for p in parts if p.kind != "added").count("あ") == 1_250
    assert "".join(p.text for p in parts if p.kind != "removed").count("い") == 1_250


def test_a_sheet_is_not_opened_by_who_may_not(one, council):
    sheet = a_sheet(one)
    with pytest.raises(ValidationError) as refusal:
        sheet.open_for_editing(by=council)
    assert code_of(refusal.value) == "not_section"


def test_a_strand_with_all_its_bars_is_written_back_whole(client, one):
    bars = {}
    for place in range(MOST_BARS):
        bars |= {f"s0b{place}-name": f"{place}", f"s0b{place}-first": "1", f"s0b{place}-last": ""}
    sheet = a_sheet(one)
    client.sign_in(one)
    client.post(f"{DESK}{sheet.pk}/editing/")
    client.post(f"{DESK}{sheet.pk}/edit/", form_of(**bars))
    assert len(ProgressSheet.objects.get().told().strands[0].bars) == MOST_BARS
    client.post(f"{DESK}{sheet.pk}/editing/")
    page = client.get_page(f"{DESK}{sheet.pk}/edit/")
    typed = [field.get("value") for field in page.all("input")]
    assert [str(place) for place in range(MOST_BARS)] == [
        value
        for field, value in zip(page.all("input"), typed, strict=True)
        if (field.get("name") or "").startswith("s0b")
    ]


def test_what_a_field_refuses_says_what_to_do_next(client, one):
    client.sign_in(one)
    sent = {"year": "来年", "bureau": "局" * 61, "area": "D", "number": "0", "title": "題" * 121}
    page = client.post(f"{DESK}new/", sent).content.decode()
    for words in (
        "数字だけを書いてください（小数や単位は入れません）。",
        "60文字までで書いてください（いまは61文字です）。",
        "「D」はありません。一覧にあるものから選んでください。",
        "1以上の数にしてください。",
        "120文字までで書いてください（いまは121文字です）。",
        "課題の内容を書いてください。",
        "インパクトを選んでください。",
    ):
        assert words in page
    for stiff in ("でなければなりません", "このフィールド", "正しく選択", "整数を"):
        assert stiff not in page
