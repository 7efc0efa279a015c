"""What keeps somebody from a step of a progress sheet; each is asked under the lock of its row."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from portal.japan import calendar
from portal.people.models import User
from portal.people.permissions import sits_on_council, works_for_section

if TYPE_CHECKING:
    from .sheet import ProgressSheet


def refuse_outsiders(by: User | None) -> None:
    """Nobody (`None`) is a file or the turn of the year. Code: not_section."""
    if by is not None and not works_for_section(by):
        raise ValidationError("シートは、生涯学習課の職員が書きます。", code="not_section")


def refuse_unless_seen(sheet: "ProgressSheet", version: int) -> None:
    """Refuse who has not seen the newest version. Code: stale."""
    if version != sheet.version:
        newest = sheet.versions.get(number=sheet.version)
        raise ValidationError(
            f"{newest.by or '表の読み込み'}が、先に第{newest.number}版を保存しました"
            f"（{calendar.clock(calendar.local(newest.at))}）。"
            "変わったところを確かめてから、もう一度進めてください。",
            code="stale",
        )


def refuse_unless_in(sheet: "ProgressSheet", states: Collection[str]) -> None:
    """Refuse in any other state, and say who did what in the meantime. Code: not_now."""
    if sheet.status not in states:
        last = sheet.events.select_related("by").latest("pk")
        who = f"{last.by}さんが" if last.by else ""
        moment = calendar.local(last.at)
        raise ValidationError(
            f"いまは「{sheet.get_status_display()}」なので、できません。"
            f"{calendar.long_date(moment)}{calendar.clock(moment)}に、"
            f"{who}{last.get_what_display()}。",
            code="not_now",
        )


def refuse_while_another_writes(sheet: "ProgressSheet", by: User | None) -> None:
    """Code: being_edited."""
    editor = sheet.editor_now
    if editor is not None and editor != by and sheet.editing_until is not None:
        raise ValidationError(
            f"{editor}さんが書いているところです。保存されるか、"
            f"{calendar.clock(calendar.local(sheet.editing_until))}を過ぎると書けます。",
            code="being_edited",
        )


def refuse_incomplete(sheet: "ProgressSheet") -> None:
    """Code: incomplete."""
    if missing := sheet.told().missing:
        raise ValidationError(
            f"まだ書かれていないところがあります：{'、'.join(missing)}。"
            "書いて保存してから、提出してください。",
            code="incomplete",
        )


def refuse_own_submission(sheet: "ProgressSheet", by: User) -> None:
    """Two people have read whatever is published. Code: own_submission."""
    if not sheet.was_submitted_by_another(by):
        raise ValidationError(
            "提出した本人は承認できません。ほかの職員に頼んでください。", code="own_submission"
        )


def refuse_opinion(sheet: "ProgressSheet", by: User, version: int) -> None:
    """Only the council writes opinions, on what it was shown. Codes: not_council, not_shown."""
    if not sits_on_council(by):
        raise ValidationError("意見は、社会教育委員だけが書けます。", code="not_council")
    if not sheet.events.that_show().filter(version=version).exists():
        raise ValidationError("この版は、まだ委員に公開されていません。", code="not_shown")
