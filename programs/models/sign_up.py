from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeAlias

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.people.models import User
from portal.receipts import receipt_field, spelled
from portal.refusal import refused_by_database

from . import sign_up_changes as changes
from . import sign_up_words as words
from .party import Party
from .sign_up_queryset import LIVE, SignUpQuerySet
from .sign_up_rules import ALREADY
from .sign_up_triggers import COUNT_SIGN_UPS, REFUSE_THE_MERGED


@pghistory.track()
class SignUp(models.Model):
    """One person's place in one course: a seat, a place in the queue or a lottery entry (申込).

    Every change writes what happened, by whom and why into the row; the database copies each
    version into the history, so that the history explains the state on every path.
    """

    Status: TypeAlias = words.Status
    What: TypeAlias = words.What
    Via: TypeAlias = words.Via
    Provision: TypeAlias = words.Provision

    course = models.ForeignKey(
        "programs.Course", verbose_name="講座", on_delete=models.PROTECT, related_name="sign_ups"
    )
    person = models.ForeignKey(
        "people.Person", verbose_name="参加者", on_delete=models.PROTECT, related_name="sign_ups"
    )
    party = models.ForeignKey(
        Party,
        verbose_name="組",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sign_ups",
    )
    by = models.ForeignKey(
        "people.User",
        verbose_name="申し込んだアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )
    via = models.CharField("受付の方法", max_length=8, choices=Via, default=Via.WEB)
    created_at = models.DateTimeField("申込日時", auto_now_add=True)

    status = models.CharField("状態", max_length=10, choices=Status, default=Status.SEATED)
    what = models.CharField("できごと", max_length=16, choices=What, default=What.SEATED)
    changed_by = models.ForeignKey(
        "people.User",
        verbose_name="変えた人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="空ならば自動です。",
    )
    why = models.CharField("理由", max_length=200, blank=True)
    rank = models.PositiveIntegerField("抽選の順位", null=True, blank=True)
    offer_until = models.DateTimeField("返事の期限", null=True, blank=True)

    provisions = ArrayField(
        models.CharField(max_length=16, choices=Provision),
        verbose_name="必要な配慮",
        default=list,
        blank=True,
    )
    provision_note = models.CharField("配慮の内容", max_length=300, blank=True)
    guardian_name = models.CharField("同意した保護者", max_length=60, blank=True)
    guardian_phone = models.CharField("保護者の電話", max_length=20, blank=True)

    receipt = receipt_field()

    objects = SignUpQuerySet.as_manager()

    refused_by_trigger = {
        "the_merged_sign_up_no_more": (
            "person_merged",
            "この方の登録は、別の登録にまとめられています。画面を開き直して、もう一度選んでください。",
        )
    }

    class Meta:
        verbose_name = verbose_name_plural = "申込"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["course", "rank", "id"],
                condition=Q(status="waiting"),
                name="queue_of_course",
            ),
            models.Index(
                fields=["offer_until"], condition=Q(status="offered"), name="offers_by_deadline"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=Q(status__in=LIVE),
                name="one_live_sign_up_per_person",
                violation_error_code="already_signed_up",
                violation_error_message=ALREADY,
            ),
            models.UniqueConstraint(fields=["receipt"], name="one_sign_up_per_receipt"),
            models.CheckConstraint(
                condition=Q(status="offered", offer_until__isnull=False)
                | (~Q(status="offered") & Q(offer_until__isnull=True)),
                name="an_offer_has_a_deadline",
                violation_error_code="offer_without_deadline",
                violation_error_message="席の案内には、返事の期限が必要です。",
            ),
        ]
        triggers = [*COUNT_SIGN_UPS, REFUSE_THE_MERGED]

    def __str__(self) -> str:
        return self.receipt_number

    # ------------------------------------------------------------ what is so now

    @property
    def receipt_number(self) -> str:
        """The receipt as people read it out: 「123-456-789」."""
        return spelled(self.receipt)

    @property
    def provision_names(self) -> list[str]:
        """The provisions asked for, in words."""
        return [label for value, label in self.Provision.choices if value in self.provisions]

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_seated(self) -> bool:
        return self.status == self.Status.SEATED

    @property
    def is_offered(self) -> bool:
        return self.status == self.Status.OFFERED

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def can_be_withdrawn(self) -> bool:
        """A seat until the venue prepares; a place in the queue or the lot until the first day."""
        if not self.is_live:
            return False
        until = self.course.withdrawable_until if self.is_seated else self.course.starts_at
        return until is None or timezone.now() <= until

    @property
    def can_be_answered(self) -> bool:
        """Whether a seat is offered and the deadline has not passed."""
        return (
            self.is_offered and self.offer_until is not None and timezone.now() <= self.offer_until
        )

    def party_members(self) -> "SignUpQuerySet":
        """The live sign-ups that stand or fall with this one, itself among them, in their order.

        Who came to stand otherwise, being let in at the door or given a place back after a merge,
        goes alone from then on: no answer and no deadline of the others concerns that place.
        """
        if self.party_id is None:
            return SignUp.objects.filter(pk=self.pk)
        live = SignUp.objects.live().filter(party=self.party_id).order_by("pk")
        alike = live.filter(status=self.status, offer_until=self.offer_until)
        return alike if self.is_live else live

    def place_in_queue(self) -> int:
        """The number of this place: how many parties or people stand before it, and one.

        0 for one who does not wait.
        """
        return SignUp.objects.with_places().values_list("place", flat=True).get(pk=self.pk)

    def who_leaves(self, *, whole_party: bool = False) -> list["SignUp"]:
        """Who leaves when this one does: it alone, or all where too few would be left."""
        party = list(self.party_members().select_related("person"))
        if whole_party or 0 < len(party) - 1 < self.course.party_min:
            return party
        return [one for one in party if one.pk == self.pk]

    def refuse_second(self) -> None:
        """Refuse when this person holds a live place already. Code: already_signed_up."""
        if SignUp.objects.live().filter(course=self.course, person=self.person).exists():
            raise ValidationError(ALREADY, code="already_signed_up")

    # ------------------------------------------------------------ commands of its owner

    def withdraw(self, *, by: User, whole_party: bool = False) -> "SignUp":
        """Leave: give the seat back, leave the queue or the offer, take back the entry.

        The party goes on without this person unless too few are left; then all of it leaves, as
        it does with `whole_party`.
        Freed seats go to the queue in the same transaction.
        Codes: already_withdrawn, too_late_to_withdraw.
        """
        leaving = partial(changes.leaving, whole_party=whole_party)
        return self._change(leaving, SignUp.Status.WITHDRAWN, SignUp.What.WITHDRAWN, by=by)

    def accept(self, *, by: User) -> "SignUp":
        """Say yes to the seat that is offered, for the whole party.

        Codes: not_offered, offer_over.
        """
        return self._change(changes.answering, SignUp.Status.SEATED, SignUp.What.ACCEPTED, by=by)

    def decline(self, *, by: User) -> "SignUp":
        """Say no to the offered seat; it goes to the next. Codes: not_offered, offer_over."""
        return self._change(changes.answering, SignUp.Status.WITHDRAWN, SignUp.What.DECLINED, by=by)

    def lapse(self) -> "SignUp":
        """Let an offer end that nobody answered in time; its seat goes to the next.

        Codes: not_offered, offer_still_open.
        """
        return self._change(changes.unanswered, SignUp.Status.LAPSED, SignUp.What.LAPSED, by=None)

    # ------------------------------------------------------------ commands of staff

    def seat(self, *, by: User, why: str = "") -> "SignUp":
        """Give a free seat to this party out of its turn, by the choice of staff.

        Those before it read in their history that staff chose. Codes: not_waiting, full.
        """
        chosen = partial(changes.chosen_out_of_turn, by=by)
        return self._change(chosen, SignUp.Status.SEATED, SignUp.What.PROMOTED, by=by, why=why)

    def cancel(self, *, by: User, why: str, asked: bool = False) -> "SignUp":
        """Take this person's place away, for a reason that is told. Code: already_withdrawn.

        Who `asked` for it, by telephone or at the counter, withdraws by the hand of staff.
        """
        status, what = SignUp.Status.CANCELLED, SignUp.What.CANCELLED
        if asked:
            status, what = SignUp.Status.WITHDRAWN, SignUp.What.WITHDRAWN
        return self._change(changes.let_go, status, what, by=by, why=why)

    # ------------------------------------------------------------ the shape of every change

    def _change(
        self,
        concerned: Callable[["SignUp"], list["SignUp"]],
        status: Status,
        what: What,
        *,
        by: User | None,
        why: str = "",
    ) -> "SignUp":
        """Lock, read anew, let `concerned` refuse or name who changes, change, promote, tell."""
        from programs.sign_ups.childcare import settle  # noqa: PLC0415  childcare imports models
        from programs.sign_ups.promotion import promote  # noqa: PLC0415  the same

        from .course import Course  # noqa: PLC0415  courses are declared after sign-ups

        with refused_by_database(SignUp, Course), transaction.atomic():
            course = Course.objects.locked(self.course_id)
            own = SignUp.objects.get(pk=self.pk)
            own.course = course
            changing = concerned(own)
            record(changing, status, what, by=by, why=why)
            changes.tell(changing[0], what)
            promote(course)
            settle(course)
        self.refresh_from_db()
        return self


def record(
    sign_ups: Sequence[SignUp],
    status: SignUp.Status,
    what: SignUp.What,
    *,
    by: User | None = None,
    why: str = "",
    offer_until: datetime | None = None,
) -> None:
    """Write what happened into each row, in one statement; the course must be locked."""
    SignUp.objects.filter(pk__in=[sign_up.pk for sign_up in sign_ups]).update(
        status=status, what=what, changed_by=by, why=why, offer_until=offer_until
    )
