"""Staff correct what was registered of somebody who keeps it by no account (窓口で直す).

Whoever has an account, or lives with somebody who has, mends it on 「マイページ」: what they wrote
themselves is not written over at a desk.
"""

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.lookups import Exact
from django.http import HttpRequest

from portal.japan import text
from portal.people.forms import DeskPersonForm
from portal.people.models import Person, User
from portal.people.models.person import PHONE_BACKWARDS


def may_correct(person: Person) -> bool:
    """Whether nobody keeps it by an account."""
    return not person.household.accounts.exists()


def sent_or_empty(request: HttpRequest, person: Person) -> DeskPersonForm:
    """The form of `person`, as it was sent where it was."""
    sent = request.POST if request.method == "POST" else None
    return DeskPersonForm(sent, instance=person, is_self=False)


def correct(form: DeskPersonForm, *, by: User) -> None:
    """Write no more than the form asks. Codes: has_account, already_merged, already_registered."""
    person = form.instance
    with transaction.atomic(), pghistory.context(user=by.pk, what="corrected"):
        stands = Person.objects.select_for_update(of=["self"], no_key=True).get(pk=person.pk)
        if not may_correct(stands):
            raise ValidationError(
                "この方には、本人か家族のアカウントがあります。マイページで直すよう、本人にお伝えください。",
                code="has_account",
            )
        if stands.merged_into_id is not None:
            raise ValidationError(
                "この登録は、ほかの登録にまとめられました。もう一度さがしてください。",
                code="already_merged",
            )
        _refuse_second(person)
        person.save(update_fields=[*form.Meta.fields, "birth_date"])


def _refuse_second(person: Person) -> None:
    same = Person.objects.registered().filter(
        Exact(PHONE_BACKWARDS, text.digits(person.phone)[::-1]),
        family_name=person.family_name,
        given_name=person.given_name,
        birth_date=person.birth_date,
    )
    if same.exclude(pk=person.pk).exists():
        raise ValidationError(
            f"氏名・生年月日・電話番号が同じ登録が、もうあります。「人をさがす」で{person.full_name}さんを"
            "さがし、2つの登録をくらべて、ひとつにまとめてください。",
            code="already_registered",
        )
