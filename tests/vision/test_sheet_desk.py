"""The desk's pages of progress sheets: writing without JavaScript, judging, opinions, comparing."""

import pytest
from django.contrib.messages import get_messages
from django.core.cache import caches

from tests import cast
from tests.page_lint import lint
from tests.vision.measured import a_plan, an_indicator
from tests.vision.sheets import CONTENT, a_sheet, handed_in, published, rewritten
from vision.models import Opinion, ProgressSheet

pytestmark = pytest.mark.django_db
DESK = "/desk/plans/sheets/"


@pytest.fixture
def one(db):
    return cast.section_staff("one@example.jp")


@pytest.fixture
def other(db):
    return cast.section_staff("other@example.jp")


@pytest.fixture
def council(db):
    return cast.council_member()


def form_of(**changes) -> dict:
    """The edit form as a browser sends it."""
    texts = {name: value for name, value in CONTENT.texts.items() if name != "goes_on"}
    return (
        texts
        | {"goes_on": "on", "version": "1"}
        | {"s0-name": "予約システム", "s0-place": "1", "s0-body": ""}
        | {"s0b0-name": "設計", "s0b0-first": "1", "s0b0-last": "2"}
        | {"s0b1-name": "", "s0b1-first": "", "s0b1-last": ""}
        | changes
    )


def words_of(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def step(client, sheet: ProgressSheet, name: str, version: int = 1, **more) -> str:
    data = {"step": name, "version": version} | more
    return words_of(client.post(f"{DESK}{sheet.pk}/steps/", data))


def test_a_section_member_writes_and_hands_in_and_another_judges(client, one, other):
    sheet = a_sheet(one)
    client.sign_in(one)
    assert client.post(f"{DESK}{sheet.pk}/editing/").url == f"{DESK}{sheet.pk}/edit/"
    client.get_page(f"{DESK}{sheet.pk}/edit/")
    client.post(f"{DESK}{sheet.pk}/edit/", form_of(result="12館になりました。"))
    assert ProgressSheet.objects.get().told().result == "12館になりました。"
    assert "提出しました" in step(client, sheet, "submit", 2)
    assert "提出した本人は承認できません" in step(client, sheet, "approve", 2)
    client.sign_in(other)
    assert "差し戻しました" in step(client, sheet, "return", 2, comment="数字を足してください。")
    client.sign_in(one)
    page = client.get_page(f"{DESK}{sheet.pk}/")
    assert "数字を足してください。" in " ".join(page.text)


def test_a_new_sheet_is_made_once(client, one):
    client.sign_in(one)
    client.get_page(f"{DESK}new/")
    key = {"year": "2025", "bureau": "総務市民局", "area": "C", "number": "2"}
    client.post(f"{DESK}new/", form_of(**key))
    sheet = ProgressSheet.objects.get()
    assert [bar.name for bar in sheet.told().strands[0].bars] == ["設計"]
    again = client.post_page(f"{DESK}new/", form_of(**key), status=422)
    assert "この番号のシートは、この年度にもうあります。" in " ".join(again.text)


def test_more_rows_come_without_saving_and_keep_what_was_typed(client, one):
    sheet = a_sheet(one)
    client.sign_in(one)
    client.post(f"{DESK}{sheet.pk}/editing/")
    page = client.post_page(
        f"{DESK}{sheet.pk}/edit/", form_of(more="1", **{"s0b1-name": "半分だけ"}), status=200
    )
    values = {field.get("name"): field.get("value") for field in page.all("input")}
    assert values["s0b1-name"] == "半分だけ"
    assert {"s0b2-name", "s0b3-name", "s1-name", "s1b0-name"} <= values.keys()
    assert sheet.versions.count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"s0-name": ""}, "取組の名前を書いてください。"),
        ({"s0b0-name": ""}, "することを書いてください。"),
        ({"s0b0-first": ""}, "はじめの四半期を選んでください。"),
        ({"s0b0-first": "3"}, "おわりの四半期は、はじめと同じかあとにしてください。"),
        ({"title": ""}, "課題名"),
        ({"challenge": "長" * 5001}, "課題の内容"),
    ],
)
def test_a_wrong_row_is_told_beside_it_and_nothing_is_saved(client, one, row, sentence):
    sheet = a_sheet(one)
    client.sign_in(one)
    client.post(f"{DESK}{sheet.pk}/editing/")
    page = client.post_page(f"{DESK}{sheet.pk}/edit/", form_of(**row), status=422)
    assert sentence in " ".join(page.text)
    assert sheet.versions.count() == 1


def test_rows_stand_in_the_order_of_their_places(client, one):
    sheet = a_sheet(one)
    client.sign_in(one)
    client.post(f"{DESK}{sheet.pk}/editing/")
    second = {"s1-name": "さきにすること", "s1-place": "1", "s1-body": "", "s0-place": "2"}
    client.post(f"{DESK}{sheet.pk}/edit/", form_of(**second))
    told = ProgressSheet.objects.get().told()
    assert [strand.name for strand in told.strands] == ["さきにすること", "予約システム"]


