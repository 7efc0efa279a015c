"""What those who ask for people are told: taken in, published, sent back, refused, called off."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from centers.volunteers.models import Opening
from portal.notices.writing import absolute
from portal.people.models import User

from .sending import tell_account


def tell_asked(opening: Opening) -> None:
    """To who asked: it has come in."""
    _tell("opening_asked", opening)


def tell_published(opening: Opening) -> None:
    _tell("opening_published", opening)


def tell_returned(opening: Opening) -> None:
    _tell("opening_returned", opening)


def tell_refused(opening: Opening) -> None:
    _tell("opening_refused", opening)


def tell_called_off(opening: Opening) -> None:
    _tell("opening_called_off", opening)


def _tell(kind: str, opening: Opening) -> None:
    """To who asked and all who speak for the organisation; never to the centre's own staff."""
    at = f"{timezone.now():%Y%m%d%H%M%S%f}"
    for account in _hosts(opening):
        tell_account(
            kind,
            account,
            str(opening.host),
            opening.center,
            key=f"opening-{opening.pk}-{kind}-{at}",
            受付番号=opening.number_spelled,
            活動=opening.title,
            主催=str(opening.host),
            場所=opening.place,
            回数=f"{opening.shifts.live().count()}回",
            人数="・".join(
                f"{needed}人"
                for needed in sorted(set(opening.shifts.live().values_list("needed", flat=True)))
            ),
            理由=opening.why,
            募集のページ=absolute(opening.get_absolute_url()),
            依頼のページ=absolute(reverse("volunteers:hosted", args=[opening.number])),
        )


def _hosts(opening: Opening):
    """Those who may read of it: the one who asked, and the representatives."""
    speaks = Q(represents__organization=opening.organization_id, represents__ended_at=None)
    asked = Q(pk=opening.asked_by_id, is_staff=False)
    is_host = asked | speaks if opening.organization_id else asked
    return User.objects.filter(is_host, is_active=True).distinct().order_by("pk")
