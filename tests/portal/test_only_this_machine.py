"""The demo, where anybody signs in as anybody, answers nobody but its own machine."""

import pytest
from django.conf import settings
from django.http import HttpResponse

from portal.demo.loopback import OnlyThisMachine

answer = OnlyThisMachine(lambda request: HttpResponse("welcome"))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
def test_the_machine_itself_is_served(rf, address):
    assert answer(rf.get("/", REMOTE_ADDR=address)).content == b"welcome"


@pytest.mark.parametrize(
    "address",
    ["192.168.1.20", "10.0.0.1", "203.0.113.9", "2001:db8::1", "::ffff:10.0.0.1", "", "?"],
)
def test_any_other_address_is_refused(rf, address):
    response = answer(rf.get("/", REMOTE_ADDR=address))
    assert response.status_code == 403
    assert "パソコンの中からだけ" in response.content.decode()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_on_this_machine_cannot_let_others_in(rf, header):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={header: "203.0.113.9"})
    assert answer(request).status_code == 403


def test_the_demo_asks_before_anything_else():
    assert settings.DEMO
    assert settings.MIDDLEWARE[0] == "portal.demo.loopback.OnlyThisMachine"


def test_a_page_is_refused_to_a_stranger(client):
    response = client.get("/healthz", REMOTE_ADDR="203.0.113.9", follow=False)
    assert response.status_code == 403
