"""What a view may count on once somebody has signed in."""

from django.http import HttpRequest

from portal.people.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` is given."""

    user: User
    works_for_section: bool  # set by the guards of the desk, for its menu
