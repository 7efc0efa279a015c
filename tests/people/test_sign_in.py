"""Signing in: an address, six digits by mail, and nothing to remember."""

import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import caches
from django.db import connections

from portal.notices.models import Message
from portal.people.models import User
from tests import cast
from tests.page_lint import lint

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"
CODE = "/account/sign-in/code/"
HIRAGANA = re.compile(r"[ぁ-ん]")


@pytest.fixture
def code_for(client, run_queue, mailoutbox):
    """Ask for a code and read it from the mail."""

    def ask(email: str = "hanako@example.jp", **fields) -> str:
        response = client.post(SIGN_IN, {"email": email} | fields)
        assert response.status_code == 302, response.content.decode()
        run_queue()
        return code_in(mailoutbox[-1])

    return ask


def code_in(mail) -> str:
    return re.search(r"^\s*(\d{6})\s*$", mail.body, re.MULTILINE)[1]


def another(code: str) -> str:
    """Six digits that are not `code`."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def texts(page) -> str:
    return " ".join(page.text)


# ---------------------------------------------------------------- who comes, and who comes back


def test_the_first_visit_makes_the_account_and_the_second_does_not(client, code_for):
    for _ in range(2):
        client.post(CODE, {"code": code_for()})
        assert is_signed_in(client)
        client.post("/account/sign-out/")
    account = User.objects.get()
    assert account.email == "hanako@example.jp"
    assert not account.has_usable_password()
    assert account.last_login


def test_somebody_new_and_somebody_known_are_shown_and_written_the_same(
    client, run_queue, mailoutbox
):
    cast.a_resident("known@example.jp")
    pages = []
    for email in ("known@example.jp", "stranger@example.jp"):
        visitor = type(client)()
        assert visitor.post(SIGN_IN, {"email": email}).url == CODE
        run_queue()
        shown = texts(visitor.get_page(CODE)).replace(email, "…")
        written = mailoutbox[-1].body.replace(code_in(mailoutbox[-1]), "…")
        pages.append((shown, mailoutbox[-1].subject, written))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "typed",
    [
        "Hanako@Example.JP",
        "  hanako@example.jp  ",
        "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ",
        "\u3000hanako@example.jp",
    ],
)
def test_an_address_is_the_same_however_it_was_typed(client, code_for, typed):
    known = cast.a_resident()
    client.post(CODE, {"code": code_for(typed)})
    assert client.session["_auth_user_id"] == str(known.pk)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "typed", ["", "hanako", "hanako@", "a" * 250 + "@example.jp", "x\x00@a.jp", "🍣" * 5_000]
)
def test_what_is_no_address_is_refused_with_a_sentence(client, typed):
    response = client.post(SIGN_IN, {"email": typed})
    assert response.status_code == 422
    assert "メールアドレス" in texts(lint(response))
    assert User.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_first_visits_in_the_same_instant_share_one_account():
    together = Barrier(4)

    def come(_) -> int:
        together.wait(timeout=10)
        try:
            return User.objects.of_address("Hanako@example.jp").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(come, range(4)))) == 1


def test_a_closed_account_learns_so_only_after_the_code(client, code_for):
    user = cast.a_resident()
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = client.post(CODE, {"code": code_for()}, follow=True)
    assert not is_signed_in(client)
    assert "このアカウントは使えません" in texts(lint(response))


def test_one_who_is_signed_in_is_not_asked_again(client):
    client.sign_in(cast.a_resident())
    assert client.get(SIGN_IN).url == "/my/"


# ---------------------------------------------------------------- the code


@pytest.mark.parametrize("written", ["{}", " {} ", "{0:.3}-{1}", "{0:.3} {1}", "{0:.3}　{1}"])
def test_digits_are_welcome_with_spaces_and_hyphens(client, code_for, written):
    code = code_for()
    client.post(CODE, {"code": written.format(code, code[3:])})
    assert is_signed_in(client)


def test_full_width_digits_are_welcome(client, code_for):
    full_width = code_for().translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"})
    client.post(CODE, {"code": full_width})
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", ["", "000", "あいうえおか", "1" * 10_000, "12\x003456", "🍣"])
def test_what_is_no_code_is_refused_with_a_sentence(client, code_for, typed):
    code_for()
    page = client.post_page(CODE, {"code": typed}, status=422)
    assert "番号" in texts(page)
    assert "入力を確かめてください" in texts(page)
    assert not is_signed_in(client)


def test_after_five_wrong_codes_even_the_right_one_is_no_use(client, code_for):
    code = code_for(next="/courses/")
    for _ in range(4):
        assert client.post(CODE, {"code": another(code)}).status_code == 422
    last = client.post(CODE, {"code": another(code), "next": "/courses/"}, follow=True)
    assert last.redirect_chain == [(f"{SIGN_IN}?next=%2Fcourses%2F", 302)]
    assert "少し待ってから、新しい番号を" in texts(lint(last))
    client.post(CODE, {"code": code})
    assert not is_signed_in(client)


def test_an_expired_code_is_refused_with_what_to_do(client, code_for, monkeypatch):
    code = code_for()
    later = time.time() + 16 * 60
    monkeypatch.setattr("allauth.account.internal.stagekit.time.time", lambda: later)
    response = client.post(CODE, {"code": code, "next": "/courses/"}, follow=True)
    assert not is_signed_in(client)
    assert response.redirect_chain == [(f"{SIGN_IN}?next=%2Fcourses%2F", 302)]
    assert "もう一度メールアドレスを" in texts(lint(response))


def test_a_new_code_can_be_asked_for_and_replaces_the_first(
    client, code_for, run_queue, mailoutbox
):
    first = code_for()
    assert "新しい番号を送る" in texts(client.get_page(CODE))
    assert client.post(CODE, {"action": "resend"}).url == CODE
    run_queue()
    second = code_in(mailoutbox[-1])
    assert len(mailoutbox) == 2
    if first != second:
        assert client.post(CODE, {"code": first}).status_code == 422
    client.post(CODE, {"code": second})
    assert is_signed_in(client)


def test_a_code_works_once(client, code_for):
    code = code_for()
    client.post(CODE, {"code": code})
    client.post("/account/sign-out/")
    client.post(CODE, {"code": code})
    assert not is_signed_in(client)


def test_a_code_is_of_no_use_in_another_browser(client, code_for):
    elsewhere = type(client)()
    elsewhere.post(CODE, {"code": code_for()})
    assert not is_signed_in(elsewhere)


def test_asking_too_often_for_one_address_is_refused_with_a_sentence(client):
    for _ in range(3):
        type(client)().post(SIGN_IN, {"email": "hanako@example.jp"})
    page = client.post_page(SIGN_IN, {"email": "hanako@example.jp"}, status=422)
    assert "少し待ってから、もう一度" in texts(page)
    assert Message.objects.count() == 3


def test_asking_too_often_from_one_place_is_refused_and_makes_no_accounts(client):
    for number in range(20):
        visitor = type(client)()
        assert visitor.post(SIGN_IN, {"email": f"r{number}@example.jp"}).status_code == 302
    refused = client.post(SIGN_IN, {"email": "one-too-many@example.jp"})
    assert refused.status_code == 422
    assert "少し待ってから、もう一度" in texts(lint(refused))
    assert User.objects.count() == 20
    caches["default"].clear()
    assert client.post(SIGN_IN, {"email": "one-too-many@example.jp"}).status_code == 302


# ---------------------------------------------------------------- what is written, what is kept


def test_the_mail_is_in_japanese_and_says_how_long_the_code_is_good(code_for, mailoutbox):
    code = code_for()
    mail = mailoutbox[0]
    assert mail.to == ["hanako@example.jp"]
    assert mail.subject == "【まなびの環】サインインの確認番号"
    assert code not in mail.subject, "a locked screen shows the subject"
    assert "15分" in mail.body
    assert "心あたりのない方は" in mail.body
    lines = [line for line in mail.body.splitlines() if re.search(r"[A-Za-z]{3,}", line)]
    assert lines == []


def test_the_code_is_wiped_from_the_outbox_once_sent_and_stands_in_no_log(
    client, code_for, caplog, run_queue
):
    caplog.set_level(logging.DEBUG)
    code = code_for()
    client.post(CODE, {"code": another(code)})
    client.post(CODE, {"code": code})
    run_queue()
    message = Message.objects.get()
    assert message.sent_at
    assert message.body == ""
    assert code not in caplog.text


def test_the_page_is_never_kept_by_a_cache(client, code_for):
    code_for()
    for address in (SIGN_IN, CODE):
        assert "no-store" in client.get(address)["Cache-Control"]


# ---------------------------------------------------------------- where one wanted to go


def test_the_way_to_a_seat_leads_through_sign_in_and_registration_and_back(client, code_for):
    course = cast.a_course()
    wanted = f"/courses/{course.pk}/sign-ups/"
    to_sign_in = client.get(wanted)
    assert to_sign_in.url == f"{SIGN_IN}?next={wanted}"
    page = client.get_page(to_sign_in.url)
    hidden = {a.get("name"): a.get("value") for a in page.all("input")}
    assert hidden["next"] == wanted

    code = code_for(next=wanted)
    signed_in = client.post(CODE, {"code": code, "next": wanted})
    assert signed_in.url == wanted
    to_register = client.get(wanted)
    assert to_register.url.startswith("/my/registration/?next=")
    page = client.get_page(to_register.url)
    hidden = {a.get("name"): a.get("value") for a in page.all("input")}
    assert hidden["next"] == wanted


def test_the_code_page_keeps_where_one_wanted_to_go(client):
    to_code = client.post(SIGN_IN, {"email": "hanako@example.jp", "next": "/courses/?q=茶"})
    page = client.get_page(to_code.url)
    kept = [a["value"] for a in page.all("input") if a.get("name") == "next"]
    assert kept[:2] == ["/courses/?q=茶"] * 2, "with the code, and with asking for a new one"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
        "🍣",
        "a b",
    ],
)
def test_nobody_is_sent_to_another_site(client, code_for, elsewhere):
    code = code_for(next=elsewhere)
    assert client.post(CODE, {"code": code, "next": elsewhere}).url == "/my/"
    page = client.get_page("/my/")
    assert "evil" not in str(page.all("a"))


# ---------------------------------------------------------------- leaving


def test_signing_out_needs_a_press_of_the_button(client):
    client.sign_in(cast.a_resident())
    assert "サインアウトしますか" in texts(client.get_page("/account/sign-out/"))
    assert is_signed_in(client)
    assert client.post("/account/sign-out/").url == "/"
    assert not is_signed_in(client)
    assert client.get("/my/").url == f"{SIGN_IN}?next=/my/"


def test_a_sign_out_from_another_site_is_refused(client):
    strict = type(client)(enforce_csrf_checks=True)
    strict.sign_in(cast.a_resident())
    page = strict.post_page("/account/sign-out/", {}, status=403)
    assert "ページを開き直してください" in texts(page)
    assert is_signed_in(strict)


def test_signing_in_changes_the_session(client, code_for):
    code = code_for()
    before = client.session.session_key
    client.post(CODE, {"code": code})
    assert client.session.session_key != before
