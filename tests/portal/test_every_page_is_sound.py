"""Every public page is the same for everyone and kept by caches; every personal one by none."""

import gzip
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from centers.models import Room
from portal.people.models import User
from tests import cast
from tests.page_lint import lint
from tests.vision.measured import an_indicator
from tests.vision.published import publish
from vision.models import Plan, PlanItem, PlanLevel

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/courses/",
    "/courses/?q=だし&ward=tobata&page=1",
    "/courses/?q=ないことば",
    "/courses/<course>/",
    "/courses/<full>/",
    "/courses/<closed>/",
    "/courses/<elsewhere>/",
    "/courses/<none>/",
    "/centers/",
    "/centers/?q=戸畑",
    "/centers/hama/",
    "/rooms/",
    "/rooms/?view=week",
    "/rooms/?view=month",
    "/rooms/utilisation/",
    "/vision/",
    "/vision/vision/",
    "/vision/vision/1/",
    "/vision/vision/progress/",
    "/vision/vision/indicators/i1/",
    "/vision/vision/compare/",
    "/accessibility/",
    "/privacy/",
    "/open-data/",
]
FILES = [
    "/feeds/courses.atom",
    "/calendar/courses.ics",
    "/courses/<course>/course.ics",
    "/vision/vision/colors.css",
]
TABLE = "/open-data/401005_event.csv"


@pytest.fixture(autouse=True)
def city() -> dict[str, str]:
    """A little of everything; the addresses of its courses by what is special about them."""
    Room.objects.create(center=cast.a_center(), name="調理室")
    plan = Plan.objects.create(
        slug="vision",
        kind="ビジョン",
        name="ビジョン",
        city="北九州市",
        first_year=2026,
        last_year=2040,
    )
    level = PlanLevel.objects.create(plan=plan, name="基本方針", order=1)
    item = PlanItem.objects.create(plan=plan, level=level, code="1", path="0001", name="学び")
    publish(an_indicator(plan=plan, item=item, code="i1"), 2026, "31.5")
    course = cast.a_course(kana="ダシトリ", sessions=8)
    course.plan_items.add(item)
    full = cast.a_course(title="満席の講座", capacity=1)
    user, person = cast.many_residents(1)[0]
    full.sign_up(person, by=user)
    an_hour = timedelta(hours=1)
    made = {
        "course": course,
        "full": full,
        "closed": cast.a_course(title="受付終了", apply_until=timezone.now() - an_hour),
        "elsewhere": cast.a_course(
            title="大学の講座",
            center=None,
            venue="講堂",
            takes_sign_ups_here=False,
            method="lottery",
        ),
        "none": cast.a_course(title="自由参加", method="none", takes_sign_ups_here=False),
    }
    return {f"<{name}>": str(course.pk) for name, course in made.items()}


def real(address: str, city: dict[str, str]) -> str:
    for name, pk in city.items():
        address = address.replace(name, pk)
    return address


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_keeps_every_rule_of_a_page(client, city, address):
    assert client.get_page(real(address, city)).all("h1")


@pytest.mark.parametrize("address", PAGES + FILES)
def test_a_public_page_is_the_same_for_everyone_and_sets_no_cookie(client, city, address):
    address = real(address, city)
    seen = []
    for user in (None, cast.a_resident(), cast.section_staff()):
        caches["pages"].clear()
        browser = type(client)()
        if user:
            browser.sign_in(user)
            browser.cookies["messages"] = "something left over"
        answer = browser.get(address)
        assert answer.status_code == 200
        assert not answer.cookies, "no cookie is set"
        assert "Cookie" not in answer.get("Vary", "")
        seen.append(answer.content)
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize("address", PAGES + FILES)
def test_a_public_page_may_be_kept_and_asked_for_again(client, city, address):
    address = real(address, city)
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=10"
    caches["pages"].clear()
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, *FILES, TABLE])
def test_a_public_page_answers_head_like_get_and_takes_no_form(client, city, address):
    address = real(address, city)
    whole, head = client.get(address), client.head(address)
    assert head.status_code == 200
    assert b"".join(head) == b""
    kept = ("Content-Type", "ETag", "Cache-Control", "Content-Security-Policy")
    assert [head.get(name) for name in kept] == [whole.get(name) for name in kept]
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(address).status_code == 405, method


