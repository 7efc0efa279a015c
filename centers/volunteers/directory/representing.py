"""Who speaks for an organisation (団体の担当者): confirmed by the centre that knows them."""

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from centers.volunteers.models import Organization, Representative
from portal.people.models import User
from portal.refusal import refused_by_database


def confirm(organization: Organization, email: str, *, by: User) -> Representative:
    """Let the account of this address speak for `organization`; confirmed twice, it is one.

    Codes: no_address, host_closed, own_organization.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(
            "担当の方のメールアドレスを確かめてください。", code="no_address"
        ) from error
    if address == by.email:
        raise ValidationError(
            "ご自身を担当者にすることは、ほかの職員にお願いしてください。", code="own_organization"
        )
    with (
        refused_by_database(Representative),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="confirmed"),
    ):
        own = Organization.objects.select_for_update(of=["self"]).get(pk=organization.pk)
        if own.is_closed:
            raise ValidationError("この団体は活動を終えています。", code="host_closed")
        account = User.objects.of_address(address)
        known = own.representatives.live().filter(user=account).first()
        return known or Representative.objects.create(
            organization=own, user=account, confirmed_by=by
        )


def end(representative: Representative, *, by: User) -> None:
    """They speak for it no longer; ended twice, it is ended once."""
    with transaction.atomic(), pghistory.context(user=by.pk, what="ended"):
        own = Representative.objects.select_for_update(of=["self"]).get(pk=representative.pk)
        if own.ended_at is None:
            own.ended_at = timezone.now()
            own.save(update_fields=["ended_at"])
    representative.refresh_from_db()
