"""Putting right which sheet a sheet is, and giving up one that was begun by mistake.

Both want a reason and stay in the sheet's trail; what was published once stays as it is. A sheet
given up (取りやめ) leaves the lists and frees its number, keeps its versions, and can be brought
back.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.japan.text import as_meant
from portal.people.models import User
from portal.refusal import refused_by_database

from ..models import ProgressSheet
from ..models import sheet_rules as rules
from ..models.sheet import BEING_WRITTEN, What
from .key_forms import LONGEST_REASON

KEY = ["year", "bureau", "area", "number"]


def renumber(
    sheet: ProgressSheet, key: dict, *, reason: str, by: User, version: int
) -> ProgressSheet:
    """Give the sheet another year, bureau, area or number (`key`).

    Codes: those of `_take`, nothing_changed, repeated_number, and of the fields.
    """
    with refused_by_database(ProgressSheet), transaction.atomic():
        reason = _take(sheet, reason, by, version)
        before = _told(sheet)
        moved = sheet.year != key["year"]
        if key_of(sheet) == key:
            raise ValidationError(
                "年度・局・領域・番号は、いまのままです。直すところを書きかえてください。",
                code="nothing_changed",
            )
        for name in KEY:
            setattr(sheet, name, key[name])
        if moved:
            sheet.previous = None  # of another year now, it goes on from no sheet
        sheet.full_clean()
        sheet.save()
        sheet.record(What.RENUMBERED, by, f"{before} → {_told(sheet)}：{reason}")
    return sheet


@transaction.atomic
def remove(sheet: ProgressSheet, *, reason: str, by: User, version: int) -> None:
    """Give the sheet up. Codes: those of `_take`."""
    reason = _take(sheet, reason, by, version)
    sheet.items.clear()
    sheet.indicators.clear()
    sheet.step(ProgressSheet.Status.REMOVED, What.REMOVED, by, reason)


def restore(sheet: ProgressSheet, *, by: User, version: int) -> None:
    """Bring back a sheet that was given up, to be written on.

    Codes: not_section, stale, not_now, repeated_number.
    """
    with refused_by_database(ProgressSheet), transaction.atomic():
        sheet.lock(by, version)
        rules.refuse_unless_in(sheet, {ProgressSheet.Status.REMOVED})
        sheet.status = ProgressSheet.Status.DRAFT
        sheet.full_clean()
        sheet.step(ProgressSheet.Status.DRAFT, What.RESTORED, by)
        sheet.settle_links(sheet.told())


def _take(sheet: ProgressSheet, reason: str, by: User, version: int) -> str:
    """Lock the sheet to correct it; the reason as it is kept.

    Codes: not_section, stale, was_published, not_now, being_edited, goes_on_already, no_reason,
    reason_too_long.
    """
    sheet.lock(by, version)
    if sheet.published_version is not None:
        raise ValidationError(
            "一度公表したシートは、年度や番号を変えたり、取りやめたりできません。"
            "中身を直すときは、「書き直しをはじめる」から進んでください。",
            code="was_published",
        )
    rules.refuse_unless_in(sheet, BEING_WRITTEN)
    rules.refuse_while_another_writes(sheet, by)
    if ProgressSheet.objects.live().filter(previous=sheet).exists():
        raise ValidationError(
            "このシートは、もう次の年度へ引きついであります。"
            "先に、次の年度のシートを取りやめてください。",
            code="goes_on_already",
        )
    reason = as_meant(reason)
    if not reason:
        raise ValidationError(
            {"reason": ValidationError("わけを書いてください。", code="no_reason")}
        )
    if len(reason) > LONGEST_REASON:
        told = f"わけは{LONGEST_REASON}文字までで書いてください。"
        raise ValidationError({"reason": ValidationError(told, code="reason_too_long")})
    return reason


def key_of(sheet: ProgressSheet) -> dict:
    """Year, bureau, area and number, by their names."""
    return {name: getattr(sheet, name) for name in KEY}


def _told(sheet: ProgressSheet) -> str:
    return f"{sheet.year_name} {sheet.bureau} {sheet.area}（{sheet.number}）"
