"""Staff of the section change the words of letters, with a preview; nothing typed is ever run."""

import pytest

from portal.notices.models import LetterText
from programs.letters.kinds import KINDS
from tests import cast
from tests.page_lint import LintingClient
from tests.race import race

pytestmark = pytest.mark.django_db

OFFERED = "/desk/letters/offered/"
GOOD = {
    "subject": "空きました {講座名}",
    "body": "{お名前}さん\n\n{期限}までに {手続きのページ}",
}


@pytest.fixture
def desk(client):
    client.sign_in(cast.section_staff())
    return client


def said(page) -> str:
    return " ".join(page.text)


def test_every_kind_is_listed_with_its_name_and_can_be_opened(desk):
    page = desk.get_page("/desk/letters/")
    for name, kind in KINDS.items():
        assert kind.name in said(page)
        shown = said(desk.get_page(f"/desk/letters/{name}/"))
        assert "はじめての出汁とり" in shown
        assert kind.when in shown


def test_words_that_were_changed_are_the_words_of_the_next_letter(desk, run_queue, mailoutbox):
    assert desk.post(OFFERED, GOOD | {"save": ""}).status_code == 302
    course = cast.a_course(capacity=1, queue="offer")
    seated, waiting = cast.newcomers(course, 1, 1)
    seated.withdraw(by=seated.by)
    run_queue()
    [mail] = [mail for mail in mailoutbox if mail.subject.startswith("空きました")]
    assert mail.subject == f"空きました {course.title}"
    assert f"/my/sign-ups/{waiting.pk}/offer/" in mail.body
    assert "生涯学習課" in mail.body, "the signature stands below whatever is written"


def test_an_unknown_word_in_braces_is_refused_by_name(desk):
    page = desk.post_page(OFFERED, GOOD | {"body": "{おなまえ}さん", "save": ""}, status=422)
    assert "「{おなまえ}」は、このメールでは使えません" in said(page)
    assert not LetterText.objects.exists()


def test_a_word_of_another_letter_is_refused_too(desk):
    page = desk.post_page(OFFERED, GOOD | {"body": "{変更前}", "save": ""}, status=422)
    assert "「{変更前}」は、このメールでは使えません" in said(page)
    assert not LetterText.objects.exists()


@pytest.mark.parametrize("body", ["{講座名", "講座名}", "{}", "{ {講座名}", "{" * 50])
def test_half_a_brace_is_refused(desk, body):
    page = desk.post_page(OFFERED, GOOD | {"body": body, "save": ""}, status=422)
    assert "波かっこ" in said(page)


def test_template_code_is_text_or_refused_but_never_run(desk, run_queue, mailoutbox):
    desk.post_page(OFFERED, GOOD | {"body": "{{ settings.SECRET_KEY }}", "save": ""}, status=422)
    user = cast.a_resident()
    LetterText.objects.create(
        kind="seated",
        subject="{講座名}",
        body="{% now 'Y' %}{{ sign_up }}{__class__}%(body)s",
        updated_by=user,
    )
    cast.a_course().sign_up(user.household.people.get(), by=user)
    run_queue()
    assert mailoutbox[0].body.startswith("{% now 'Y' %}{{ sign_up }}{__class__}%(body)s")


def test_what_the_reader_needs_and_is_not_there_is_warned_of(desk):
    desk.post(OFFERED, {"subject": "空きました", "body": "席が空きました。", "save": ""})
    page = said(desk.get_page(OFFERED))
    assert "このメールに必要なことばがありません" in page
    for name in ("講座名", "手続きのページ", "期限"):
        assert f"「{{{name}}}」" in page
    assert "必要なことばが足りません" in said(desk.get_page("/desk/letters/"))


def test_a_look_at_the_preview_saves_nothing(desk):
    page = desk.post_page(OFFERED, GOOD | {"subject": "ためし {講座名}", "look": ""}, status=200)
    assert "ためし はじめての出汁とり" in said(page)
    assert not LetterText.objects.exists()


def test_back_to_the_shipped_words_and_every_step_is_kept(desk):
    desk.post(OFFERED, GOOD | {"save": ""})
    desk.post(OFFERED, GOOD | {"subject": "二度目 {講座名}", "save": ""})
    desk.post(OFFERED, {"reset": ""})
    assert LetterText.words("offered") == LetterText.shipped("offered")
    history = LetterText.events.rel.related_model.objects.order_by("pgh_id")
    assert list(history.values_list("pgh_label", flat=True)) == ["insert", "update", "delete"]
    page = said(desk.get_page(OFFERED))
    assert "はじめの文面にもどしました" in page
    assert "二度目 {講座名}" in page


@pytest.mark.parametrize(
    "body", ["", "あ" * 4_001, "あ\x00い"], ids=["empty", "too long", "unreadable"]
)
def test_words_that_cannot_be_kept_are_refused(desk, body):
    assert desk.post(OFFERED, GOOD | {"body": body, "save": ""}).status_code in {400, 422}
    assert not LetterText.objects.exists()


def test_only_the_section_finds_the_letters(client):
    client.sign_in(cast.center_staff(cast.a_center()))
    assert client.get("/desk/letters/").status_code == 404
    assert client.post(OFFERED, GOOD | {"save": ""}).status_code == 404


def test_no_such_letter_is_not_found(desk):
    assert desk.get("/desk/letters/passed_over/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_who_presses_save_twice_at_once_saves_once():
    staff, desks = cast.section_staff(), [LintingClient() for _ in range(4)]
    for desk in desks:
        desk.sign_in(staff)
    answers = race(lambda desk: desk.post(OFFERED, GOOD | {"save": ""}).status_code, desks)
    assert answers == [302] * 4
    assert LetterText.objects.get().subject == GOOD["subject"]
