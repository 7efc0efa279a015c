"""Asking somebody, and telling the coordinator who asked what came of it."""

from django.urls import reverse

from centers.volunteers.models import Match
from portal.notices.writing import absolute, moment

from .matches import values_of, whole
from .sending import tell, tell_account


def tell_proposed(match: Match) -> None:
    """To who is asked, with the reasons in words and the page to answer on."""
    own = whole(match)
    tell(
        "proposed",
        own.volunteer,
        key=f"match-{own.pk}-proposed",
        **values_of(own)
        | {
            "声をかけた理由": "\n".join(f"・{reason}" for reason in own.reasons),
            "ひとこと": own.words,
            "返事の期限": moment(own.answer_by),
            "答えるページ": absolute(reverse("volunteers:match", args=[own.number])),
        },
    )


def tell_answered(match: Match) -> None:
    """To the coordinator who asked; nothing to who wrote the answer down, told by telephone."""
    own = whole(match)
    if own.proposed_by is None or own.proposed_by_id == own.changed_by_id:
        return
    page = reverse("volunteers_desk:fits", args=[own.shift.opening_id])
    tell_account(
        "answered",
        own.proposed_by,
        own.volunteer.person.full_name,
        own.shift.opening.center,
        key=f"match-{own.pk}-answered-{own.status}",
        **values_of(own)
        | {
            "返事": "参加する" if own.is_accepted else own.get_status_display(),
            "理由": own.why,
            "合う方のページ": absolute(f"{page}?shift={own.shift_id}"),
        },
    )
