"""Who changes with a sign-up and what refuses it: leaving, answering an offer, being seated.

Each is handed the sign-up as it is under the lock of its course, and names all whose place changes.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.people.models import User
from programs.letters.kinds import KINDS

from .sign_up_words import What

if TYPE_CHECKING:
    from .sign_up import SignUp


def leaving(own: "SignUp", *, whole_party: bool = False) -> list["SignUp"]:
    """Of their own will, while it may be. Codes: already_withdrawn, too_late_to_withdraw."""
    _refuse_unless_live(own)
    if not own.can_be_withdrawn:
        raise ValidationError(
            "取り消せる期限を過ぎました。お手数ですが、会場にお電話ください。",
            code="too_late_to_withdraw",
        )
    return own.who_leaves(whole_party=whole_party)


def let_go(own: "SignUp") -> list["SignUp"]:
    """By the hand of staff, whenever that is. Code: already_withdrawn."""
    _refuse_unless_live(own)
    return own.who_leaves()


def answering(own: "SignUp") -> list["SignUp"]:
    """The party an offer is made to, while it may be answered. Codes: not_offered, offer_over."""
    _refuse_unless_offered(own)
    if not own.can_be_answered:
        raise ValidationError(
            "お返事の期限を過ぎたため、席は次の方にご案内しました。", code="offer_over"
        )
    return list(own.party_members())


def unanswered(own: "SignUp") -> list["SignUp"]:
    """The party that let the deadline pass. Codes: not_offered, offer_still_open."""
    _refuse_unless_offered(own)
    if own.offer_until and timezone.now() < own.offer_until:
        raise ValidationError("返事の期限の前です。", code="offer_still_open")
    return list(own.party_members())


def chosen_out_of_turn(own: "SignUp", *, by: User) -> list["SignUp"]:
    """The party staff seat; those before it read that they were passed by. Code: not_waiting."""
    from programs.sign_ups.promotion import passed_by_choice  # noqa: PLC0415  promotion imports models

    if not own.is_waiting:
        raise ValidationError("この申込は、いま待っていません。", code="not_waiting")
    passed_by_choice(own.course, [own], by=by)
    return list(own.party_members())


def tell(first: "SignUp", what: What) -> None:
    """Queue the letter about `what` to whoever signed this party up, in the present transaction.

    What one sees for oneself or need not hear of (passed over, merged, walked in) has no letter.
    """
    from programs.tasks import tell_about_sign_up  # noqa: PLC0415  tasks import models

    if what in KINDS:
        tell_about_sign_up.enqueue(first.pk, what.value)


def _refuse_unless_live(own: "SignUp") -> None:
    if not own.is_live:
        raise ValidationError("この申込は、すでに取り消されています。", code="already_withdrawn")


def _refuse_unless_offered(own: "SignUp") -> None:
    if not own.is_offered:
        raise ValidationError(
            "この申込には、いま席のご案内はありません。マイページでお確かめください。",
            code="not_offered",
        )
