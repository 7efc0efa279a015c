"""A public page is made by one request when it has grown old, and not by all that come."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import pytest
from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from portal import made_once
from portal.public_pages import public_page

AT_ONCE = 8


class Page:
    """A view that takes its time, and counts how often it was asked."""

    def __init__(self, takes: float = 0.15) -> None:
        self.made, self.takes, self.lock = 0, takes, Lock()
        self.fails = False
        self.view = public_page(self._make)

    def _make(self, request) -> HttpResponse:
        with self.lock:
            self.made += 1
            number = self.made
        time.sleep(self.takes)
        if self.fails:
            raise Http404
        return HttpResponse(f"page {number}")

    def ask(self) -> str:
        return self.view(RequestFactory().get("/page/")).content.decode()

    def ask_at_once(self) -> list[str]:
        start = Barrier(AT_ONCE)

        def one(_) -> str:
            start.wait(timeout=10)
            try:
                return self.ask()
            except Http404:
                return "404"

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(one, range(AT_ONCE)))


@pytest.fixture(autouse=True)
def kept_for_ten_seconds(settings):
    settings.PUBLIC_PAGE_SECONDS = 10
    caches["pages"].clear()


def grow_old(monkeypatch, seconds: float) -> None:
    later = time.time() + seconds
    monkeypatch.setattr(made_once.time, "time", lambda: later)


def test_a_page_is_kept():
    page = Page()
    assert [page.ask(), page.ask()] == ["page 1", "page 1"]


def test_a_page_nobody_has_is_made_once_and_the_others_wait_for_it():
    page = Page()
    assert page.ask_at_once() == ["page 1"] * AT_ONCE


def test_when_it_has_grown_old_one_makes_it_and_the_others_read_the_old(monkeypatch):
    page = Page()
    page.ask()
    grow_old(monkeypatch, 11)
    assert sorted(page.ask_at_once()) == ["page 1"] * (AT_ONCE - 1) + ["page 2"]
    assert page.ask() == "page 2"


def test_control_without_the_turns_all_make_it(monkeypatch):
    page = Page()
    page.ask()
    grow_old(monkeypatch, 11)
    monkeypatch.setattr(type(caches["pages"]), "add", lambda *args: True)
    page.ask_at_once()
    assert page.made == 1 + AT_ONCE


def test_who_waits_too_long_makes_it_without_the_other(monkeypatch):
    monkeypatch.setattr(made_once, "LONGEST_WAIT", 0.05)
    page = Page(takes=0.3)
    assert len(page.ask_at_once()) == AT_ONCE
    assert page.made > 1


def test_a_page_that_could_not_be_made_holds_up_nobody_after_it():
    page = Page(takes=0.01)
    page.fails = True
    assert page.ask_at_once() == ["404"] * AT_ONCE
    page.fails = False
    before = time.monotonic()
    page.ask()
    assert time.monotonic() - before < 1