def test_an_indicator_not_there_yet_stays_named_when_staff_save(client, one):
    sheet = a_sheet(one, rewritten(indicators=("kitakyushu-2026/later-1",)))
    client.sign_in(one)
    client.post(f"{DESK}{sheet.pk}/editing/")
    client.post(f"{DESK}{sheet.pk}/edit/", form_of(result="できました"))
    assert ProgressSheet.objects.get().told().indicators == ("kitakyushu-2026/later-1",)


def test_who_comes_late_sees_what_the_other_wrote_and_keeps_the_own_text(client, one, other):
    sheet = a_sheet(one)
    sheet.revise(rewritten(challenge="ほかの人の見かた。"), by=other, version=1)
    client.sign_in(one)
    page = client.post_page(f"{DESK}{sheet.pk}/edit/", form_of(result="わたしの結果"), status=422)
    text = " ".join(page.text)
    assert "ほかの人が変えたところ" in text
    assert "わたしの結果" in text
    assert "［足した：" in text
    hidden = next(field for field in page.all("input") if field.get("name") == "version")
    client.post(f"{DESK}{sheet.pk}/edit/", form_of(result="わたしの結果", version=hidden["value"]))
    assert ProgressSheet.objects.get().told().result == "わたしの結果"


def test_only_one_opens_the_form_and_the_list_says_who(client, one, other):
    sheet = a_sheet(one)
    sheet.open_for_editing(by=other)
    client.sign_in(one)
    assert "書いているところです" in words_of(client.post(f"{DESK}{sheet.pk}/editing/"))
    led_back = client.get(f"{DESK}{sheet.pk}/edit/")
    assert led_back.status_code == 302
    assert "「書く」を押してから" not in words_of(led_back)
    assert "other@example.jpさんが書いているところです" in " ".join(client.get_page(DESK).text)


def test_an_open_form_keeps_the_sheet_by_a_fragment(client, one):
    sheet = a_sheet(one)
    client.sign_in(one)
    response = client.post(f"{DESK}{sheet.pk}/editing/", headers={"HX-Request": "true"})
    assert "ほかの人は書けません" in response.content.decode()
    assert "<html" not in response.content.decode()
    client.post(f"{DESK}{sheet.pk}/editing/", {"stop": "1"})
    assert ProgressSheet.objects.get().editor_now is None


def test_versions_are_compared_with_words_for_screen_readers(client, one):
    sheet = a_sheet(one)
    sheet.revise(rewritten(challenge="使う人がふえました。"), by=one, version=1)
    client.sign_in(one)
    page = client.get_page(f"{DESK}{sheet.pk}/versions/?old=1&new=2")
    assert "［足した：" in " ".join(page.text)
    assert page.all("ins")
    assert page.all("del")
    client.get_page(f"{DESK}{sheet.pk}/versions/?old=7&new=x")


def test_what_a_sheet_is_linked_to_is_compared_by_its_name(client, one, shipped_plan):
    sheet = a_sheet(one)
    links = ("kitakyushu-2026/policy-2-view-1", "kitakyushu-2026/not-yet-1")
    sheet.revise(rewritten(items=links), by=one, version=1)
    client.sign_in(one)
    text = " ".join(client.get_page(f"{DESK}{sheet.pk}/versions/?old=1&new=2").text)
    assert "市民センターの活用（北九州市生涯学習ビジョン）" in text
    assert "policy-2-view-1" not in text
    assert "kitakyushu-2026/not-yet-1" in text


# ---------------------------------------------------------------- the council


def test_the_council_reads_what_was_handed_in_and_nothing_before(client, one, council):
    draft = a_sheet(one)
    sheet = handed_in(one, number=5)
    client.sign_in(council)
    assert client.get(f"{DESK}{draft.pk}/").status_code == 404
    client.get_page(f"{DESK}{sheet.pk}/")
    text = " ".join(client.get_page(DESK).text)
    assert "課題B（5）" in text
    assert "課題B（4）" not in text


def test_the_council_reads_the_version_handed_in_not_the_draft_on_top(client, one, council):
    sheet = handed_in(one)
    sheet.reopen(by=one, version=1)
    sheet.revise(rewritten(result="まだ書きかけ"), by=one, version=1)
    client.sign_in(council)
    assert "まだ書きかけ" not in " ".join(client.get_page(f"{DESK}{sheet.pk}/").text)


def test_the_council_writes_no_sheet(client, one, council):
    sheet = handed_in(one)
    client.sign_in(council)
    for address in ("steps/", "editing/", "edit/"):
        data = form_of(step="approve")
        assert client.post(f"{DESK}{sheet.pk}/{address}", data).status_code == 404
    for address in (f"{sheet.pk}/versions/", "new/"):
        assert client.get(f"{DESK}{address}").status_code == 404
    assert client.post(f"{DESK}rolling-over/", {"year": 2026}).status_code == 404