@pytest.mark.parametrize("address", ["/courses/", "/", "/centers/hama/"])
def test_a_compressed_page_is_the_same_page(client, address):
    plain = client.get(address)
    zipped = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert "Accept-Encoding" in plain["Vary"]
    assert zipped["ETag"] == plain["ETag"]


def test_a_fragment_is_never_kept_as_the_page(client):
    whole = client.get("/courses/").content
    fragment = client.get("/courses/", headers={"HX-Request": "true"})
    assert fragment.content != whole
    assert "HX-Request" in fragment["Vary"]
    assert client.get("/courses/").content == whole
    boosted = {"HX-Request": "true", "HX-Boosted": "true"}
    assert client.get("/courses/", headers=boosted).content == whole


@pytest.mark.parametrize(
    "whole_page",
    [
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
        {"HX-Request": "true", "HX-Boosted": "true"},
        {"HX-Request": "false"},
    ],
)
def test_nobody_is_given_a_fragment_for_a_page_or_a_page_for_a_fragment(client, whole_page):
    asked = {"HX-Request": "true"}
    for first, then in ((asked, whole_page), (whole_page, asked)):
        caches["pages"].clear()
        for headers in (first, then):
            answer = client.get("/courses/", headers=headers)
            assert (b"<html" in answer.content) == (headers is whole_page)
            assert set(whole_page) <= set(answer["Vary"].split(", "))


def test_another_host_or_scheme_is_another_page(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for host in ("a.example", "b.example"):
        said = client.get("/feeds/courses.atom", headers={"Host": host}).content.decode()
        assert f"http://{host}/courses/" in said


def test_a_page_that_was_not_found_is_not_kept(client):
    course = cast.a_course(published_at=None)
    address = f"/courses/{course.pk}/"
    assert client.get(address).status_code == 404
    course.published_at = timezone.now()
    course.save()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/my/",
        "/my/people/",
        "/my/registration/",
        "/courses/<course>/sign-ups/",
        "/account/sign-in/",
        "/account/sign-in/code/",
        "/account/sign-out/",
        "/account/2fa/",
        "/admin/",
        "/admin/programs/course/",
        "/demo/",
        "/demo/mails/",
        "/readyz",
    ],
)
def test_a_personal_page_is_kept_by_no_cache(client, city, address):
    address = real(address, city)
    for user in (None, cast.a_resident(), cast.section_staff()):
        browser = type(client)()
        if user:
            browser.sign_in(user)
        answer = browser.get(address)
        assert "public" not in answer.get("Cache-Control", ""), user
        assert "no-store" in answer["Cache-Control"], user
        assert "ETag" not in answer


@pytest.mark.parametrize(
    "address",
    ["/my/", "/my/people/", "/account/sign-out/", "/account/2fa/", "/courses/<course>/sign-ups/"],
)
def test_a_personal_page_keeps_every_rule_of_a_page(client, city, address):
    client.sign_in(cast.a_resident())
    assert client.get_page(real(address, city)).all("h1")


@pytest.mark.parametrize("address", ["/account/inactive/", "/account/sign-in/"])
def test_the_pages_before_signing_in_keep_them_too(client, address):
    assert client.get_page(address).all("h1")


def test_an_address_that_is_none_leads_on(client):
    for address in ("/nowhere/", "/courses/nowhere/", "/admin.php", "/%E6%97%A5%E6%9C%AC"):
        response = client.get(address)
        assert response.status_code == 404
        page = lint(response)
        assert "見つかりません" in " ".join(page.text)
        assert not response.cookies
        assert {"/courses/", "/centers/"} <= {a["href"] for a in page.all("a")}


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(client):
    for address in ("/", "/my/", "/nowhere/", "/healthz", "/feeds/courses.atom"):
        answer = client.get(address)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_cookie_is_out_of_reach_of_scripts(client):
    User.objects.create_user("hanako@example.jp")
    client.post("/account/sign-in/", {"email": "hanako@example.jp"})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
