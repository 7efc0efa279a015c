"""Thanking: for one activity, and with a certificate."""

from centers.volunteers.models import Match, Thanks

from .matches import values_of, whole
from .sending import tell


def tell_match_thanked(match: Match) -> None:
    """To who came, in the host's own words."""
    own = whole(match)
    tell(
        "thanked",
        own.volunteer,
        key=f"match-{own.pk}-thanked",
        **values_of(own) | {"お礼": own.thanks},
    )


def tell_thanked(thanks: Thanks) -> None:
    """To who reached a threshold: the certificate is there."""
    tell(
        "certificate",
        thanks.volunteer,
        key=f"thanks-{thanks.pk}",
        感謝状=thanks.threshold.title,
        基準=str(thanks.threshold),
    )
