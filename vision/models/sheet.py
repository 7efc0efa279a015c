"""Progress sheets (進捗シート): one challenge of one bureau for one fiscal year, on its way.

What may happen to a sheet stands here, what refuses it in `sheet_rules`; what the form holds in
`sheet_form`, its work by quarter in `sheet_work`, what happened to it in `sheet_trail`.
"""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.japan.text import as_meant
from portal.people.models import User
from portal.people.permissions import sits_on_council, works_for_section
from portal.refusal import refused_by_database

from ..sheets.content import Content
from ..sheets.links import found
from . import sheet_rules as rules
from .indicator import Indicator
from .plan_item import PlanItem
from .sheet_form import SheetForm
from .sheet_queryset import SheetQuerySet
from .sheet_trail import Opinion, SheetEvent
from .sheet_work import Workstream

EDITING_MINUTES = 15
What = SheetEvent.What


class ProgressSheet(SheetForm):
    """One challenge (課題) for one fiscal year, on its way from draft to publication.

    The fields hold what is being written; every saving keeps a `SheetVersion`, and what residents
    read is the version published last.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "作成中"
        SUBMITTED = "submitted", "提出済み"
        RETURNED = "returned", "差戻し"
        APPROVED = "approved", "承認済み"
        PUBLISHED = "published", "公表済み"
        REMOVED = "removed", "取りやめ"

    previous = models.OneToOneField(
        "self",
        verbose_name="前の年度のシート",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="following",
    )
    status = models.CharField(
        "状態", max_length=9, choices=Status, default=Status.DRAFT, editable=False
    )
    version = models.PositiveIntegerField("版", default=0, editable=False)
    published_version = models.PositiveIntegerField(
        "公表した版", null=True, blank=True, editable=False
    )
    editing_by = models.ForeignKey(
        "people.User",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    editing_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "進捗シート"
        ordering = ["-year", "bureau", "area", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "bureau", "area", "number"],
                condition=~Q(status="removed"),
                name="one_sheet_of_a_number",
                violation_error_code="repeated_number",
                violation_error_message="この番号のシートは、この年度にもうあります。",
            ),
            models.CheckConstraint(
                condition=Q(editing_by__isnull=True) | Q(editing_until__isnull=False),
                name="an_editor_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_version__isnull=False),
                name="a_published_sheet_has_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(status="removed") | Q(published_version__isnull=True),
                name="what_was_published_is_not_removed",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("vision:sheet", args=[self.year, self.pk])

    @property
    def is_being_written(self) -> bool:
        return self.status in BEING_WRITTEN

    @property
    def editor_now(self) -> User | None:
        """Who has it open for editing; nobody once fifteen minutes passed without a sign."""
        if self.editing_until is None or self.editing_until <= timezone.now():
            return None
        return self.editing_by

    def told(self, version: int | None = None) -> Content:
        """What the sheet says, in its newest version or the one of that number."""
        return self.versions.get(number=self.version if version is None else version).told

    def was_submitted_by_another(self, user: User) -> bool:
        """Whether `user` may approve it, as far as two people have to read it."""
        submitted = self.events.filter(what=What.SUBMITTED).order_by("pk").last()
        return submitted is not None and submitted.by_id != user.pk

    def version_for(self, user) -> int | None:
        """The version `user` reads: the section the newest, the council the one last handed in."""
        if works_for_section(user):
            return self.version
        shown = self.events.that_show().order_by("pk").last()
        return shown.version if shown and sits_on_council(user) else None

    # ------------------------------------------------------------ writing

    @classmethod
    def begin(
        cls,
        content: Content,
        *,
        year: int,
        bureau: str,
        area: str,
        number: int,
        by: User | None,
        what: "SheetEvent.What" = What.CREATED,
        previous: "ProgressSheet | None" = None,
    ) -> "ProgressSheet":
        """A new sheet with its first version. Codes: not_section, repeated_number, of the fields.

        `by` is None where a file or the turn of the year makes it.
        """
        sheet = cls(year=year, bureau=bureau, area=area, number=number, previous=previous)
        with refused_by_database(cls), transaction.atomic():
            rules.refuse_outsiders(by)
            sheet.write(content, by=by)
            sheet.record(what, by)
        return sheet

    @transaction.atomic
    def open_for_editing(self, *, by: User) -> None:
        """Keep the sheet for `by` alone for fifteen minutes; asked again, for fifteen more.

        Codes: not_section, not_now, being_edited.
        """
        self.lock(by)
        rules.refuse_unless_in(self, BEING_WRITTEN)
        rules.refuse_while_another_writes(self, by)
        self.editing_by = by
        self.editing_until = timezone.now() + timedelta(minutes=EDITING_MINUTES)
        self.save(update_fields=["editing_by", "editing_until"])

    @transaction.atomic
    def stop_editing(self, *, by: User) -> None:
        """Give the sheet free for others; does nothing where another has it."""
        self.lock(by)
        if self.editing_by == by:
            self.editing_by = self.editing_until = None
            self.save(update_fields=["editing_by", "editing_until"])

    @transaction.atomic
    def revise(
        self,
        content: Content,
        *,
        by: User | None,
        version: int,
        what: "SheetEvent.What | None" = None,
    ) -> bool:
        """Keep `content`, written on top of `version`, as a version; False where it is the same.

        `what` tells in the trail of what was not written in the form.
        Codes: not_section, not_now, being_edited, stale, of the fields.
        """
        self.lock(by)
        rules.refuse_unless_in(self, BEING_WRITTEN)
        rules.refuse_while_another_writes(self, by)
        rules.refuse_unless_seen(self, version)
        self.editing_by = self.editing_until = None
        if content == self.told():
            self.save(update_fields=["editing_by", "editing_until"])
            return False
        self.write(content, by=by)
        if what:
            self.record(what, by)
        return True

    # ------------------------------------------------------------ the steps of its way

    @transaction.atomic
    def submit(self, *, by: User, version: int) -> None:
        """Hand the sheet in. Codes: not_section, stale, not_now, being_edited, incomplete."""
        self.lock(by, version)
        rules.refuse_unless_in(self, BEING_WRITTEN)
        rules.refuse_while_another_writes(self, by)
        rules.refuse_incomplete(self)
        self.step(self.Status.SUBMITTED, What.SUBMITTED, by)

    @transaction.atomic
    def send_back(self, reason: str, *, by: User, version: int) -> None:
        """Return the sheet to be rewritten. Codes: not_section, stale, not_now, no_comment."""
        self.lock(by, version)
        rules.refuse_unless_in(self, {self.Status.SUBMITTED, self.Status.APPROVED})
        self.step(self.Status.RETURNED, What.RETURNED, by, as_meant(reason))

    @transaction.atomic
    def approve(self, *, by: User, version: int) -> None:
        """Approve what another has handed in: two people have read whatever is published.

        Who that is, is up to the section: a second person is what guards against a slip, and a
        section's manager may be away for weeks. Codes: not_section, stale, not_now, own_submission.
        """
        self.lock(by, version)
        rules.refuse_unless_in(self, {self.Status.SUBMITTED})
        rules.refuse_own_submission(self, by)
        self.step(self.Status.APPROVED, What.APPROVED, by)

    @transaction.atomic
    def publish(self, *, by: User, version: int) -> None:
        """Show the approved version to everybody. Codes: not_section, stale, not_now."""
        self.lock(by, version)
        rules.refuse_unless_in(self, {self.Status.APPROVED})
        self.published_version = self.version
        self.step(self.Status.PUBLISHED, What.PUBLISHED, by)

    @transaction.atomic
    def reopen(self, *, by: User, version: int) -> None:
        """Take it up again to rewrite it; what was published stays public until the next time.

        Codes: not_section, stale, not_now.
        """
        self.lock(by, version)
        rules.refuse_unless_in(
            self, {self.Status.SUBMITTED, self.Status.APPROVED, self.Status.PUBLISHED}
        )
        self.step(self.Status.DRAFT, What.REOPENED, by)

    @transaction.atomic
    def leave_opinion(self, text: str, *, by: User, version: int) -> Opinion:
        """A council member's opinion, once. Codes: not_council, not_shown, blank, repeated."""
        self.refresh_from_db(from_queryset=ProgressSheet.objects.select_for_update())
        rules.refuse_opinion(self, by, version)
        return Opinion.leave(self, text, by=by, version=version)

    def lock(self, by: User | None, version: int | None = None) -> None:
        """Take the row, see it as it is now, and refuse outsiders and who has not seen it."""
        self.refresh_from_db(from_queryset=ProgressSheet.objects.select_for_update())
        rules.refuse_outsiders(by)
        if version is not None:
            rules.refuse_unless_seen(self, version)

    def write(self, content: Content, *, by: User | None) -> None:
        """Bring the rows to `content` and keep it as the next version."""
        for name, value in content.texts.items():
            setattr(self, name, value)
        self.version += 1
        self.full_clean()
        self.save()
        self.versions.create(number=self.version, content=content.to_json(), by=by)
        Workstream.write(self, content.strands)
        self.settle_links(content)

    def settle_links(self, content: Content) -> None:
        """Link the items and indicators `content` names, those there are."""
        self.items.set(found(PlanItem, content.items))
        self.indicators.set(found(Indicator, content.indicators))

    def step(self, to: str, what: "SheetEvent.What", by: User | None, comment: str = "") -> None:
        """Bring it to the state `to`, free for others, and tell that in the trail."""
        self.status = to
        self.editing_by = self.editing_until = None
        self.save()
        self.record(what, by, comment)

    def record(self, what: "SheetEvent.What", by: User | None, comment: str = "") -> None:
        """Tell in the trail what happened to the newest version."""
        event = SheetEvent(sheet=self, what=what, version=self.version, by=by, comment=comment)
        event.full_clean()
        event.save()


BEING_WRITTEN = {ProgressSheet.Status.DRAFT, ProgressSheet.Status.RETURNED}
