"""What qualifications a volunteer tells of, and that staff have seen the proof (資格)."""

from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.volunteers.models import Qualification, QualificationKind, Volunteer
from portal.people.models import User
from portal.refusal import refused_by_database

from .appointing import years_later


def tell(
    volunteer: Volunteer,
    kind: QualificationKind,
    *,
    obtained_on: date | None = None,
    expires_on: date | None = None,
    by: User,
) -> Qualification:
    """Write down that `volunteer` holds it; told again, the newer words hold.

    Where a kind is good for some years, these are counted from the day it was obtained. What is
    changed has to be shown again. Codes: obtained_in_future, day_needed, and those of the model.
    """
    if obtained_on is not None and obtained_on > timezone.localdate():
        raise ValidationError(
            "取得した日が、まだ来ていません。日付を確かめてください。", code="obtained_in_future"
        )
    if kind.years_valid and expires_on is None:
        if obtained_on is None:
            raise ValidationError(
                f"「{kind}」には期限があります。取得した日か有効期限を書いてください。",
                code="day_needed",
            )
        expires_on = years_later(obtained_on, kind.years_valid)
    with (
        refused_by_database(Qualification),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="qualified"),
    ):
        Volunteer.objects.select_for_update(of=["self"], no_key=True).get(pk=volunteer.pk)
        own = volunteer.qualifications.filter(kind=kind).first()
        own = own or Qualification(volunteer=volunteer, kind=kind)
        if (own.obtained_on, own.expires_on) != (obtained_on, expires_on):
            own.proof_seen_on = own.proof_seen_by = None
        own.obtained_on, own.expires_on = obtained_on, expires_on
        own.save()
    return own


def see_proof(qualification: Qualification, *, by: User) -> None:
    """`by` has seen the proof today; nobody sees one's own or the own family's. Code: own_proof."""
    if qualification.volunteer.is_family_of(by):
        raise ValidationError(
            "ご自身やご家族の証明は、ほかの職員に確かめてもらってください。", code="own_proof"
        )
    with pghistory.context(user=by.pk, what="proof_seen"):
        qualification.proof_seen_on, qualification.proof_seen_by = timezone.localdate(), by
        qualification.save(update_fields=["proof_seen_on", "proof_seen_by"])


def take_away(qualification: Qualification, *, by: User) -> None:
    """It is held no longer, or was written by mistake."""
    with pghistory.context(user=by.pk, what="qualification_gone"):
        qualification.delete()
