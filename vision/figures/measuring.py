"""Putting down what indicators came to in a year: all that was sent, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.people.models import User
from portal.refusal import errors_in

from ..models import Indicator, Measurement
from ..models.indicator import NOT_BEGUN


@dataclass(frozen=True)
class Entry:
    """What somebody writes for one indicator. Neither a value nor not begun takes it away.

    `was` is what stood there when the page was opened, as `standing` tells it.
    """

    indicator: Indicator
    was: str
    value: Decimal | None = None
    not_begun: bool = False
    as_of: str = ""
    source: str = ""
    note: str = ""
    origin: Measurement.Origin = Measurement.Origin.HAND
    counted: dict | None = None  # None leaves what the figure was counted from

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.not_begun

    def write_into(self, measurement: Measurement) -> None:
        """Put the entry into a row, not yet saved."""
        measurement.value = None if self.not_begun else self.value
        measurement.not_begun = self.not_begun
        measurement.as_of, measurement.source, measurement.note = self.as_of, self.source, self.note
        measurement.origin = self.origin
        if self.counted is not None:
            measurement.counted = self.counted


def standing(measurement: Measurement | None) -> str:
    """What stands in the records, so that two who write at once notice each other."""
    if measurement is None:
        return ""
    value = NOT_BEGUN if measurement.not_begun else f"{measurement.value:.3f}"
    return "|".join([value, measurement.as_of, measurement.source, measurement.note])


@transaction.atomic
def record_figures(year: int, entries: Iterable[Entry], *, by: User) -> int:
    """Write `entries` of the fiscal year `year`; how many there were.

    Raises ValidationError with one entry for each refusal, its params naming the indicator by
    its key. Codes: counted_by_portal, stale, and those of `Measurement.clean`.
    """
    by_key = {entry.indicator.pk: entry for entry in entries}
    locked = Indicator.objects.filter(pk__in=by_key).order_by("pk").select_for_update()
    refusals: list[ValidationError] = []
    for indicator in locked.prefetch_related("measurements"):
        try:
            _write(indicator, year, by_key[indicator.pk], by)
        except ValidationError as refusal:
            refusals += [_named(one, indicator) for one in errors_in(refusal)]
    if refusals:
        raise ValidationError(refusals)
    return len(by_key)


def _write(indicator: Indicator, year: int, entry: Entry, by: User) -> None:
    if indicator.is_live:
        raise ValidationError(
            "この指標はポータルの記録から計算します。手では入れられません。",
            code="counted_by_portal",
        )
    now = indicator.measurement_of(year)
    if standing(now) != entry.was:
        value = now.value if now else None
        says = NOT_BEGUN if now and now.not_begun else indicator.show_in_full(value)
        raise ValidationError(
            f"開いているあいだに、ほかの方が「{says or '空'}」に変えました。"
            "確かめて、もう一度保存してください。",
            code="stale",
        )
    if entry.is_empty:
        if now is not None:
            now.delete()
        return
    written = now or Measurement(indicator=indicator, year=year)
    entry.write_into(written)
    written.by = by
    written.full_clean()
    written.save()


def _named(refusal: ValidationError, indicator: Indicator) -> ValidationError:
    params = (refusal.params or {}) | {"indicator": indicator.pk}
    return ValidationError(refusal.message, code=refusal.code, params=params)
