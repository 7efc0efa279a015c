from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """One browser in which somebody is, or is about to be, signed in.

    Names its account, so that both are read in one statement, and so that whatever becomes of the
    account its sessions can be found.
    """

    account = models.ForeignKey(
        "people.User",
        verbose_name="アカウント",
        null=True,
        on_delete=models.CASCADE,
        related_name="sessions",
    )

    class Meta(AbstractBaseSession.Meta):
        verbose_name = verbose_name_plural = "サインインの状態"

    @classmethod
    def get_session_store_class(cls):
        """What reads and writes these rows."""
        from portal.people.sessions import SessionStore  # noqa: PLC0415  it needs this model

        return SessionStore
