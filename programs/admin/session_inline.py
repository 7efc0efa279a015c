"""The sessions of a course, as rows of its form in the admin."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from centers.admin.own_rows import OwnRowsInline
from centers.models import Center, Room
from centers.models.booking import TAKEN
from centers.reserving.terms import locked
from portal.people.admin_rows import NamedRowsFormSet
from programs.models import Course, Session

TIMES = {"starts_at", "ends_at", "all_day"}


class SessionFormSet(NamedRowsFormSet):
    def clean(self) -> None:
        """Refuse a room of another centre than the course's, and a change that tells nobody.

        The rooms are held until all is saved: of two forms sent in the same instant the second
        sees what the first one took.
        """
        super().clean()
        self._hold_rooms()
        for form in self.forms:
            room = form.cleaned_data.get("room") if hasattr(form, "cleaned_data") else None
            if room and room.center_id != self.instance.center_id:
                form.add_error("room", "会場の市民センターの部屋を選んでください。")
            if room and not form.errors and self._room_is_taken(form):
                form.add_error("room", ValidationError(TAKEN, code="room_taken"))
        if any(self._moves(form) and self._is_to_come(form) for form in self.forms):
            self.instance.refuse_untold_days()

    def _hold_rooms(self) -> None:
        chosen = [form.cleaned_data.get("room") for form in self.forms if form.is_valid()]
        rooms = {room.pk for room in chosen if room}
        if rooms and connection.in_atomic_block:
            locked(*rooms)

    def _is_to_come(self, form: forms.ModelForm) -> bool:
        """Whether people come to the row's session: as it was before, or as it would be now."""
        session = form.instance
        if session.pk is None or session.is_cancelled or self.instance.is_cancelled:
            return False
        ends = [form.initial["ends_at"], getattr(form, "cleaned_data", {}).get("ends_at")]
        return any(end and end > timezone.now() for end in ends)

    def _room_is_taken(self, form: forms.ModelForm) -> bool:
        """Whether somebody else has the room, or an earlier row, its changeover included."""
        if not self._takes_room(form):
            return False
        asked = form.cleaned_data
        free_from = self._free_from(asked)
        taken = asked["room"].bookings.overlapping(asked["starts_at"], free_from)
        if self.instance.pk:
            taken = taken.exclude(session__course=self.instance)
        before = self.forms[: self.forms.index(form)]
        earlier = [other.cleaned_data for other in before if self._takes_room(other)]
        return taken.exists() or any(
            other["room"] == asked["room"]
            and other["starts_at"] < free_from
            and asked["starts_at"] < self._free_from(other)
            for other in earlier
        )

    def _takes_room(self, form: forms.ModelForm) -> bool:
        """Whether the row, saved, would hold its room for a time."""
        asked = getattr(form, "cleaned_data", {})
        whole = asked.get("room") and asked.get("starts_at") and asked.get("ends_at")
        left_out = form in self.deleted_forms or form.instance.is_cancelled
        return bool(whole) and not left_out and not asked.get("all_day")

    @staticmethod
    def _free_from(asked: dict) -> datetime:
        return asked["ends_at"] + timedelta(minutes=asked["room"].changeover_minutes)

    def _moves(self, form: forms.ModelForm) -> bool:
        return form in self.deleted_forms or bool(TIMES & set(form.changed_data))


class SessionInline(OwnRowsInline):
    model = Session
    formset = SessionFormSet

    def get_formset(self, request: HttpRequest, obj: Course | None = None, **kwargs):
        """Offer the rooms of the course's centre, read once for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        field = formset.form.base_fields["room"]
        assert isinstance(field, forms.ModelChoiceField)
        rooms = Room.objects.filter(center__in=Center.objects.editable_by(request.user))
        field.queryset = rooms.select_related("center").order_by("center__kana", "floor", "pk")
        shown = (
            field.queryset.filter(center=obj.center_id) if obj and obj.center_id else field.queryset
        )
        named = [(room.pk, f"{room.center.name}　{room.name}") for room in shown]
        field.choices = [("", "決まっていない"), *named]
        return formset
