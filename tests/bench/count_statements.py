"""How many statements each page asks, counted in a process on the database to be measured."""

import json

import django

django.setup()

from django.core.cache import caches  # noqa: E402  after setup
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from programs.models import Course  # noqa: E402
from tests.bench import availability, pages  # noqa: E402


def count(path: str) -> int:
    """Statements of the page when no page is remembered, but the small tables are.

    Those are read once a minute whoever asks; a first visit has read them before one counts.
    """
    Client().get(path, headers={"host": "127.0.0.1"})
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(path, headers={"host": "127.0.0.1"})
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    return len(asked)


def main() -> None:
    course = Course.objects.current().filter(takes_sign_ups_here=True).soonest_first()[5]
    print(
        json.dumps(
            {
                "course": course.pk,
                "list": count(pages.LIST),
                "search": count(pages.SEARCH),
                "detail": count(f"/courses/{course.pk}/"),
                "home": count(pages.HOME),
                "rooms": {what: count(path) for what, path in availability.PAGES.items()},
            }
        )
    )


if __name__ == "__main__":
    main()
