"""The desk's own forms in the admin, so that both know the same rules."""

from typing import Any

from django import forms

from portal.people.models import User


def for_user(form: type[forms.ModelForm], user: User) -> type[forms.ModelForm]:
    """The form as `user` may fill it in: the desk's forms ask who that is."""

    class OfUser(form):  # type: ignore[misc,valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, user=user, **kwargs)

    return OfUser
