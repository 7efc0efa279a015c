"""What a view may count on once somebody has signed in."""

from django.http import HttpRequest

from portal.people.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` is given."""

    user: User
