"""The link in a mail that stops mails of its kind, without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from portal.people.models import User

SALT = "portal.people.stop"
KINDS = {
    "reminders": "開催の前のお知らせ",
    "surveys": "講座のあとのアンケートのお願い",
    "digest": "職員への毎朝のまとめ",
}


def address_to_stop(account: User, kind: str) -> str:
    """The page on which whoever has the mail stops mails of this kind to `account`."""
    token = signing.dumps([account.pk, kind], salt=SALT)
    return f"{settings.SITE_URL}{reverse('people:stop', args=[token])}"


def read_token(token: str) -> tuple[User, str] | None:
    """Whose mails of which kind a link stops; None for a link that was cut or made up."""
    try:
        pk, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    account = User.objects.filter(pk=pk).first()
    return (account, kind) if account and kind in KINDS else None
