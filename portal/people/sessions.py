"""Who is asking: the session of a browser and its account, read together in one statement.

Every page of somebody signed in asks for both. Sessions stay in the database: who signs out, or
whose account is closed, is out with the next request.
"""

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from portal.people.models import Session, User

ACCOUNT_FIELDS = [field.attname for field in User._meta.concrete_fields]
# Safe: the names of our own columns. By hand: composing it took longer than its answer.
WITH_ACCOUNT = f"""
    SELECT s.session_data, {", ".join(f"u.{name}" for name in ACCOUNT_FIELDS)}
    FROM people_session s LEFT JOIN people_user u ON u.id = s.account_id
    WHERE s.session_key = %s AND s.expire_date > %s
"""  # noqa: S608


class SessionStore(db.SessionStore):
    """Django's sessions in the database, each row naming its account."""

    account: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our own table."""
        return Session

    def create_model_instance(self, data: dict) -> Session:
        """The row to be saved, with the account that signed in, if any."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.account_id = data.get(auth.SESSION_KEY)
        return row

    def load(self) -> dict:
        """What was kept; the account comes along."""
        with connection.cursor() as cursor:
            cursor.execute(WITH_ACCOUNT, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        kept, *account = found
        self.account = (
            User.from_db(connection.alias, ACCOUNT_FIELDS, account) if account[0] else None
        )
        return self.decode(kept)


class AccountOfSession(AuthenticationMiddleware):
    """`request.user` is the account that came with the session."""

    def process_request(self, request: HttpRequest) -> None:
        """Look for the account when somebody first asks who it is."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: account_of(request))  # type: ignore[assignment]


def account_of(request: HttpRequest) -> User | AnonymousUser:
    """The account of this session, if it is open and its secret is still the session's.

    Whatever is not plainly so is left to Django, which asks anew, knows earlier secrets, and ends
    a session that fits none.
    """
    session: SessionStore = request.session  # type: ignore[assignment]
    signed_in = session.get(auth.SESSION_KEY)
    account = session.account
    if (
        account is not None
        and account.is_active
        and signed_in == str(account.pk)
        and session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(
            session.get(auth.HASH_SESSION_KEY, ""), account.get_session_auth_hash()
        )
    ):
        return account
    return auth.get_user(request)
