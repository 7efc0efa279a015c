"""What a volunteer agrees to have shown, to whom, and takes back (同意).

Each thing and audience is a consent of its own, told in plain words. What is taken back is shown
to nobody from that moment on; what was agreed with a host meanwhile stands on the coordinator's
list (`Match.objects.to_decide`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pghistory
from django.db import transaction
from django.utils import timezone

from centers.volunteers.models import Consent, Volunteer
from portal.people.models import User

Item, Audience = Consent.Item, Consent.Audience


@dataclass(frozen=True)
class Asked:
    """One audience: who they are, when they see it, and what may be shown to them."""

    audience: Consent.Audience
    who: str
    when: str
    items: Mapping[Consent.Item, str]


ASKED = (
    Asked(
        Audience.HOST,
        "活動先（学校や団体）に",
        "参加が決まった活動の担当の方だけが見ます。声をかけただけでは見せません。",
        {
            Item.NAME: "氏名を見せる",
            Item.PHONE: "電話番号を見せる（当日の連絡のため）",
            Item.EMAIL: "メールアドレスを見せる",
            Item.SKILLS: "できること・経験・資格を見せる",
        },
    ),
    Asked(
        Audience.STAFF,
        "ほかの市民センターの職員に",
        "行けると答えた区の市民センターが、活動をお願いできる方をさがすときに見ます。",
        {
            Item.NAME: "氏名を見せる（見せないと、ほかの市民センターからは声がかかりません）",
            Item.PHONE: "電話番号を見せる",
            Item.EMAIL: "メールアドレスを見せる",
            Item.SKILLS: "できること・経験・資格を見せる",
        },
    ),
    Asked(
        Audience.PUBLIC,
        "このサイトを見るすべての人に",
        "ボランティア証のQRコードのページと、活動を紹介する記事だけに使います。"
        "電話番号などは、けっして出しません。",
        {
            Item.NAME: "氏名をのせる",
            Item.PHOTO: "活動のようすの写真をのせる",
        },
    ),
)
OFFERED = frozenset((asked.audience, item) for asked in ASKED for item in asked.items)

type Choice = tuple[str, str]  # audience, item


def agreed_by(volunteer: Volunteer) -> set[Choice]:
    """What holds now."""
    return set(volunteer.consents.live().values_list("audience", "item"))


@transaction.atomic
def agree(volunteer: Volunteer, chosen: Iterable[Choice], *, by: User) -> tuple[int, int]:
    """Let exactly `chosen` hold from now on; how many were given, and how many taken back."""
    with pghistory.context(user=by.pk, what="consents"):
        own = Volunteer.objects.select_for_update(of=["self"], no_key=True).get(pk=volunteer.pk)
        held, wanted = agreed_by(own), OFFERED & set(chosen)
        if own.status == Volunteer.Status.STOPPED:
            wanted = frozenset()
        taken_back = held - wanted
        for one in own.consents.live():
            if (one.audience, one.item) in taken_back:
                one.withdrawn_at = timezone.now()
                one.save(update_fields=["withdrawn_at"])
        given = sorted(wanted - held)
        for audience, item in given:
            Consent.objects.create(volunteer=own, audience=audience, item=item, by=by)
    return len(given), len(taken_back)
