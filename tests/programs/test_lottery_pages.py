"""The pages of a lottery: what anybody sees and when, and what staff do at the desk."""

import json
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from programs.lottery import drawing
from programs.lottery.file import check
from programs.models import Course, Draw, SignUp
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    """A lottery of five for two seats, its result to be told tomorrow."""
    return cast.a_lottery(
        entries=5,
        capacity=2,
        priorities=["ward", "first_time"],
        results_at=timezone.now() + timedelta(days=1),
    )


def page_of(client, course: Course) -> str:
    caches["pages"].clear()
    return " ".join(client.get_page(f"/courses/{course.pk}/draw/").text)


def file_of(client, course: Course, number: int = 1) -> str:
    response = client.get(f"/courses/{course.pk}/draw/{number}.json")
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def everything_public(client, course: Course, resident) -> str:
    """All that a resident who entered can get hold of, in one text."""
    caches["pages"].clear()
    own = resident.household.people.get().sign_ups.get()
    found = [page_of(client, course), file_of(client, course)]
    found.append(client.get(course.get_absolute_url()).content.decode())
    client.sign_in(resident)
    found += [client.get(a).content.decode() for a in ("/my/", f"/my/sign-ups/{own.pk}/")]
    client.logout()
    return "\n".join(found)


# ---------------------------------------------------------------- the public page


def test_before_the_close_the_page_explains_how_lots_are_drawn(client):
    course = cast.a_course(method="lottery", title="これからの抽選", priorities=["ward"])
    text = page_of(client, course)
    assert "申込を受け付けています" in text
    assert "戸畑区にお住まいの方" in text
    assert "ナンバーズ4" in text


def test_from_the_close_on_list_hash_and_commitment_are_public(client, course):
    draw = drawing.close(course)
    text = page_of(client, course)
    assert "抽選を待っています" in text
    for shown in (draw.list_hash, draw.commitment, draw.source):
        assert shown in text
    published = json.loads(file_of(client, course))
    assert published["list_hash"] == draw.list_hash
    assert len(published["entries"]) == 5
    assert "まだ公開されていません" in check(file_of(client, course))


@pytest.mark.parametrize("all_fit", [False, True], ids=["drawn by lot", "everybody fits"])
def test_nothing_leaks_between_the_draw_and_its_announcement(client, all_fit):
    course = cast.a_lottery(
        entries=5, capacity=5 if all_fit else 2, results_at=timezone.now() + timedelta(days=1)
    )
    residents = [sign_up.by for sign_up in course.sign_ups.order_by("pk")]
    draw = drawing.close(course)
    if not all_fit:
        draw = drawing.draw(course, "4649", by=None)
    assert "抽選は終わりました" in page_of(client, course)
    facts = json.loads(file_of(client, course))
    assert facts["secret"] is facts["seed"] is facts["value"] is None
    assert all(set(entry) == {"receipt", "size", "tier"} for entry in facts["entries"])
    for resident in residents:
        public = everything_public(client, course, resident)
        assert draw.secret not in public
        assert "抽選を待っています" in public
        for word in ("補欠の受付番号", "参加できることに", "抽選の結果、"):
            assert word not in public
    # Two who fared differently see the same of themselves.
    fates = {entry.sign_up.by_id: entry.selected for entry in draw.entries.all()}
    seen = set()
    for resident in residents:
        client.sign_in(resident)
        own = resident.household.people.get().sign_ups.get()
        html = client.get(f"/my/sign-ups/{own.pk}/").content.decode()
        seen.add("抽選を待っています" in html)
        client.logout()
    assert seen == {True}
    assert all_fit == (len(set(fates.values())) == 1)


def test_after_the_announcement_everything_can_be_checked_by_anybody(client, course):
    drawing.close(course)
    draw = drawing.draw(course, "4649", by=None)
    drawing.announce(course)
    text = page_of(client, course)
    for shown in (draw.secret, "4649", "結果をお知らせしました"):
        assert shown in text
    for entry in draw.entries.all():
        assert entry.receipt_number in text
    assert check(file_of(client, course), noted=draw.list_hash).startswith("OK")


def test_no_name_and_no_account_stands_on_page_or_file(client, course):
    drawing.close(course)
    drawing.draw(course, "4649", by=cast.section_staff())
    drawing.announce(course)
    public = page_of(client, course) + file_of(client, course)
    for private in ("髙﨑", "花子", "example.jp"):
        assert private not in public


def test_a_result_that_is_late_says_so(client, course):
    drawing.close(course)
    Course.objects.filter(pk=course.pk).update(results_at=timezone.now() - timedelta(hours=1))
    assert "遅れています" in page_of(client, course)
    drawing.draw(course, "4649", by=None)
    assert "遅れています" in page_of(client, course)


def test_a_draw_that_was_given_up_stays_public_with_its_reason(client, course):
    one, two = cast.section_staff("one@example.jp"), cast.section_staff("two@example.jp")
    drawing.close(course)
    first = drawing.draw(course, "4649", by=one)
    drawing.ask_redraw(course, by=one, reason="数の打ちまちがい")
    assert "数の打ちまちがい" not in page_of(client, course)
    drawing.approve_redraw(course, by=two)
    second = drawing.close(course, by=one)
    text = page_of(client, course)
    assert "数の打ちまちがい" in text
    assert first.secret in text
    assert second.secret not in text
    assert check(file_of(client, course, 1)).startswith("OK")
    assert json.loads(file_of(client, course, 2))["secret"] is None


def test_the_page_is_the_same_for_everybody_and_sets_no_cookie(client, course):
    drawing.close(course)
    response = client.get(f"/courses/{course.pk}/draw/")
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies


