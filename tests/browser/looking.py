"""How a page is looked at: by axe on a phone and wide, and narrower still for what sticks out."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.every_page import Stop

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": WCAG},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# What may differ from one width to another: what is shown, and how large. All the rest, colours
# above all, takes most of the time and is the same on a phone.
OF_THE_WIDTH: dict[str, Any] = {
    "runOnly": {
        "type": "rule",
        "values": [
            "target-size",
            "aria-hidden-focus",
            "button-name",
            "label",
            "link-name",
            "nested-interactive",
            "scrollable-region-focusable",
        ],
    },
    "resultTypes": ["violations"],
}
# Known faults of select2, of which Django makes its autocomplete boxes: by rule, the faulty part.
OF_SELECT2 = {
    "aria-input-field-name": "select2-selection",  # an empty box is named by its value alone
    "label": "select2-search__field",  # where one types into a box of several values
    "list": "select2-selection__rendered",  # the values: a <span> among the <li>
}
STICKING_OUT = """() => {
    const width = innerWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
        (element) => element.getBoundingClientRect().right > width + 1);
    return ["the page itself", ...wide.slice(-3).map((element) => element.outerHTML.slice(0, 120))];
}"""
LEADING_NOWHERE = """() => [...document.querySelectorAll("a[href^='#']:not([href='#'])")]
    .map((link) => link.getAttribute("href").slice(1))
    .filter((id) => !document.getElementById(id))"""
LINKS_INSIDE = """() => [...document.querySelectorAll("a:not([href^='#'])")]
    .filter((link) => link.origin === location.origin)
    .map((link) => link.href.split("#")[0])"""


def look_at(stop: Stop, page: Page) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(stop.address)
    troubles = []
    if stop.do:
        stop.do(page)
    elif answer.status != stop.status:
        troubles.append(f"status {answer.status}")
    if stop.lands_on and stop.lands_on not in page.url:
        troubles.append(f"landed on {page.url}")
    page.evaluate("document.querySelectorAll('details').forEach((details) => details.open = true)")
    troubles += [f"no {part} on the page" for part in page.evaluate(LEADING_NOWHERE)]
    troubles += breaches(page, OF_THE_WIDTH)
    page.set_viewport_size({"width": 390, "height": 844})
    troubles += [f"at 390 px: {breach}" for breach in breaches(page)]
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        troubles += [f"sticks out at {width} px: {part}" for part in page.evaluate(STICKING_OUT)]
    return [f"{stop.what}: {trouble}" for trouble in troubles]


def is_dead(page: Page, link: str) -> bool:
    return page.request.get(link).status >= 400


def some_of_each(links: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of the links each role was shown, two to each kind of page: of a list all are alike."""
    by_kind: dict[tuple[str, str], list[str]] = defaultdict(list)
    for who, link in sorted(links):
        try:
            kind = resolve(urlsplit(link).path).route
        except Resolver404:
            kind = link
        by_kind[who, kind].append(link)
    return [(who, link) for (who, _), found in by_kind.items() for link in {found[0], found[-1]}]


def breaches(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    # Style sheets need not be fetched once more: no rule that is asked looks into them.
    asked = rules | {"preload": False}
    found = page.evaluate("(rules) => axe.run(document, rules)", asked)["violations"]
    return [
        f"{breach['id']}: {node['html'][:160]} ({node['any'][0]['message'] if node['any'] else ''})"
        for breach in found
        for node in breach["nodes"]
        if not is_of_select2(breach["id"], node["html"])
    ]


def is_of_select2(rule: str, html: str) -> bool:
    """Whether the element `html` begins with is one excused from this rule alone."""
    return rule in OF_SELECT2 and f'class="{OF_SELECT2[rule]}' in html.partition(">")[0]
