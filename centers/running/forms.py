"""What staff fill in to move a booking, to block time, and to say who came."""

from datetime import date, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from centers.models import Booking, Center, Room, Slot
from portal.japan import calendar

from .blocking import MOST_DAYS
from .place import Place
from .using import MOST

ORDER = ValidationError("おわりは、はじまりよりあとにしてください。", code="times_out_of_order")


def _day_field(label: str, **options) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"{label}を入れてください。",
            "invalid": "日付を確かめてください。",
        },
        **options,
    )


def _time_field(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": f"{label}の時刻を入れてください。",
            "invalid": "時刻を確かめてください。",
        },
    )


class RoomChoice(forms.ModelChoiceField):
    def __init__(self) -> None:
        super().__init__(
            Room.objects.none(),
            label="部屋",
            empty_label=None,
            error_messages={"required": "部屋を選んでください。"},
        )

    def label_from_instance(self, obj) -> str:
        return f"{obj.name}（定員{obj.capacity}人）" if obj.capacity else obj.name


class MoveForm(forms.Form):
    """Where a booking is to go: a room of its centre, and a day."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=60)
    room = RoomChoice()
    day = _day_field("日")

    def __init__(self, booking: Booking, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.booking = booking
        rooms = self.fields["room"]
        assert isinstance(rooms, RoomChoice)
        rooms.queryset = booking.room.center.rooms.all()

    @staticmethod
    def begun(booking: Booking) -> dict[str, object]:
        """What the form holds where nothing is chosen yet."""
        return {
            "shown": Place.of(booking).mark,
            "room": booking.room_id,
            "day": booking.day.isoformat(),
        }


class PeriodForm(MoveForm):
    """For what has hours of its own: a session, a block. What ends on the next day still does."""

    starts = _time_field("はじまり")
    ends = _time_field("おわり")

    @staticmethod
    def begun(booking: Booking) -> dict[str, object]:
        return MoveForm.begun(booking) | _hours(booking.starts_at, booking.ends_at)

    @staticmethod
    def at_slot(booking: Booking, slot: Slot, day: date) -> dict[str, object]:
        """Dropped on another slot it begins with that, and is as long as before."""
        starts, ends = calendar.at(day, slot.starts), calendar.at(day, slot.ends)
        if day == booking.day and starts < booking.ends_at and booking.starts_at < ends:
            return {}
        return _hours(starts, starts + (booking.ends_at - booking.starts_at))

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts and not self._ends_on_the_next_day:
            self.add_error("ends", ORDER)
        return cleaned

    def place(self) -> Place:
        given = self.cleaned_data
        starts, ends = given["starts"], given["ends"]
        last = given["day"] + timedelta(days=int(ends <= starts))
        return Place(given["room"], calendar.at(given["day"], starts), calendar.at(last, ends))

    @property
    def _ends_on_the_next_day(self) -> bool:
        return calendar.local(self.booking.ends_at).date() > self.booking.day


class SlotForm(MoveForm):
    """For a reservation, which begins and ends with slots and takes as many as before."""

    slot = forms.ModelChoiceField(
        Slot.objects.none(),
        label="はじめの区分",
        empty_label=None,
        error_messages={"required": "区分を選んでください。"},
    )
    why = forms.CharField(
        label="移す理由",
        max_length=200,
        required=False,
        help_text="書くと、団体へのお知らせに載ります。",
    )

    def __init__(self, booking: Booking, *args, **kwargs) -> None:
        super().__init__(booking, *args, **kwargs)
        slots = self.fields["slot"]
        assert isinstance(slots, forms.ModelChoiceField)
        over = Q(last_day__lt=timezone.localdate())
        slots.queryset = Slot.objects.of(booking.room.center_id).exclude(over)

    @staticmethod
    def begun(booking: Booking) -> dict[str, object]:
        first = _slots_of(booking)[:1]
        return MoveForm.begun(booking) | {"slot": first[0].pk if first else None, "why": ""}

    @staticmethod
    def at_slot(booking: Booking, slot: Slot, day: date) -> dict[str, object]:
        return {"slot": slot.pk}

    def run(self) -> list[Slot]:
        """As many slots as before, from the one chosen on; fewer where the day ends."""
        first = self.cleaned_data["slot"]
        of_day = Slot.objects.of(self.booking.room.center_id).on(self.cleaned_data["day"])
        number = max(len(_slots_of(self.booking)), 1)
        later = list(of_day.filter(starts__gt=first.starts)[: number - 1])
        if len(later) < number - 1:
            raise ValidationError(
                f"この予定は{number}区分です。その区分からでは、1日のうちに足りません。"
                "もっと早い区分を選んでください。",
                code="slot_not_open",
            )
        return [first, *later]

    def place(self) -> Place:
        run, day = self.run(), self.cleaned_data["day"]
        return Place(
            self.cleaned_data["room"],
            calendar.at(day, run[0].starts),
            calendar.at(day, run[-1].ends),
        )


class BlockForm(forms.Form):
    """Time to keep free: rooms, one day or several, from when to when, why."""

    whole = forms.BooleanField(label="市民センター全体", required=False)
    rooms = forms.ModelMultipleChoiceField(
        Room.objects.none(), label="部屋", widget=forms.CheckboxSelectMultiple, required=False
    )
    day = _day_field("はじめの日")
    last_day = _day_field("おわりの日", required=False, help_text="1日だけのときは、空けます。")
    starts = _time_field("はじまり")
    ends = _time_field("おわり")
    reason = forms.CharField(
        label="理由",
        max_length=100,
        help_text="職員にだけ見えます。例：床のワックスがけ、選挙の投票所",
        error_messages={"required": "理由を書いてください。"},
    )

    def __init__(self, center: Center, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.center = center
        rooms = self.fields["rooms"]
        assert isinstance(rooms, forms.ModelMultipleChoiceField)
        rooms.queryset = center.rooms.all()

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", ORDER)
        if not (cleaned.get("whole") or cleaned.get("rooms") or "rooms" in self.errors):
            self.add_error(
                "rooms",
                ValidationError(
                    "部屋を1つ以上選ぶか、「市民センター全体」を選んでください。", code="no_rooms"
                ),
            )
        day, last = cleaned.get("day"), cleaned.get("last_day")
        if day and last and last < day:
            self.add_error(
                "last_day",
                ValidationError(
                    "おわりの日は、はじめの日と同じかあとにしてください。", code="days_out_of_order"
                ),
            )
        if day and last and last - day >= timedelta(days=MOST_DAYS):
            self.add_error(
                "last_day",
                ValidationError(
                    f"一度に確保できるのは{MOST_DAYS}日分までです。期間を分けてください。",
                    code="too_many_days",
                ),
            )
        return cleaned

    def chosen(self) -> list[Room]:
        whole: bool = self.cleaned_data["whole"]
        return list(self.center.rooms.all() if whole else self.cleaned_data["rooms"])

    def days(self) -> list[date]:
        first = self.cleaned_data["day"]
        last = self.cleaned_data["last_day"] or first
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _number_field(label: str) -> forms.IntegerField:
    sentence = f"{label}の人数を、0から{MOST:,}までの数字で入れてください。"
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], sentence),
    )


class UseForm(forms.Form):
    """How many came, by age."""

    young = _number_field("29歳以下")
    middle = _number_field("30〜59歳")
    senior = _number_field("60歳以上")


def _hours(starts_at: datetime, ends_at: datetime) -> dict[str, object]:
    return {
        "starts": f"{calendar.local(starts_at):%H:%M}",
        "ends": f"{calendar.local(ends_at):%H:%M}",
    }


def _slots_of(booking: Booking) -> list[Slot]:
    """The slots in force on its day that it touches, by time."""
    day = booking.day
    in_force = Slot.objects.of(booking.room.center_id).on(day)
    return [
        slot
        for slot in in_force
        if calendar.at(day, slot.starts) < booking.ends_at
        and booking.starts_at < calendar.at(day, slot.ends)
    ]
