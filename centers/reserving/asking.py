"""What the forms that reserve a room show and ask: the slots of a day, who for, and the price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.availability.months import Months
from centers.availability.schedule import Schedule, State
from centers.models import Registration, Reservation, Room, Slot
from centers.models.room import RoomFee
from centers.reserving import rules
from centers.reserving.fees import exemption_of, fee_of
from centers.reserving.requesting import request as reserve
from centers.reserving.use_form import UseForm
from portal.japan import calendar, text
from portal.people.models import User


@dataclass(frozen=True)
class SlotOffered:
    """One slot of the day as it can be asked for: how it stands, and its fee."""

    slot: Slot
    state: State
    yen: int

    @property
    def is_free(self) -> bool:
        return self.state is State.FREE

    @property
    def is_taken(self) -> bool:
        return self.state is State.TAKEN


@dataclass(frozen=True)
class DayOffered:
    """A room on a day: its slots by time; or, where nothing is lent, why.

    `too_early` says so where the slots cannot be asked for yet; of a month that is given by lot,
    `drawn_month` leads to the draw.
    """

    slots: list[SlotOffered]
    why_not: str = ""
    too_early: str = ""
    drawn_month: date | None = None

    @property
    def some_free(self) -> bool:
        return any(slot.is_free for slot in self.slots)


def offer_of(room: Room, day: date) -> DayOffered:
    """How the room stands on `day`, as the pages of free rooms tell it; a few statements."""
    slots = Slot.objects.of(room.center_id).on(day).in_bulk()
    on_day = Schedule([room], day, day, months=Months(day, day), slots=slots).on(room, day)
    fees = dict(RoomFee.objects.filter(room=room).values_list("slot", "yen"))
    offered = [
        SlotOffered(cell.slot, cell.state, fees.get(cell.slot.pk, 0)) for cell in on_day.cells
    ]
    if on_day.state is State.OVER:
        return DayOffered([], "過ぎた日です。これからの日を選んでください。")
    if not offered:
        word = f"休館（{on_day.reason}）" if on_day.reason else on_day.state.word
        return DayOffered([], f"この日は使えません（{word}）。別の日を選んでください。")
    try:
        rules.refuse_before_the_draw(day)
    except ValidationError as refusal:
        is_drawn = any(one.state is State.LOTTERY for one in offered)
        month = day.replace(day=1) if is_drawn else None
        return DayOffered(offered, too_early=refusal.messages[0], drawn_month=month)
    return DayOffered(offered)


class RequestForm(UseForm):
    """A room on a day: which registration, which slots, what for, how many."""

    registration = forms.TypedChoiceField(
        label="どの登録で使いますか",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "どの登録で使うかを選んでください。",
            "invalid_choice": "どの登録で使うかを選んでください。",
        },
    )

    field_order = ["slot", "registration"]

    def __init__(
        self,
        data: Any = None,
        *,
        registrations: Sequence[Registration],
        slots: Sequence[SlotOffered],
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.registrations = {one.pk: one for one in registrations}
        self.states = {one.slot.pk: one for one in slots}
        if data is not None and len(registrations) == 1:
            data = data.copy()
            data["registration"] = str(registrations[0].pk)
        super().__init__(data, initial=initial)
        self.offer("registration", [(pk, str(one)) for pk, one in self.registrations.items()])
        self.offer("slot", [(pk, str(one.slot)) for pk, one in self.states.items()])

    # ------------------------------------------------------------ what was said

    @property
    def chosen_slots(self) -> list[Slot]:
        """By time; what was ticked before an error is found counts too."""
        said = self.cleaned_data if self.is_bound else self.initial
        wanted = set(said.get("slot", []))
        return [one.slot for pk, one in self.states.items() if pk in wanted]

    @property
    def chosen_registration(self) -> Registration | None:
        if len(self.registrations) == 1:
            return next(iter(self.registrations.values()))
        said = self.cleaned_data if self.is_bound else self.initial
        return self.registrations.get(said.get("registration", 0))


class DeskRequestForm(RequestForm):
    """The same at the desk, where a group may get more than its part for a reason."""

    beyond = forms.CharField(
        label="上限をこえて受け付ける理由",
        required=False,
        max_length=150,
        help_text="団体が、予約のページでこのまま読みます。",
        error_messages={"max_length": "理由は%(limit_value)d文字までで入力してください。"},
    )

    def clean_beyond(self) -> str:
        return text.plain_spaces(self.cleaned_data["beyond"])


@dataclass(frozen=True)
class Price:
    """What the slots cost, what of it is let off, and what is left to pay, in yen."""

    fee: int
    exemption: int
    percent: int

    @property
    def to_pay(self) -> int:
        return self.fee - self.exemption


def price_of(room: Room, slots: Sequence[Slot], registration: Registration | None) -> Price | None:
    """Nothing while it is not said what is wanted."""
    if not slots or registration is None:
        return None
    fee = fee_of(room, slots)
    return Price(fee, exemption_of(registration, fee), registration.exemption_percent)


@dataclass(frozen=True)
class Request:
    """Everything that was said, as `centers.reserving.requesting` takes it."""

    registration: Registration
    room: Room
    day: date
    slots: Sequence[Slot]
    purpose: str
    headcount: int
    by: User
    via: str = Reservation.Via.WEB
    beyond: str = ""

    @classmethod
    def said(
        cls, form: RequestForm, room: Room, day: date, *, by: User, via: str = Reservation.Via.WEB
    ) -> "Request":
        told = form.cleaned_data
        registration = form.registrations[told["registration"]]
        return cls(
            registration,
            room,
            day,
            form.chosen_slots,
            told["purpose"],
            told["headcount"],
            by,
            via,
            told.get("beyond", ""),
        )

    def make(self) -> Reservation:
        """Reserve. Sent a second time it is the reservation made the first time."""
        if (made := self.made_already()) is not None:
            return made
        try:
            return self._reserve()
        except ValidationError:
            if (made := self.made_already()) is not None:  # in the same instant
                return made
            raise

    def try_out(self) -> Reservation:
        """What would be made, refused as it would be refused; nothing stays in the database."""
        with transaction.atomic():
            reservation = self._reserve(quietly=True)
            transaction.set_rollback(True)
        return reservation

    def _reserve(self, *, quietly: bool = False) -> Reservation:
        return reserve(
            self.registration,
            self.room,
            self.day,
            self.slots,
            purpose=self.purpose,
            headcount=self.headcount,
            by=self.by,
            via=self.via,
            beyond=self.beyond,
            quietly=quietly,
        )

    def made_already(self) -> Reservation | None:
        """The same request of the same account, made before: sent twice, or gone back to."""
        if not self.slots:
            return None
        starts_at = calendar.at(self.day, self.slots[0].starts)
        ends_at = calendar.at(self.day, self.slots[-1].ends)
        return (
            Reservation.objects.live()
            .filter(
                registration=self.registration,
                booking__room=self.room,
                booking__period=DateTimeTZRange(starts_at, ends_at),
                slots="・".join(slot.name for slot in self.slots),
                purpose=self.purpose,
                headcount=self.headcount,
                by=self.by,
            )
            .first()
        )
