"""Staff keep courses in the admin: each their own, in Japanese, and nothing half published."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.models import Center, Room
from portal.people.models import AccessLog, Membership, User
from programs.lottery.rules import source_of
from programs.models import Course, SignUp
from tests import cast
from tests.page_lint import Page
from vision.models import Plan, PlanItem, PlanLevel

pytestmark = pytest.mark.django_db

LIST = "/admin/programs/course/"


@pytest.fixture
def center() -> Center:
    return cast.a_center()


@pytest.fixture
def other() -> Center:
    return cast.a_center("minato", ward="moji", name="門司みなと市民センター")


@pytest.fixture
def manager(client, center) -> User:
    """The head of 戸畑浜市民センター, signed in (the demo asks for no second factor)."""
    user = cast.center_staff(center)
    client.sign_in(user)
    return user


@pytest.fixture
def section(client) -> User:
    user = cast.section_staff()
    client.sign_in(user)
    return user


def texts(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def change(course: Course) -> str:
    return f"{LIST}{course.pk}/change/"


def as_shown(client, address: str) -> dict:
    """The form at `address`, of the admin or the desk, as a browser sends it back untouched."""
    context = client.get(address).context
    data = {}
    forms = [context["adminform"].form if "adminform" in context else context["form"]]
    for inline in context.get("inline_admin_formsets", []):
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for name, field in form.fields.items():
            bound = form[name]
            value = bound.value()
            if value is None or value is False:
                continue
            widgets = getattr(field.widget, "widgets", None)
            if widgets:
                parts = field.widget.decompress(value)
                shown = [w.format_value(p) for w, p in zip(widgets, parts, strict=True)]
                data |= {f"{bound.html_name}_{i}": part or "" for i, part in enumerate(shown)}
            elif isinstance(value, list | tuple):
                data[bound.html_name] = [getattr(v, "pk", v) for v in value]
            else:
                data[bound.html_name] = value
    return data


def a_new_course(**fields) -> dict:
    """What staff must fill in, and one session in two weeks."""
    day = timezone.localdate() + timedelta(days=14)
    return {
        "title": "あたらしい講座",
        "category": cast.a_category().pk,
        "center": cast.a_center().pk,
        "residence": "anyone",
        "method": "first_come",
        "queue": "at_once",
        "offer_hours": 48,
        "by_staff_days": 1,
        "party_min": 1,
        "party_max": 1,
        "units": 0,
        "preparations-TOTAL_FORMS": "0",
        "preparations-INITIAL_FORMS": "0",
        "questions-TOTAL_FORMS": "0",
        "questions-INITIAL_FORMS": "0",
        "takes_sign_ups_here": "on",
        "capacity": "20",
        "fee": "0",
        "sessions-TOTAL_FORMS": "1",
        "sessions-INITIAL_FORMS": "0",
        "sessions-0-starts_at_0": f"{day}",
        "sessions-0-starts_at_1": "10:00",
        "sessions-0-ends_at_0": f"{day}",
        "sessions-0-ends_at_1": "12:00",
    } | fields


def errors_of(response) -> str:
    assert response.status_code == 200, "a refused form is shown again"
    return shown(response)


def shown(response) -> str:
    """What a page of the admin says; its policy is as strict as everywhere."""
    assert response.status_code == 200
    assert "unsafe" not in response["Content-Security-Policy"]
    return texts(Page(response.content.decode()))


def saved(client, course: Course, changes: dict) -> str:
    """What the page after saving `changes` says."""
    data = as_shown(client, change(course)) | changes
    return shown(client.post(change(course), data, follow=True))


def run_action(client, action: str, *courses: Course):
    data = {"action": action, "_selected_action": [course.pk for course in courses]}
    return client.post(LIST, data, follow=True)


# ---------------------------------------------------------------- each their own


def test_centre_staff_write_a_course_of_their_own_centre(client, manager, center):
    response = client.post(f"{LIST}add/", a_new_course(), follow=True)
    course = Course.objects.get()
    assert response.redirect_chain[0] == (LIST, 302)
    assert (course.center, course.ward) == (center, center.ward)
    assert course.session_count == 1
    assert not course.is_published


def test_centre_staff_cannot_write_one_of_another_centre(client, manager, other):
    response = client.post(f"{LIST}add/", a_new_course(center=other.pk))
    assert "一覧にあるものから選んでください" in errors_of(response)
    assert Course.objects.count() == 0


def test_centre_staff_cannot_leave_the_centre_empty(client, manager):
    errors_of(client.post(f"{LIST}add/", a_new_course(center="", venue="公園")))
    assert Course.objects.count() == 0


def test_a_course_cannot_be_moved_to_another_centre_by_a_crafted_form(client, manager, other):
    course = cast.a_course()
    data = as_shown(client, change(course))
    errors_of(client.post(change(course), data | {"center": other.pk}))
    course.refresh_from_db()
    assert course.center.slug == "hama"


def test_a_room_of_another_centre_cannot_be_chosen(client, manager, center, other):
    own = Room.objects.create(center=center, name="調理室")
    theirs = Room.objects.create(center=other, name="よその部屋")
    page = client.get(f"{LIST}add/").content.decode()
    assert "調理室" in page
    assert "よその部屋" not in page
    refused = client.post(f"{LIST}add/", a_new_course(**{"sessions-0-room": theirs.pk}))
    assert "一覧にあるものから選んでください" in errors_of(refused)
    client.post(f"{LIST}add/", a_new_course(**{"sessions-0-room": own.pk}))
    assert Course.objects.get().sessions.get().room == own


def test_a_room_somebody_else_has_is_refused_beside_its_field(client, manager, center):
    room = Room.objects.create(center=center, name="調理室")
    client.post(f"{LIST}add/", a_new_course(**{"sessions-0-room": room.pk}))
    refused = client.post(f"{LIST}add/", a_new_course(**{"sessions-0-room": room.pk}))
    assert "この部屋は、その時間にほかの利用があります" in errors_of(refused)
    course = Course.objects.get()
    assert client.post(change(course), as_shown(client, change(course))).status_code == 302


def test_the_section_may_not_put_a_session_into_a_room_of_another_centre(
    client, section, center, other
):
    theirs = Room.objects.create(center=other, name="よその部屋")
    refused = client.post(f"{LIST}add/", a_new_course(**{"sessions-0-room": theirs.pk}))
    assert "会場の市民センターの部屋を選んでください" in errors_of(refused)
    assert Course.objects.count() == 0


def test_what_belongs_to_another_centre_is_not_to_be_had_by_any_address(client, manager, other):
    course = cast.a_course(center=other, title="よその講座")
    before = Course.objects.values().get()
    for tail in ("change/", "delete/", "history/", "preview/", "people/", "copy/"):
        for answer in (
            client.get(f"{LIST}{course.pk}/{tail}"),
            client.post(f"{LIST}{course.pk}/{tail}"),
        ):
            assert answer.status_code in {302, 403}, tail
            assert "よその講座" not in answer.content.decode()
    for action in ("publish_now", "copy_for_another_year", "delete_selected"):
        run_action(client, action, course)
    assert Course.objects.values().get() == before
    found = client.get(
        "/admin/autocomplete/?app_label=programs&model_name=course&field_name=center&term=門司"
    )
    assert found.json()["results"] == []


def test_centre_staff_keep_their_own_centre_only_and_make_none(client, manager, center, other):
    page = client.get("/admin/centers/center/").content.decode()
    assert center.name in page
    assert other.name not in page
    assert client.get("/admin/centers/center/add/").status_code == 403
    address = f"/admin/centers/center/{center.pk}/change/"
    data = as_shown(client, address) | {"introduction": "浜のそばです。"}
    response = client.post(address, data)
    assert response.status_code == 302, errors_of(response)
    center.refresh_from_db()
    assert center.introduction == "浜のそばです。"


def test_a_ward_office_keeps_the_courses_of_its_ward(client, center, other):
    adviser = User.objects.create_user("adviser@example.jp", is_staff=True)
    Membership.objects.create(user=adviser, ward=center.ward, role=Membership.Role.ADVISER)
    client.sign_in(adviser)
    cast.a_course(title="区のなか")
    cast.a_course(title="区のそと", center=other)
    page = client.get(LIST).content.decode()
    assert "区のなか" in page
    assert "区のそと" not in page


def test_the_section_keeps_all_and_courses_of_partners_too(client, section, other):
    response = client.post(
        f"{LIST}add/", a_new_course(center="", venue="大学の講堂", title="大学の公開講座")
    )
    assert response.status_code == 302
    cast.a_course(center=other, title="門司の講座")
    page = client.get(LIST).content.decode()
    assert "大学の公開講座" in page
    assert "門司の講座" in page


def test_staff_without_a_post_find_an_empty_admin(client):
    client.sign_in(User.objects.create_user("nobody@example.jp", is_staff=True))
    course = cast.a_course()
    assert course.title not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}add/").status_code == 403


def test_a_resident_and_a_former_member_of_staff_are_sent_away(client, manager):
    for changed in ({"is_staff": False}, {"is_staff": True, "is_active": False}):
        User.objects.filter(pk=manager.pk).update(**changed)
        assert client.get(LIST).status_code == 302


# ---------------------------------------------------------------- what a form refuses


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"capacity": ""}, "定員が必要です"),
        ({"capacity": "0"}, "定員が必要です"),
        ({"capacity": "-1"}, "以上"),
        ({"capacity": "0", "takes_sign_ups_here": ""}, "以上"),
        ({"title": ""}, "まだ空です。書くか、選んでください。"),
        ({"method": "other"}, "先着の講座と"),
        ({"min_age": "20", "max_age": "10"}, "「何歳から」以上"),
        ({"url": "javascript:alert(1)"}, "URL"),
        ({"sessions-0-ends_at_1": "09:00"}, "終了は、開始よりあと"),
        ({"sessions-0-starts_at_0": "きのう"}, "日付"),
        (
            {
                "apply_from_0": "2030-01-02",
                "apply_from_1": "9:00",
                "apply_until_0": "2030-01-01",
                "apply_until_1": "9:00",
            },
            "申込締切は、申込開始よりあと",
        ),
        ({"description": "あ" * 10_001}, "10000"),
        ({"title": "だし\x00とり"}, ""),
        ({"category": "999999999999999999999"}, "一覧にあるもの"),
    ],
)
def test_what_would_trip_a_resident_is_refused_in_japanese(client, manager, fields, sentence):
    said = errors_of(client.post(f"{LIST}add/", a_new_course(**fields)))
    assert sentence in said, said[900:]
    assert Course.objects.count() == 0


def test_a_capacity_below_the_seats_taken_is_refused_with_how_many(client, manager):
    course = cast.a_course(capacity=5)
    for user, person in cast.many_residents(3):
        course.sign_up(person, by=user)
    data = as_shown(client, change(course))
    refused = client.post(change(course), data | {"capacity": "2"})
    assert "すでに3人の席が決まっている" in errors_of(refused)
    assert client.post(change(course), data | {"capacity": "3"}).status_code == 302
    course.refresh_from_db()
    assert (course.capacity, course.seats_taken) == (3, 3)


def test_what_people_signed_up_for_stays_to_be_seen(client, manager):
    course = cast.a_course()
    user, person = cast.many_residents(1)[0]
    course.sign_up(person, by=user)
    gone = as_shown(client, change(course)) | {"published_at_0": "", "published_at_1": ""}
    assert "公開をやめたり" in errors_of(client.post(change(course), gone))
    course.refresh_from_db()
    assert course.is_published
    course.cancel(by=manager, reason="講師の都合")
    assert client.post(change(course), gone).status_code == 302


def test_staff_are_told_whom_nobody_tells_of_another_place_or_one_more_day(client, manager):
    course = cast.a_course()
    moved = {"venue": "町の集会所", "address": "戸畑区浅生1-1"}
    assert "自動では" not in saved(client, course, moved)
    user, person = cast.many_residents(1)[0]
    course.sign_up(person, by=user)
    said = saved(client, course, {"venue": "集会所の二階"})
    assert "会場や住所を自動ではお知らせしません" in said
    assert "名簿" in said
    assert "自動では" not in saved(client, course, {"note": "筆記用具"})
    day = timezone.localdate(course.starts_at) + timedelta(days=7)
    one_more = {
        "sessions-TOTAL_FORMS": "2",
        **{f"sessions-1-{name}_0": f"{day:%Y-%m-%d}" for name in ("starts_at", "ends_at")},
        "sessions-1-starts_at_1": "10:00",
        "sessions-1-ends_at_1": "12:00",
    }
    assert "加えた回を自動ではお知らせしません" in saved(client, course, one_more)
    assert course.sessions.count() == 2


def test_saving_a_form_opened_before_a_sign_up_keeps_the_count(client, manager):
    course = cast.a_course(capacity=5)
    data = as_shown(client, change(course))
    user, person = cast.many_residents(1)[0]
    course.sign_up(person, by=user)
    assert client.post(change(course), data | {"title": "題を直した"}).status_code == 302
    course.refresh_from_db()
    assert (course.title, course.seats_taken) == ("題を直した", 1)


def test_only_a_course_nobody_signed_up_for_can_be_deleted(client, manager):
    course, kept = cast.a_course(), cast.a_course(title="申込のある講座")
    user = cast.a_resident()
    kept.sign_up(user.household.people.get(), by=user).withdraw(by=user)
    assert client.post(f"{LIST}{kept.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{LIST}{course.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Course.objects.all()) == [kept]
    assert "delete_selected" not in client.get(LIST).content.decode()


@pytest.mark.parametrize("pk", ["0", "999999999999999999999", "9" * 5_000, "abc", "１"])
@pytest.mark.parametrize("tail", ["change/", "history/", "people/", "preview/", "copy/", "delete/"])
def test_a_course_that_never_was_is_no_server_error(client, manager, pk, tail):
    for answer in (client.get(f"{LIST}{pk}/{tail}"), client.post(f"{LIST}{pk}/{tail}")):
        assert answer.status_code in {302, 403, 404}


# ---------------------------------------------------------------- publishing


def test_publish_now_leaves_out_what_has_no_session(client, manager):
    ready = cast.a_course(title="できた", published_at=None)
    empty = cast.a_course(title="まだ", published_at=None, sessions=0)
    early = cast.a_course(title="予約", published_at=timezone.now() + timedelta(days=9))
    said = shown(run_action(client, "publish_now", ready, empty, early))
    assert "2件を公開しました" in said
    assert "1件は、日時（回）がまだないので" in said
    assert set(Course.objects.published()) == {ready, early}


def test_publishing_again_does_not_make_a_course_new(client, manager):
    course = cast.a_course(published_at=timezone.now() - timedelta(days=30))
    run_action(client, "publish_now", course)
    before, course = course.published_at, Course.objects.get()
    assert course.published_at == before


def test_a_course_given_a_time_appears_by_itself_then(client, manager):
    course = cast.a_course(published_at=None)
    soon = timezone.localtime() + timedelta(days=1)
    data = as_shown(client, change(course))
    data |= {"published_at_0": f"{soon:%Y-%m-%d}", "published_at_1": f"{soon:%H:%M:%S}"}
    assert client.post(change(course), data).status_code == 302
    course.refresh_from_db()
    assert not course.is_published
    assert "に公開" in shown(client.get(LIST))
    assert client.get(f"/courses/{course.pk}/").status_code == 404
    Course.objects.update(published_at=timezone.now() - timedelta(seconds=1))
    client.get_page(f"/courses/{course.pk}/")


def test_a_draft_can_be_looked_at_as_residents_will_see_it(client, manager):
    course = cast.a_course(title="見本の講座", published_at=None, summary="下見です。")
    page = client.get_page(f"{LIST}{course.pk}/preview/")
    assert "見本の講座" in texts(page)
    assert "下見です。" in texts(page)
    assert "まだ公開されていません" in texts(page)
    assert client.get(f"/courses/{course.pk}/").status_code == 404
    assert "no-store" in client.get(f"{LIST}{course.pk}/preview/")["Cache-Control"]


def test_the_list_tells_what_is_published_and_filters_by_it(client, manager):
    now = timezone.now()
    cast.a_course(title="草稿", published_at=None)
    cast.a_course(title="来週出る", published_at=now + timedelta(days=7))
    cast.a_course(title="いま出ている")
    cast.a_course(title="むかしの", days_ahead=-20, apply_from=now - timedelta(days=99))
    shown = {
        "draft": "草稿",
        "scheduled": "来週出る",
        "current": "いま出ている",
        "over": "むかしの",
    }
    for kind, title in shown.items():
        page = client.get(f"{LIST}?publication={kind}").content.decode()
        assert [t for t in shown.values() if t in page] == [title]


# ---------------------------------------------------------------- last year's course once more


def a_plan_item() -> PlanItem:
    plan = Plan.objects.create(
        slug="v", kind="ビジョン", name="ビジョン", city="北九州市", first_year=2026, last_year=2040
    )
    level = PlanLevel.objects.create(plan=plan, name="基本方針", order=1)
    return PlanItem.objects.create(plan=plan, level=level, code="1", path="0001", name="学び")


def test_a_course_is_copied_a_year_on_without_its_people(client, manager):
    course = cast.a_course(sessions=3, capacity=9, source="x", source_key="1")
    stage, item = cast.a_life_stage(), a_plan_item()
    course.life_stages.add(stage)
    course.plan_items.add(item)
    user = cast.a_resident()
    course.sign_up(user.household.people.get(), by=user)
    response = client.post(f"{LIST}{course.pk}/copy/", follow=True)
    draft = Course.objects.exclude(pk=course.pk).get()
    assert response.redirect_chain[0][0] == change(draft)
    assert (draft.title, draft.capacity, draft.copied_from) == (course.title, 9, course)
    assert (draft.seats_taken, draft.published_at, draft.source) == (0, None, "")
    assert not SignUp.objects.filter(course=draft).exists()
    assert list(draft.life_stages.all()) == [stage]
    assert list(draft.plan_items.all()) == [item]
    year = timedelta(weeks=52)
    old, new = course.sessions.all(), draft.sessions.all()
    assert [s.starts_at - year for s in new] == [s.starts_at for s in old]
    assert (draft.apply_from, draft.apply_until) == (
        course.apply_from + year,
        course.apply_until + year,
    )
    assert draft.starts_at.weekday() == course.starts_at.weekday()
    course.refresh_from_db()
    assert course.seats_taken == 1


def test_a_copied_lottery_names_no_public_value_that_is_known_by_then():
    draft = cast.a_lottery(entries=0, draw_source="ナンバーズ4 第6612回").copy_for_another_year()
    assert draft.is_lottery
    assert source_of(draft) == settings.CITY["lottery"]["source"]


def test_several_are_copied_at_once_and_a_look_copies_nothing(client, manager):
    courses = [cast.a_course(title=f"講座{number}") for number in range(3)]
    client.get(f"{LIST}{courses[0].pk}/copy/")
    assert Course.objects.count() == 3
    said = shown(run_action(client, "copy_for_another_year", *courses))
    assert "3件の下書きをつくりました" in said
    assert Course.objects.filter(published_at=None).count() == 3


# ---------------------------------------------------------------- who takes part


def test_each_look_at_the_participants_is_written_down_person_by_person(client, manager):
    course = cast.a_course()
    for user, person in cast.many_residents(3):
        course.sign_up(person, by=user)
    said = shown(client.get(f"{LIST}{course.pk}/people/"))
    assert "3人（定員 20）" in said
    assert "093-000-0002" in said
    assert AccessLog.objects.filter(viewer=manager).count() == 3
    client.get(f"{LIST}{course.pk}/people/")
    assert AccessLog.objects.count() == 6
    assert AccessLog.objects.first().reason == "参加者の確認：はじめての出汁とり"


def test_those_who_withdrew_are_neither_shown_nor_noted(client, manager):
    user = cast.a_resident()
    course = cast.a_course()
    course.sign_up(user.household.people.get(), by=user).withdraw(by=user)
    said = shown(client.get(f"{LIST}{course.pk}/people/"))
    assert "まだ申込がありません。" in said
    assert AccessLog.objects.count() == 0


def test_a_refused_look_shows_nobody_and_notes_nobody(client, manager, other):
    course = cast.a_course(center=other)
    user = cast.a_resident()
    course.sign_up(user.household.people.get(), by=user)
    assert client.get(f"{LIST}{course.pk}/people/").status_code == 302
    assert AccessLog.objects.count() == 0


def test_the_record_of_looks_can_be_read_by_the_section_and_changed_by_nobody(client, section):
    user = cast.a_resident()
    AccessLog.record(section, [user.household.people.get().pk], reason="試験")
    address = f"/admin/people/accesslog/{AccessLog.objects.get().pk}/"
    assert "試験" in client.get("/admin/people/accesslog/").content.decode()
    for tail in ("change/", "delete/"):
        client.post(f"{address}{tail}", {"post": "yes", "reason": "消した"})
    assert AccessLog.objects.get().reason == "試験"


# ---------------------------------------------------------------- finding


@pytest.mark.parametrize("typed", ["出汁", "ﾀﾞｼﾄﾘ", "だしとり", "戸畑浜", "講師 太郎"])
def test_the_search_of_the_list_finds_japanese_as_it_is_typed(client, manager, typed):
    cast.a_course(title="出汁とり入門", kana="ダシトリニュウモン", instructor="講師 太郎")
    if typed != "戸畑浜":
        cast.a_course(title="書道")
    page = client.get(LIST, {"q": typed}).content.decode()
    assert "出汁とり入門" in page
    assert "書道" not in page


@pytest.mark.parametrize("typed", ["'", "%", "&|!", "🍣", "あ" * 2_000, "():*"])
def test_no_search_breaks_the_list(client, manager, typed):
    cast.a_course()
    assert client.get(LIST, {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["p=999999", "p=abc", "o=99.x", "category__id__exact=abc", "publication=x", "e=1", "all="],
)
def test_no_address_breaks_the_list(client, manager, query):
    cast.a_course()
    assert client.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_the_list_asks_the_database_as_often_for_fifty_as_for_one(client, section):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    cast.a_course()
    statements()
    one = statements()
    for number in range(12):
        cast.a_course(title=f"講座{number}", center=cast.a_center(f"c{number}", name=f"{number}館"))
    assert statements() == one


def test_a_form_of_many_sessions_asks_the_database_as_often_as_of_one(client, section, center):
    def statements(course: Course) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(change(course)).status_code == 200
        return len(asked)

    Room.objects.create(center=center, name="和室")
    one, many = cast.a_course(), cast.a_course(sessions=12)
    statements(one)
    assert statements(many) == statements(one)


def test_what_staff_change_is_seen_on_the_public_page_at_once_when_the_copy_is_old(client, manager):
    course = cast.a_course()
    client.get_page(f"/courses/{course.pk}/")
    data = as_shown(client, change(course))
    client.post(change(course), data | {"title": "題を直した"})
    caches["pages"].clear()  # ten seconds later
    assert "題を直した" in texts(client.get_page(f"/courses/{course.pk}/"))


# ---------------------------------------------------------------- in Japanese


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        LIST,
        f"{LIST}add/",
        "/admin/programs/",
        "/admin/centers/center/",
        "/admin/centers/closure/add/",
        "/admin/people/user/",
        "/admin/people/user/add/",
        "/admin/people/ward/",
        "/admin/people/accesslog/",
        "/admin/programs/category/",
        "/admin/programs/lifestage/add/",
        "/admin/programs/organizer/",
        "/admin/vision/plan/",
        "/admin/vision/planitem/",
        "/admin/password_change/done/",
    ],
)
def test_staff_read_japanese(client, section, address):
    cast.a_course()
    said = shown(client.get(address))
    for english in ("Add ", "Change ", "Delete", "Save", "Search", "Filter", "Home", "Welcome"):
        assert english not in said, english


def test_from_a_row_one_comes_to_its_page_and_from_what_has_none_nowhere(client, center, manager):
    course = cast.a_course(center=center)
    of_courses = ContentType.objects.get_for_model(Course).pk
    assert client.get(f"/admin/r/{of_courses}/{course.pk}/").url.endswith(course.get_absolute_url())
    for key in [*ContentType.objects.values_list("pk", flat=True), "abc", "9" * 30]:
        for row in ("0", "abc", "9" * 30):
            assert client.get(f"/admin/r/{key}/{row}/").status_code == 404, (key, row)
