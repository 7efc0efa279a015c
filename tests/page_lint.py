"""What every page must keep, read off the answer itself (after notifications-admin's client)."""

import re
from collections import Counter
from html.parser import HTMLParser

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

VOID = {"input", "br", "img", "link", "meta", "hr", "source", "wbr"}
NOT_TEXT_FIELDS = {"hidden", "submit", "button"}
# Words a resident may meet in Latin letters: names of formats and standards, and addresses.
KNOWN_LATIN = re.compile(
    r"https?://\S+|\S+@\S+|\b(iCalendar|Atom|CSV|UTF-8|BOM|JIS X 8341-3:2016|WCAG|axe(?:-core)?|"
    r"Excel|PDF|RSS|QR|ICT|NPO|SNS|AA|AI|PC|Web|Wi-Fi|HTML|CSS|JavaScript|TOTP|FAX|TEL|PDL\d\.\d|"
    r"CC BY)\b"
)
TYPED_BY_SOMEBODY = re.compile(r"「[^」]*」")
ENGLISH = re.compile(r"\b[A-Za-z]{3,}(?:\s+[A-Za-z]{2,}){1,}")


class Page(HTMLParser):
    """A parsed page: elements in order with attributes, and its visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.title = ""
        self.in_label: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if "label" in self._open:
            self.in_label.append((tag, attributes))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        elif not {"script", "style", "pre"} & set(self._open):
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def lint(response: HttpResponse, *, resident: bool = True) -> Page:
    """Fail with the first rule a page breaks; return it parsed."""
    html = response.content.decode()
    page = Page(html)
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert page.all("html")[0].get("lang") == "ja"
    assert page.title.strip()
    assert len(page.all("h1")) == 1, f"{len(page.all('h1'))} h1"
    ids = Counter(a["id"] for _, a in page.elements if a.get("id"))
    assert not [name for name, number in ids.items() if number > 1], f"repeated ids {ids}"
    _lint_fields(page)
    _lint_csp(response, page)
    for attributes in page.all("img"):
        assert "alt" in attributes
    for attributes in page.all("a"):
        assert attributes.get("href"), "a link without address"
    for attributes in page.all("form"):
        if attributes.get("method", "get").lower() == "post":
            assert 'name="csrfmiddlewaretoken"' in html
    if resident:
        visible = KNOWN_LATIN.sub("", TYPED_BY_SOMEBODY.sub("", " ".join(page.text)))
        assert not ENGLISH.search(visible), f"English on the page: {ENGLISH.search(visible)}"
    return page


def _lint_fields(page: Page) -> None:
    labelled = {attributes.get("for") for attributes in page.all("label")}
    for tag, attributes in page.elements:
        if tag not in {"input", "select", "textarea"}:
            continue
        if attributes.get("type") in NOT_TEXT_FIELDS:
            continue
        named = attributes.get("id") in labelled or (tag, attributes) in page.in_label
        assert named or attributes.get("aria-label") or attributes.get("aria-labelledby"), (
            f"a field without label: {attributes}"
        )


def _lint_csp(response: HttpResponse, page: Page) -> None:
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    for tag, attributes in page.elements:
        assert "style" not in attributes, f"inline style on {tag}"
        assert not [name for name in attributes if name.startswith("on")], f"handler on {tag}"
    assert not page.all("style")
    for attributes in page.all("script"):
        data_only = attributes.get("type") in {"application/json", "application/ld+json"}
        assert attributes.get("src") or data_only, "inline script"


class LintingClient(Client):
    """Django's test client that lints every HTML page it is given."""

    def sign_in(self, user) -> None:
        """Be signed in as `user`, without the code."""
        self.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])

    def get_page(self, address: str, *, status: int = 200, **headers) -> Page:
        """GET, expect `status`, lint, and return the parsed page."""
        response = self.get(address, headers=headers or None)
        assert response.status_code == status, f"{address}: {response.status_code}"
        return lint(response)

    def assert_not_found(self, address: str) -> None:
        """Expect the page that says there is none, and lint it."""
        page = self.get_page(address, status=404)
        assert page.title.startswith("ページが見つかりません"), page.title

    def post_page(self, address: str, data: dict, *, status: int) -> Page:
        """POST, expect `status` and a page, lint it, and return it parsed."""
        response = self.post(address, data)
        assert response.status_code == status, f"{address}: {response.status_code}"
        return lint(response)
