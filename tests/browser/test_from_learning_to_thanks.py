"""From a course to a certificate of thanks; and a school that asks for readers and gets them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from centers.volunteers.hours import thanking
from centers.volunteers.loading import load_shipped
from centers.volunteers.models import (
    ActivityLog,
    Match,
    Opening,
    Organization,
    Posting,
    Shift,
    Thanks,
    Threshold,
    TrainingRecord,
    Volunteer,
    VolunteerRole,
)
from portal.people.models import AccessLog
from programs.attendance.completion import complete
from programs.models import Preparation
from tests import cast, volunteering
from tests.programs.finished import Finished

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
DESK = {"viewport": {"width": 1280, "height": 900}}
SUPPORTER = "子育てサポーター"
COURSE = "子育てサポーター養成講座"


@pytest.fixture(autouse=True)
def roles(transactional_db) -> None:
    load_shipped()


def at_the_desk(signed_in, staff) -> Page:
    cast.with_second_factor(staff)
    return signed_in(staff, **DESK).new_page()


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def told(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


# ---------------------------------------------------------------- a course, a posting, thanks


@pytest.fixture
def city() -> Finished:
    """A course that leads to supporting parents, which one resident has finished."""
    found = Finished("pp", title=COURSE)
    role = VolunteerRole.objects.get(slug="childcare-supporter")
    Preparation.objects.create(course=found.course, role=role)
    Threshold.objects.create(counts="hours", value=2, words="ありがとうございました。")
    complete(found.course.pk)
    return found


def test_who_finished_a_course_is_posted_logs_hours_and_is_thanked(
    signed_in, city, run_queue, mailoutbox
):
    user, person = city.residents[0]
    own: Page = signed_in(user, **PHONE).new_page()
    registers(own, city)
    volunteer = Volunteer.objects.get(person=person)
    assert TrainingRecord.objects.get(person=person).training.title == COURSE

    desk = at_the_desk(signed_in, city.staff)
    is_posted(desk, volunteer, city)
    posting = Posting.objects.get(volunteer=volunteer)
    assert (posting.role.name, posting.center) == (SUPPORTER, city.course.center)

    logs_hours(own)
    assert ActivityLog.objects.get().status == ActivityLog.Status.LOGGED
    desk.goto("/desk/volunteers/hours/")
    desk.get_by_role("checkbox", name=re.compile(person.full_name)).check()
    desk.get_by_role("button", name="しるしをつけた記録を確かめた").click()
    told(desk, "1件の活動を確かめました")

    thanking.see_who_is_thanked()  # as the worker does each morning
    is_handed_a_certificate(desk, volunteer)
    own.goto("/my/volunteer/hours/")
    told(own, "感謝状：2時間")
    told(own, "確認済み")
    run_queue()
    assert [mail.to for mail in mailoutbox if "感謝状" in mail.subject] == [[user.email]]


def registers(page: Page, city: Finished) -> None:
    """From `/my/`, where the finished course leads on, through every page of the registration."""
    page.goto("/my/")
    page.get_by_role("button", name="案内を受け取る").click()
    told(page, "学びから活動へ")
    page.get_by_role("link", name=SUPPORTER, exact=True).click()
    title(page, SUPPORTER)
    page.get_by_role("link", name="この役割を希望して登録する").click()
    title(page, "ボランティアに登録する")
    page.get_by_label("登録する市民センター").select_option(label=city.course.center.name)
    page.get_by_role("button", name="登録して、次へ").click()
    title(page, "してみたいこと・できること")
    page.get_by_role("checkbox", name="子ども・子育て").check()
    expect(page.get_by_role("checkbox", name=SUPPORTER)).to_be_checked()
    for button in ("保存して、次へ", "保存して、次へ", "次へ"):
        page.get_by_role("button", name=button, exact=True).click()
    title(page, "だれに何を見せるか")
    page.get_by_role("checkbox", name="氏名を見せる", exact=True).check()
    page.get_by_role("button", name="保存して、完了する").click()
    title(page, "ボランティア")
    told(page, COURSE)


def is_posted(page: Page, volunteer: Volunteer, city: Finished) -> None:
    """The centre sees the training, and posts the volunteer to itself."""
    name = volunteer.person.full_name
    page.goto("/desk/volunteers/")
    page.get_by_role("link", name=re.compile(name)).click()
    title(page, f"{name}さん")
    told(page, COURSE)
    page.get_by_role("link", name="配置する").click()
    page.get_by_label("役割").select_option(label=SUPPORTER)
    page.get_by_label("配置先").select_option(label=city.course.center.name)
    page.get_by_role("button", name="この内容で配置する").click()
    told(page, f"{SUPPORTER}（{city.course.center}）：1人を配置しました")
    assert AccessLog.objects.filter(person=volunteer.person, viewer=city.staff).exists()


def logs_hours(page: Page) -> None:
    page.goto("/my/volunteer/hours/")
    page.get_by_role("radio", name=re.compile(SUPPORTER)).check()
    page.get_by_label(re.compile("^時間")).fill("２")
    page.get_by_label("したこと").fill("フリースペースで親子の見守り")
    page.get_by_role("button", name="記録する").click()
    told(page, "活動を記録しました")
    told(page, "確認待ち")
    title(page, "活動の記録")


def is_handed_a_certificate(page: Page, volunteer: Volunteer) -> None:
    name = volunteer.person.full_name
    page.goto("/desk/volunteers/thanks/")
    page.get_by_role("link", name=re.compile(rf"^印刷する.*{name}")).click()
    told(page, "ありがとうございました。")
    page.go_back()
    page.get_by_role("checkbox", name=re.compile(name)).check()
    page.get_by_role("button", name="しるしをつけた感謝状を渡した").click()
    told(page, "最近お渡しした感謝状")
    assert Thanks.objects.get(volunteer=volunteer).handed_on == timezone.localdate()


# ---------------------------------------------------------------- a school and its readers


@pytest.fixture
def school() -> Organization:
    return volunteering.an_organization(ward=cast.a_ward())


def test_a_school_asks_for_readers_and_gets_them(signed_in, school, run_queue, mailoutbox):
    teacher = cast.a_resident("kyoto@example.jp", given_name="先生")
    staff = cast.center_staff(school.center)
    volunteering.a_representative(school, teacher, by=staff)
    reader = volunteering.a_volunteer(cast.a_resident("reader@example.jp").household.people.get())
    of_school = signed_in(teacher, **DESK)
    asks(of_school.new_page())
    opening = Opening.objects.get()

    publishes(at_the_desk(signed_in, staff), opening)
    signs_up(signed_in(reader.by, **PHONE), opening)
    match = Match.objects.get()
    assert (match.volunteer, match.status) == (reader, Match.Status.ACCEPTED)

    begins = timezone.now() - timedelta(minutes=20)
    Shift.objects.filter(pk=match.shift_id).update(
        starts_at=begins, ends_at=begins + timedelta(minutes=30)
    )
    confirms_and_thanks(of_school.new_page(), opening)
    match.refresh_from_db()
    log = ActivityLog.objects.confirmed().get()
    assert (log.volunteer, log.minutes, log.decided_by) == (reader, 30, teacher)
    assert match.thanks == "子どもたちが喜んでいました。"
    run_queue()
    mails = [mail for mail in mailoutbox if mail.to == [reader.by.email]]
    assert "子どもたちが喜んでいました。" in mails[-1].body


def asks(page: Page) -> None:
    """Five questions in plain words, then everything at once."""
    page.goto("/volunteers/")
    page.get_by_role("link", name="手伝ってくれる方をさがしている").click()
    page.get_by_role("radio", name=re.compile("戸畑浜小学校")).check()
    page.get_by_role("button", name="つぎへ").click()
    page.get_by_label("ひとことで言うと").fill("朝の教室で絵本を読む方")
    page.get_by_label("してほしいこと").fill("1年生の教室で、絵本を1冊読んでください。")
    page.get_by_role("checkbox", name="読み聞かせ・読書").check()
    page.get_by_role("button", name="つぎへ").click()
    first = page.get_by_role("group", name=re.compile("1つめの日"))
    first.get_by_label("日", exact=True).fill(f"{timezone.localdate() + timedelta(days=9)}")
    first.get_by_label("はじまり").fill("08:20")
    first.get_by_label("おわり").fill("08:50")
    page.get_by_label("1回に来てほしい人数").fill("2")
    page.get_by_role("button", name="つぎへ").click()
    page.get_by_role("textbox", name="場所").fill("戸畑浜小学校 1年1組")
    page.get_by_role("button", name="つぎへ").click()
    page.get_by_role("button", name="内容を確かめる").click()
    page.get_by_role("button", name="市民センターに送る").click()
    told(page, "依頼を受け付けました")


def publishes(page: Page, opening: Opening) -> None:
    page.goto("/desk/volunteers/openings/")
    page.get_by_role("link", name=re.compile(opening.title)).click()
    page.get_by_role("button", name="公開する", exact=True).click()
    title(page, opening.title)
    opening.refresh_from_db()
    assert opening.is_published


def signs_up(context: BrowserContext, opening: Opening) -> None:
    """Found by its words, on another page than the one the school saw a moment before."""
    page = context.new_page()
    page.goto("/volunteers/?q=絵本")
    page.get_by_role("link", name=re.compile(opening.title)).click()
    title(page, opening.title)
    page.get_by_role("link", name="日をえらんで申し込む").click()
    if not page.get_by_role("checkbox").first.is_checked():
        page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="この日に参加する").click()
    title(page, "活動の予定")


def confirms_and_thanks(page: Page, opening: Opening) -> None:
    page.goto(f"/my/hosting/{opening.number}/")
    page.get_by_role("link", name=re.compile("来た方を確かめる")).click()
    title(page, "来た方の記録")
    page.get_by_role("radio", name="来た", exact=True).check()
    page.get_by_role("button", name="記録する").click()
    told(page, "1人の活動を記録しました")
    page.get_by_label("お礼のことば").fill("子どもたちが喜んでいました。")
    page.get_by_role("button", name="お礼を送る").click()
    told(page, "1人にお礼を送りました")
