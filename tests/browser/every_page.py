"""Every page there is, in each of its states: the one list. A new page is put in here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page

from tests.browser import plan_pages
from tests.browser.city import UNBROKEN, City

NOBODY = "nobody"
REGISTER = "この内容で登録する"
SIGN_UP = "この内容で申し込む"
ASK = "確認番号をメールで受け取る"
SAVE = "保存"


@dataclass
class Stop:
    """One page in one state: who asks for which address, and what is done there before one looks.

    `lands_on` is the address one has come to by then, where it is another.
    """

    what: str
    who: str
    address: str
    status: int = 200
    do: Callable[[Page], None] | None = None
    lands_on: str = ""


def for_everybody(city: City) -> list[Stop]:
    item = city.plan.items.exclude(parent=None).first()
    pages = {
        "home": "/",
        "list": "/courses/",
        "list, filtered": "/courses/?q=体操&nice=free&nice=childcare&ward=tobata&from=2026-01-01",
        "list, one letter": "/courses/?q=体",
        "list, nothing found": f"/courses/?q={UNBROKEN[:100]}",
        "list, unknown values": "/courses/?ward=nowhere&from=yesterday",
        "list, with what closed": "/courses/?closed=1&page=2",
        "centres": "/centers/",
        "centres, found": "/centers/?q=とばた",
        "centres, nothing found": f"/centers/?q={UNBROKEN[:60]}",
        "centre": f"/centers/{city.center.slug}/",
        "centre, long name": "/centers/long/",
        "plans": "/vision/",
        "plan": f"/vision/{city.plan.slug}/",
        "item at the top": f"/vision/{city.plan.slug}/{city.plan.items.pillars().first().code}/",
        "item below": f"/vision/{city.plan.slug}/{item.code}/",
        "plan, names only": f"/vision/{city.plan.slug}/outline/",
        "plan, found": f"/vision/{city.plan.slug}/?q=学び",
        "plan, nothing found": f"/vision/{city.plan.slug}/?q={UNBROKEN[:60]}",
        "item of an earlier plan": "/vision/kitakyushu-2021/pillar-2/",
        "figures": "/vision/metrics/",
        "a figure": "/vision/metrics/participants/",
        "a figure by centres": "/vision/metrics/courses/?by=center",
        "accessibility": "/accessibility/",
        "privacy": "/privacy/",
        "open data": "/open-data/",
        "demo people": "/demo/",
        "demo people, nobody found": "/demo/?q=nobody-of-this-name",
        "demo mails": "/demo/mails/",
        "sign-in": "/account/sign-in/",
        "closed account": "/account/inactive/",
    }
    pages |= plan_pages.of_a_measured_plan(city.plan)
    pages |= {
        f"course, {state}": course.get_absolute_url() for state, course in city.courses.items()
    }
    return [
        *(Stop(what, NOBODY, address) for what, address in pages.items()),
        Stop("list, ticked", NOBODY, "/courses/", do=tick),
        Stop("no such page", NOBODY, "/no-such-page/", 404),
        Stop("list, no such page", NOBODY, "/courses/?page=900", 404),
        Stop("unreadable", NOBODY, "/courses/?q=%00", 400),
        *(
            Stop(f"trouble {number}", NOBODY, f"/trouble-{number}", do=as_if_answered(number))
            for number in ("429", "500", "503")
        ),
    ]


def of_a_resident(city: City) -> list[Stop]:
    someone = f"/my/people/{city.child.pk}/"
    sign_up = {state: f"{c.get_absolute_url()}sign-ups/" for state, c in city.courses.items()}
    return [
        Stop("my page, empty", "newcomer", "/my/"),
        Stop("registration", "newcomer", "/my/registration/"),
        Stop("registration, errors", "newcomer", "/my/registration/", do=press(REGISTER)),
        Stop("my page", "resident", "/my/"),
        Stop("one more person", "resident", "/my/people/"),
        Stop("one more person, errors", "resident", "/my/people/", do=press(REGISTER)),
        Stop("a person", "resident", someone),
        Stop(
            "a person, saved",
            "resident",
            f"{someone}?next=/my/",
            do=press(REGISTER),
            lands_on="/my/",
        ),
        Stop("sign-up, clash", "resident", sign_up["open"]),
        Stop("sign-up, too old", "resident", sign_up["children"]),
        Stop("sign-up, taken", "resident", sign_up["long"]),
        Stop("sign-up, closed", "resident", sign_up["closed"]),
        Stop("sign-up, elsewhere", "resident", sign_up["elsewhere"]),
        Stop("sign-up, refused", "resident", sign_up["open"], do=be_too_late(city)),
        Stop("sign-up, every rule", "resident", sign_up["rules"]),
        Stop("sign-up, rules missed", "resident", sign_up["rules"], do=press(SIGN_UP)),
        Stop("series", NOBODY, city.series.get_absolute_url()),
        Stop("series sign-up", "resident", f"{city.series.get_absolute_url()}sign-ups/"),
        Stop(
            "series sign-up, nobody chosen",
            "resident",
            f"{city.series.get_absolute_url()}sign-ups/",
            do=press("選んだ講座に申し込む"),
        ),
        Stop("receipt", "resident", f"/my/sign-ups/{city.seat.pk}/"),
        Stop("receipt, given back", "resident", f"/my/sign-ups/{city.given_back.pk}/"),
        Stop("receipt, too late", "resident", f"/my/sign-ups/{city.too_late.pk}/"),
        *(
            Stop(f"receipt, {state}", "resident", f"/my/sign-ups/{sign_up.pk}/")
            for state, sign_up in {
                "waiting": city.waiting,
                "offered": city.offered,
                "declined": city.declined,
                "entered": city.entered,
                "called off": city.called_off,
            }.items()
        ),
        Stop("offer", "resident", f"/my/sign-ups/{city.offered.pk}/offer/"),
        Stop("offer, answered", "resident", f"/my/sign-ups/{city.declined.pk}/offer/"),
        Stop(
            "offer, too late",
            "resident",
            f"/my/sign-ups/{city.offered.pk}/offer/",
            do=answer_too_late(city),
        ),
        Stop("withdrawal", "resident", f"/my/sign-ups/{city.seat.pk}/withdrawal/"),
        Stop("withdrawal, party", "resident", f"/my/sign-ups/{city.waiting.pk}/withdrawal/"),
        Stop(
            "withdrawal, refused",
            "resident",
            f"/my/sign-ups/{city.seat.pk}/withdrawal/",
            do=withdraw_twice(city),
        ),
        Stop("not allowed", "resident", "/account/reauthenticate/", 403),
        Stop("sign-out", "resident", "/account/sign-out/"),
        Stop("expired form", "resident", "/my/people/", do=expire),
    ]


def on_the_way_in(city: City, code_mailed_to: Callable[[str], str]) -> list[Stop]:
    """Signing in step by step, and the second factor of staff."""

    def code(page: Page) -> None:
        page.get_by_label("番号").fill(code_mailed_to(city.staff.email))
        press("サインインする")(page)

    ask, check, second = (
        "/account/sign-in/",
        "/account/sign-in/code/",
        "/account/2fa/authenticate/",
    )
    return [
        Stop("sign-in, error", "somebody", ask, do=write("メールアドレス", "hanako", ASK)),
        Stop(
            "code",
            "somebody",
            ask,
            do=write("メールアドレス", city.staff.email, ASK),
            lands_on=check,
        ),
        Stop("code, wrong", "somebody", check, do=write("番号", "000000", "サインインする")),
        Stop("second factor", "somebody", check, do=code, lands_on=second),
        Stop(
            "second factor, wrong", "somebody", second, do=write("番号", "000000", "サインインする")
        ),
        Stop("factors, none", "new_staff", "/account/2fa/"),
        Stop("setting up", "new_staff", "/account/2fa/totp/activate/"),
        Stop(
            "setting up, wrong",
            "new_staff",
            "/account/2fa/totp/activate/",
            do=write("番号", "000000", "使いはじめる"),
        ),
        Stop("factors", "staff", "/account/2fa/"),
        Stop(
            "asked again",
            "staff",
            "/account/2fa/recovery-codes/generate/",
            lands_on="/account/2fa/reauthenticate/",
        ),
        Stop(
            "asked again, wrong",
            "staff",
            "/account/2fa/reauthenticate/",
            do=write("番号", "000000", "確認する"),
        ),
        Stop("preview", "staff", f"/admin/programs/course/{city.courses['open'].pk}/preview/"),
    ]


def of_the_proven(city: City) -> list[Stop]:
    """What one who has just proved the second factor may open."""
    return [
        Stop("new recovery codes", "staff", "/account/2fa/recovery-codes/generate/"),
        Stop(
            "recovery codes",
            "staff",
            "/account/2fa/recovery-codes/generate/",
            do=press("予備の番号を作る"),
            lands_on="/account/2fa/recovery-codes/",
        ),
        Stop("giving up the factor", "staff", "/account/2fa/totp/deactivate/"),
    ]


def of_staff(city: City) -> list[Stop]:
    """The admin: as the section sees it, and a course as its centre does."""
    course, center = city.courses["long"].pk, city.center.pk
    return [
        Stop("admin", "section", "/admin/"),
        Stop("admin, courses", "section", "/admin/programs/course/"),
        Stop("admin, course", "section", f"/admin/programs/course/{course}/change/"),
        Stop("admin, new course", "section", "/admin/programs/course/add/"),
        Stop("admin, new course, errors", "section", "/admin/programs/course/add/", do=press(SAVE)),
        Stop("admin, participants", "section", f"/admin/programs/course/{course}/people/"),
        Stop("admin, centre", "section", f"/admin/centers/center/{center}/change/"),
        Stop("admin, accounts", "section", "/admin/people/user/"),
        Stop("admin, an account", "section", f"/admin/people/user/{city.staff.pk}/change/"),
        Stop("admin of a centre", "staff", "/admin/"),
        Stop("admin of a centre, course", "staff", f"/admin/programs/course/{course}/change/"),
    ]


# ---------------------------------------------------------------- what is done at a stop


def press(button: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()

    return do


def write(label: str, words: str, button: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        page.get_by_label(label).fill(words)
        press(button)(page)

    return do


def tick(page: Page) -> None:
    page.get_by_role("checkbox", name="託児あり").check()
    page.wait_for_url("**/courses/?*childcare*")  # the address and the list change together


def expire(page: Page) -> None:
    page.context.clear_cookies(name="csrftoken")
    press(REGISTER)(page)


def as_if_answered(number: str) -> Callable[[Page], None]:
    """Show a page that a healthy portal gives nobody."""

    def do(page: Page) -> None:
        html = render_to_string(f"{number}.html", request=RequestFactory().get("/"))
        page.route("**/trouble-*", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.reload()

    return do


def be_too_late(city: City) -> Callable[[Page], None]:
    """Sign up when somebody else has just taken the last seat."""

    def do(page: Page) -> None:
        page.get_by_role("radio", name="太郎").check()
        page.get_by_label("保護者として同意します").check()
        city.fill_the_open_course()
        press("この内容で申し込む")(page)

    return do


def answer_too_late(city: City) -> Callable[[Page], None]:
    """Say yes to an offer that ended while the page was open."""

    def do(page: Page) -> None:
        city.offered.decline(by=city.resident)
        press("参加する")(page)

    return do


def withdraw_twice(city: City) -> Callable[[Page], None]:
    """Give a seat back that was given back in another window."""

    def do(page: Page) -> None:
        city.seat.withdraw(by=city.resident)
        press("申込を取り消す")(page)

    return do
