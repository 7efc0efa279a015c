"""A real Chromium before the real pages; every test fails on what must never happen in one."""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as portal_settings
from django.core.cache import caches
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from tests.browser.city import City
from tests.browser.every_page import Stop
from tests.browser.looking import LINKS_INSIDE, is_dead, look_at, some_of_each

INSTALLED_AS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000
STATUS_LINE = "Failed to load resource: the server responded with a status of 4"


@pytest.fixture(scope="session", autouse=True)
def database_beside_the_browser():
    """The driver keeps an event loop in this thread, of which the tests are no part."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict:
    installed = next(filter(None, map(shutil.which, INSTALLED_AS)), None)
    return browser_type_launch_args | {"executable_path": installed, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args) -> dict:
    return browser_context_args | {"locale": "ja-JP", "timezone_id": "Asia/Tokyo"}


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    return live_server.url


@pytest.fixture(autouse=True)
def fresh_counters(transactional_db):
    """No rate limit counts what another test did: the shared cache outlives a test's rows."""
    caches["default"].clear()


# ---------------------------------------------------------------- what must never happen


@dataclass
class Watch:
    """Listens to every page of a context: its console, its scripts, its answers, its requests."""

    origin: str
    troubles: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.troubles.append(f"page error: {error.error}"))
        context.on("response", self._judge)
        context.on("request", lambda request: self._stay_at_home(request.url))

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser says each 4xx in its console too; which of them may be is judged below.
        if message.type in {"error", "warning"} and not message.text.startswith(STATUS_LINE):
            self.troubles.append(f"console {message.type}: {message.text}")

    def _judge(self, response: Response) -> None:
        a_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not a_page):
            self.troubles.append(f"{response.status} {response.url}")

    def _stay_at_home(self, url: str) -> None:
        if not url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.troubles.append(f"asked elsewhere: {url}")


@pytest.fixture
def watch(base_url):
    """Every context of the test is watched; what it saw fails the test in the end."""
    watch = Watch(base_url)
    yield watch
    assert watch.troubles == []


@pytest.fixture
def new_context(watch, new_context) -> Callable[..., BrowserContext]:
    def make(**options) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        return context

    return make


# ---------------------------------------------------------------- who sits before it


@pytest.fixture
def signed_in(new_context, base_url) -> Callable[..., BrowserContext]:
    """A browser in which `user` is signed in already, without the code."""

    def make(user, **options) -> BrowserContext:
        client = Client()
        client.force_login(user, backend=portal_settings.AUTHENTICATION_BACKENDS[0])
        context = new_context(**options)
        name = portal_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])
        return context

    return make


@pytest.fixture
def code_mailed_to(run_queue, mailoutbox) -> Callable[[str], str]:
    """Let the worker send what waits; the six digits of the newest mail to an address."""

    def read(address: str) -> str:
        run_queue()
        newest = [mail for mail in mailoutbox if address in mail.to][-1]
        return re.search(r"\d{6}", newest.body)[0]

    return read


@pytest.fixture
def city(transactional_db) -> City:
    return City()


@pytest.fixture
def walk(city, new_context, signed_in, base_url):
    """Go to each stop, look at it at four widths; return what is wrong there."""
    contexts: dict[str, BrowserContext] = {}

    def page_of(who: str) -> Page:
        if who not in contexts:
            user = getattr(city, who, None)
            contexts[who] = signed_in(user) if user else new_context()
            contexts[who].new_page().add_init_script(script=Axe().axe_script)
        return contexts[who].pages[0]

    def go(stops: list[Stop]) -> list[str]:
        troubles, links, seen = [], set(), set()
        for stop in stops:
            page = page_of(stop.who)
            troubles += look_at(stop, page)
            links |= {(stop.who, link) for link in page.evaluate(LINKS_INSIDE)}
            seen.add((stop.who, urljoin(base_url, stop.address)))
        looked_up = some_of_each(links - seen)
        dead = [link for who, link in looked_up if is_dead(page_of(who), link)]
        return troubles + [f"{link} is dead" for link in dead]

    return go
