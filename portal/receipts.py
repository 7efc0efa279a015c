"""Receipt numbers (受付番号): what somebody reads out on the telephone to be found."""

from django.db import models
from django.db.models import F
from django.db.models.functions import Mod

# Coprime to 10^9, so that every row gets a number of its own that tells nothing about how many
# came before.
STEP = 618_033_989
NUMBERS = 1_000_000_000


def receipt_field() -> models.GeneratedField:
    """The receipt number of a row, made from its key by the database."""
    return models.GeneratedField(
        expression=Mod(F("id") * STEP, NUMBERS),
        output_field=models.BigIntegerField(),
        db_persist=True,
        verbose_name="受付番号",
    )


def spelled(receipt: int) -> str:
    """As people read it out: 「123-456-789」."""
    digits = f"{receipt:09d}"
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