def test_a_course_without_lots_has_no_such_page(client):
    course = cast.a_course()
    assert client.get(f"/courses/{course.pk}/draw/").status_code == 404
    assert client.get(f"/courses/{course.pk}/draw/1.json").status_code == 404


def test_a_draft_has_no_such_page(client, course):
    drawing.close(course)
    Course.objects.filter(pk=course.pk).update(published_at=None)
    assert client.get(f"/courses/{course.pk}/draw/").status_code == 404
    assert client.get(f"/courses/{course.pk}/draw/1.json").status_code == 404


def test_who_has_the_file_is_not_sent_it_again_until_it_changes(client, course):
    drawing.close(course)
    address = f"/courses/{course.pk}/draw/1.json"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    drawing.draw(course, "4649", by=None)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    drawing.announce(course)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_the_page_asks_as_often_for_few_entries_as_for_many(client, django_assert_num_queries):
    for entries in (3, 60):
        SignUp.objects.filter(course__title="数える").update(status="cancelled")
        course = cast.a_course(method="lottery", title="数える", capacity=2, queue="at_once")
        cast.newcomers(course, *[1] * entries)
        course = cast.ended(course)
        drawing.close(course)
        drawing.draw(course, "4649", by=None)
        drawing.announce(course)
        client.get(f"/courses/{course.pk}/draw/")  # warm the reference rows
        caches["pages"].clear()
        with django_assert_num_queries(5):
            client.get(f"/courses/{course.pk}/draw/")


# ---------------------------------------------------------------- the desk


@pytest.fixture
def staff(client, course):
    user = cast.center_staff(course.center)
    client.sign_in(user)
    return user


def test_staff_take_a_lottery_from_close_to_announcement(client, course, staff):
    desk = f"/desk/courses/{course.pk}/draw/"
    assert "1　名簿を確定する" in " ".join(client.get_page(desk).text)
    assert client.post(desk, {"source": "福岡の最高気温"}).status_code == 302
    draw = Draw.objects.get()
    assert (draw.closed_by, draw.source) == (staff, "福岡の最高気温")
    client.get_page(desk)
    client.post(f"{desk}value/", {"value": "17.2", "again": "17.2"})
    draw.refresh_from_db()
    assert (draw.value, draw.drawn_by) == ("17.2", staff)
    client.get_page(desk)
    client.post(f"{desk}announcement/")
    course.refresh_from_db()
    assert (course.seats_taken, course.waiting_count) == (2, 3)
    assert "結果を知らせました" in " ".join(client.get_page(desk).text)


def test_a_value_typed_wrongly_once_draws_nothing(client, course, staff):
    drawing.close(course)
    address = f"/desk/courses/{course.pk}/draw/value/"
    response = client.post(address, {"value": "4649", "again": "4694"})
    assert response.status_code == 422
    assert "2つの数がちがいます" in response.content.decode()
    assert not Draw.objects.get().is_drawn


def test_a_step_taken_in_another_window_is_refused_with_a_sentence(client, course, staff):
    drawing.close(course)
    drawing.draw(course, "4649", by=None)
    address = f"/desk/courses/{course.pk}/draw/value/"
    response = client.post(address, {"value": "1", "again": "1"})
    assert response.status_code == 409
    assert "すでに終わっています" in response.content.decode()


def test_a_redraw_at_the_desk_takes_two(client, course, staff):
    drawing.close(course)
    desk = f"/desk/courses/{course.pk}/draw/"
    assert client.post(f"{desk}redraw/", {"reason": ""}).status_code == 422
    client.post(f"{desk}redraw/", {"reason": "はがきの入れ忘れ"})
    decide = f"{desk}redraw/decision/"
    assert "やり直しを認める" not in client.get(desk).content.decode()
    assert client.post(decide, {"decision": "approve"}).status_code == 409
    client.sign_in(cast.center_staff(course.center, "second@example.jp"))
    assert "やり直しを認める" in client.get(desk).content.decode()
    assert client.post(decide, {"decision": "approve"}).status_code == 302
    assert Draw.objects.get().is_annulled
    client.get_page(desk)


def test_a_redraw_can_be_refused(client, course, staff):
    drawing.close(course)
    drawing.ask_redraw(course, by=staff, reason="x")
    client.post(f"/desk/courses/{course.pk}/draw/redraw/decision/", {"decision": "refuse"})
    assert not Draw.objects.get().redraw_is_asked


def test_staff_of_another_centre_find_no_lottery(client, course):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    drawing.close(course)
    client.sign_in(cast.center_staff(other, "other@example.jp"))
    desk = f"/desk/courses/{course.pk}/draw/"
    for address in (desk, f"{desk}value/", f"{desk}announcement/", f"{desk}redraw/"):
        assert client.post(address, {"value": "1", "again": "1"}).status_code == 404
    assert f"/courses/{course.pk}/" not in client.get("/desk/draws/").content.decode()
    assert not Draw.objects.get().is_drawn


def test_the_desk_lists_lotteries_with_what_is_to_be_done(client, course, staff):
    text = " ".join(client.get_page("/desk/draws/").text)
    assert "受付名簿の確定を待っています" in text
    drawing.close(course)
    assert "公開の数を待っています" in " ".join(client.get_page("/desk/draws/").text)
    drawing.draw(course, "4649", by=None)
    drawing.announce(course)
    assert "知らせたばかりの抽選" in " ".join(client.get_page("/desk/draws/").text)


def test_the_desks_list_asks_as_often_for_one_lottery_as_for_many(
    client, course, staff, django_assert_max_num_queries
):
    for number in range(12):
        cast.a_lottery(title=f"抽選 {number}")
    client.get("/desk/draws/")
    with django_assert_max_num_queries(14):
        client.get("/desk/draws/")
