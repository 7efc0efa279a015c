"""What every page knows without asking: the city's own names."""

from django.conf import settings
from django.http import HttpRequest


def city(request: HttpRequest) -> dict:
    """Names and addresses from the city file, and whether this is the demo.

    The portal's own names are not called `site`: allauth's pages overwrite that word.
    """
    return {
        "portal": settings.CITY["site"],
        "city": settings.CITY["city"],
        "section": settings.CITY["section"],
        "demo": settings.DEMO,
    }
