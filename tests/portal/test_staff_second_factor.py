"""Staff prove a second factor before they see anybody's data; residents are never asked."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import caches

from portal.notices.models import Message
from portal.people.models import User
from tests import cast
from tests.page_lint import lint
from tests.people.test_sign_in import CODE, SIGN_IN, code_in

pytestmark = pytest.mark.django_db

SECOND = "/account/2fa/authenticate/"
SET_UP = "/account/2fa/totp/activate/"
AGAIN = "/account/2fa/reauthenticate/"
TAKE_AWAY = "/account/2fa/totp/deactivate/"


@pytest.fixture(autouse=True)
def as_in_production(settings):
    """In the demo, on this machine only, the invented staff need no second factor."""
    settings.DEMO = False


@pytest.fixture
def staff() -> User:
    return cast.center_staff(cast.a_center())


@pytest.fixture
def sign_in(client, run_queue, mailoutbox):
    """Sign in by mail as far as the code; return where that leads."""

    def go(user: User, next_page: str = "") -> str:
        client.post(SIGN_IN, {"email": user.email, "next": next_page})
        run_queue()
        code = code_in(mailoutbox[-1])
        return client.post(CODE, {"code": code, "next": next_page}).url

    return go


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def app_code(user: User, *, at: float | None = None) -> str:
    """What the authenticator app shows."""
    totp = Authenticator.objects.get(user=user, type="totp").wrap()
    secret = totp.instance.data["secret"]
    return code_of(secret, at=at)


def code_of(secret: str, *, at: float | None = None) -> str:
    return format_hotp_value(hotp_value(secret, int((at or time.time()) // 30)))


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


# ---------------------------------------------------------------- who has none yet


def test_staff_without_a_second_factor_are_led_to_set_one_up(client, staff, sign_in):
    assert sign_in(staff, "/admin/") == "/admin/"
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1] == (SET_UP, 302)
    page = lint(response)
    assert "認証アプリを使いはじめる" in " ".join(page.text)
    assert client.get("/admin/programs/course/").status_code == 302


def test_with_the_code_of_the_app_the_admin_opens(client, staff, sign_in):
    sign_in(staff)
    secret = client.get(SET_UP).context["form"].secret
    wrong = client.post(SET_UP, {"code": another(code_of(secret))})
    assert "番号が違います" in " ".join(lint(wrong).text)
    client.post(SET_UP, {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=staff, type="totp").exists()
    assert client.get("/admin/").status_code == 200


def test_setting_it_up_and_taking_it_away_is_told_by_mail(
    client, staff, sign_in, django_capture_on_commit_callbacks
):
    sign_in(staff)
    secret = client.get(SET_UP).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SET_UP, {"code": code_of(secret)})
    assert client.post(TAKE_AWAY).url.startswith(AGAIN), "not without the app once more"
    caches["default"].clear()  # a code of the app holds once; as if half a minute had gone by
    client.post(AGAIN, {"code": code_of(secret)})
    client.post(TAKE_AWAY)
    told = Message.objects.exclude(subject__contains="確認番号").order_by("pk")
    assert [mail.subject.removeprefix("【まなびの環】") for mail in told] == [
        "認証アプリを使う設定にしました",
        "認証アプリを使わない設定にしました",
    ]
    for mail in told:
        assert mail.to == staff.email
        assert "心あたりのない方は" in mail.body
        assert not re.search(r"[A-Za-z]{3,}", mail.body)


# ---------------------------------------------------------------- who has one


def test_the_mail_alone_is_not_enough(client, staff, sign_in):
    cast.with_second_factor(staff)
    assert sign_in(staff, "/admin/").startswith(SECOND)
    assert not is_signed_in(client)
    assert client.get("/admin/").status_code == 302
    assert client.get("/my/").status_code == 302
    client.get_page(SECOND)


def test_mail_and_app_together_lead_to_where_one_wanted_to_go(client, staff, sign_in):
    cast.with_second_factor(staff)
    sign_in(staff, "/admin/programs/course/")
    assert client.post(SECOND, {"code": app_code(staff)}).url == "/admin/programs/course/"
    assert client.get("/admin/programs/course/").status_code == 200


@pytest.mark.parametrize("typed", ["", "abc", "あ", "\x00", "1" * 10_000, "12345"])
def test_what_is_no_code_is_refused_with_a_sentence(client, staff, sign_in, typed):
    cast.with_second_factor(staff)
    sign_in(staff)
    page = lint(client.post(SECOND, {"code": typed}))
    assert "入力を確かめてください" in " ".join(page.text)
    assert not is_signed_in(client)


def test_a_wrong_code_is_refused_and_after_many_the_door_stays_shut(client, staff, sign_in):
    cast.with_second_factor(staff)
    sign_in(staff)
    for _ in range(5):
        client.post(SECOND, {"code": another(app_code(staff))})
    client.post(SECOND, {"code": app_code(staff)})
    assert not is_signed_in(client)


def test_a_code_of_the_app_holds_once(client, staff, sign_in):
    cast.with_second_factor(staff)
    code = app_code(staff)
    sign_in(staff)
    client.post(SECOND, {"code": code})
    assert is_signed_in(client)
    client.post("/account/sign-out/")
    sign_in(staff)
    client.post(SECOND, {"code": code})
    assert not is_signed_in(client)


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def test_a_code_typed_full_width_or_in_two_groups_is_the_same_code(client, staff, sign_in):
    sign_in(staff)
    secret = client.get(SET_UP).context["form"].secret
    client.post(SET_UP, {"code": code_of(secret).translate(FULL_WIDTH)})
    assert Authenticator.objects.filter(user=staff, type="totp").exists()
    for typed in (lambda code: code.translate(FULL_WIDTH), lambda code: f" {code[:3]} {code[3:]} "):
        client.post("/account/sign-out/")
        caches["default"].clear()  # a code of the app holds once
        sign_in(staff)
        client.post(SECOND, {"code": typed(app_code(staff))})
        assert is_signed_in(client)
    caches["default"].clear()
    client.post(AGAIN, {"code": app_code(staff).translate(FULL_WIDTH)})
    assert client.post(TAKE_AWAY).url == "/account/2fa/"


def test_a_code_used_half_width_is_used_full_width_too(client, staff, sign_in):
    cast.with_second_factor(staff)
    code = app_code(staff)
    sign_in(staff)
    client.post(SECOND, {"code": code})
    client.post("/account/sign-out/")
    sign_in(staff)
    client.post(SECOND, {"code": code.translate(FULL_WIDTH)})
    assert not is_signed_in(client)


def test_a_spare_code_opens_once_where_the_telephone_is_lost(client, staff, sign_in):
    cast.with_second_factor(staff)
    spare = RecoveryCodes.activate(staff).get_unused_codes()[0]
    for opens in (True, False):
        caches["default"].clear()
        sign_in(staff)
        client.post(SECOND, {"code": spare})
        assert is_signed_in(client) is opens
        client.post("/account/sign-out/")


def test_staff_whose_factor_was_taken_away_must_set_up_a_new_one(client, staff):
    cast.with_second_factor(staff)
    client.sign_in(staff)
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == SET_UP


def test_a_second_factor_makes_nobody_staff(client):
    resident = cast.a_resident()
    cast.with_second_factor(resident)
    client.sign_in(resident)
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/programs/course/").status_code == 302


# ---------------------------------------------------------------- residents


def test_residents_are_never_asked(client, sign_in):
    resident = cast.a_resident()
    assert sign_in(resident, "/my/") == "/my/"
    page = client.get_page("/my/")
    assert "2段階認証" not in " ".join(page.text)


def test_in_the_demo_the_invented_staff_come_in_without(client, staff, settings):
    settings.DEMO = True
    client.sign_in(staff)
    assert client.get("/admin/").status_code == 200


def test_who_asks_without_end_is_told_to_wait(client, staff, sign_in):
    cast.with_second_factor(staff)
    sign_in(staff)
    client.post(SECOND, {"code": app_code(staff)})
    for _ in range(10):
        client.post(AGAIN, {"code": "000000"})
    refused = client.post(AGAIN, {"code": "000000"})
    assert refused.status_code == 429
    assert "少し時間をおいてください" in " ".join(lint(refused).text)