def test_an_opinion_is_answered_and_then_public_without_a_name(client, one, other, council):
    sheet = handed_in(one)
    client.sign_in(council)
    client.post(f"{DESK}{sheet.pk}/opinions/", {"version": 1, "text": "時間帯も数えては。"})
    opinion = Opinion.objects.get()
    assert client.post(f"{DESK}opinions/{opinion.pk}/answer/", {"answer": "x"}).status_code == 404
    sheet.approve(by=other, version=1)
    sheet.publish(by=one, version=1)
    public = " ".join(client.get_page(sheet.get_absolute_url()).text)
    assert "時間帯も数えては。" not in public
    assert "回答を準備している意見が1件あります" in public
    client.sign_in(one)
    client.post(f"{DESK}opinions/{opinion.pk}/answer/", {"answer": "来年度から数えます。"})
    caches["pages"].clear()
    public = " ".join(client.get_page(sheet.get_absolute_url()).text)
    assert "時間帯も数えては。" in public
    assert "来年度から数えます。" in public
    assert str(council) not in public


def test_two_who_answer_do_not_write_over_each_other(client, one, other, council):
    sheet = handed_in(one)
    opinion = sheet.leave_opinion("どうでしょう。", by=council, version=1)
    client.sign_in(one)
    client.post(f"{DESK}opinions/{opinion.pk}/answer/", {"answer": "はい。", "over": ""})
    client.sign_in(other)
    late = client.post(f"{DESK}opinions/{opinion.pk}/answer/", {"answer": "いいえ。", "over": ""})
    assert "先に回答を書きました" in words_of(late)
    assert Opinion.objects.get().answer == "はい。"


def test_an_empty_opinion_and_one_of_staff_are_refused(client, one, council):
    sheet = handed_in(one)
    client.sign_in(council)
    client.post(f"{DESK}{sheet.pk}/opinions/", {"version": 1, "text": "  "})
    client.sign_in(one)
    refused = client.post(f"{DESK}{sheet.pk}/opinions/", {"version": 1, "text": "わたしは職員"})
    assert "社会教育委員だけが書けます" in words_of(refused)
    assert not Opinion.objects.exists()


# ---------------------------------------------------------------- the list


def test_the_list_narrows_by_year_and_state_and_rolls_over(client, one, other):
    published(one, other, number=1)
    a_sheet(one, number=2)
    client.sign_in(one)
    drafts = " ".join(client.get_page(f"{DESK}?year=2025&state=draft").text)
    assert "課題B（2）" in drafts
    assert "課題B（1）" not in drafts
    said = words_of(client.post(f"{DESK}rolling-over/", {"year": 2026}))
    assert "2のシートを引きつぎました" in said
    lint(client.get(f"{DESK}?year=abc&state=nonsense"))


def test_the_list_asks_the_database_as_often_for_many_sheets(
    client, one, django_assert_max_num_queries
):
    for number in range(1, 20):
        a_sheet(one, number=number)
    client.sign_in(one)
    with django_assert_max_num_queries(14):
        client.get(DESK)


def test_a_sheet_is_offered_the_items_of_the_citys_own_plans_of_its_time(client, one, settings):
    own = settings.CITY["city"]["name"]
    for slug, city, first, last in (
        ("now-2024", own, 2024, 2031),
        ("next-2026", own, 2026, 2040),
        ("past-2015", own, 2015, 2020),
        ("others-2024", "ほかの市", 2024, 2031),
    ):
        plan = a_plan(slug, city=city, first_year=first, last_year=last)
        an_indicator(plan=plan, code="share", name=f"{slug}の指標")
    sheet = a_sheet(one)
    client.sign_in(one)
    client.post(f"{DESK}{sheet.pk}/editing/")
    page = client.get(f"{DESK}{sheet.pk}/edit/").content.decode()
    assert "now-2024の指標" in page
    assert "next-2026の指標" in page
    assert "past-2015の指標" not in page
    assert "others-2024の指標" not in page
    refused = client.post(f"{DESK}{sheet.pk}/edit/", form_of(indicators="others-2024/share"))
    assert refused.status_code == 422
    assert "一覧にあるものから選んでください" in refused.content.decode()


def test_what_a_sheet_names_already_stays_offered(client, one):
    an_indicator(plan=a_plan("others-2024"), code="share", name="ほかの市の指標")
    sheet = a_sheet(one, rewritten(indicators=("others-2024/share",)))
    client.sign_in(one)
    client.post(f"{DESK}{sheet.pk}/editing/")
    assert "ほかの市の指標" in client.get(f"{DESK}{sheet.pk}/edit/").content.decode()


def test_a_year_without_sheets_leads_to_the_years_that_have_some(client, one):
    a_sheet(one)
    client.sign_in(one)
    page = client.get_page(f"{DESK}?year=2031")
    assert "?year=2025" in [link["href"] for link in page.all("a")]


def test_areas_are_chosen_by_their_letter(client, one):
    client.sign_in(one)
    assert ">C　将来を見据えて" in client.get(f"{DESK}new/").content.decode()
