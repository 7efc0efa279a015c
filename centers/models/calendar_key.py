from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F

from portal.people.models import User


class CalendarKeyManager(models.Manager["CalendarKey"]):
    def of(self, user: User) -> "CalendarKey":
        return self.get_or_create(user=user)[0]

    def opened_by(self, token: str) -> User | None:
        """Whose addresses begin with this token, as long as it is their newest."""
        try:
            user, number = map(int, _signer().unsign(token).split("-"))
        except BadSignature:
            return None
        found = self.filter(user_id=user, number=number, user__is_active=True)
        return key.user if (key := found.select_related("user").first()) else None


class CalendarKey(models.Model):
    """What makes the calendar addresses of one member of staff private.

    A calendar program cannot sign in, so the address itself is the key: signed, one's own, worth no
    more than one's post is, and dead as soon as one asks for a new one.
    """

    user = models.OneToOneField(
        "people.User", verbose_name="アカウント", on_delete=models.CASCADE, related_name="+"
    )
    number = models.PositiveIntegerField("何番目のアドレスか", default=1)

    objects = CalendarKeyManager()

    class Meta:
        verbose_name = verbose_name_plural = "カレンダーのアドレス"

    def __str__(self) -> str:
        return f"{self.user}"

    @property
    def token(self) -> str:
        return _signer().sign(f"{self.user_id}-{self.number}")

    def renew(self) -> None:
        """From now on only the new addresses open."""
        CalendarKey.objects.filter(pk=self.pk).update(number=F("number") + 1)
        self.refresh_from_db()


def _signer() -> Signer:
    return Signer(salt="centers.calendar-key")
