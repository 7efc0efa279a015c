from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest

from centers.models import Center, Equipment, PurposeClass, Room, RoomFee, RoomPhoto, Slot
from centers.models.room_photo import MOST_PHOTOS
from portal.people.permissions import SectionOnlyAdmin

from .own_rows import OwnRowsAdmin, OwnRowsInline


class RoomFeeInline(OwnRowsInline):
    """A fee for each slot of the city's or of the centre's own."""

    model = RoomFee

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "slot":
            of_own = Center.objects.editable_by(request.user)
            kwargs["queryset"] = Slot.objects.filter(Q(center=None) | Q(center__in=of_own))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PhotoForm(forms.ModelForm):
    """A photo is chosen once; afterwards its words and its place change."""

    file = forms.FileField(
        label="写真",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG、PNG、WebP（5MBまで）。縮小し、撮影の場所などの記録は消します。",
    )

    class Meta:
        model = RoomPhoto
        fields = ["file", "alt", "order"]

    def clean(self) -> dict[str, Any]:
        """Codes: no_photo, and those of `RoomPhoto.draw`."""
        told = super().clean() or self.cleaned_data
        if "file" not in self.errors:
            try:
                if told.get("file"):
                    self.instance.draw(told["file"])
                elif not self.instance.pk:
                    raise ValidationError("写真のファイルを選んでください。", code="no_photo")
            except ValidationError as refusal:
                self.add_error("file", refusal)
        return told


class RoomPhotoInline(OwnRowsInline):
    model = RoomPhoto
    form = PhotoForm
    max_num = MOST_PHOTOS

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).without_bytes()

    def get_formset(self, request: HttpRequest, obj=None, **kwargs):
        return super().get_formset(request, obj, validate_max=True, **kwargs)


@admin.register(Room)
class RoomAdmin(OwnRowsAdmin):
    """Rooms: the staff of their centre keep them."""

    list_display = ["name", "center", "floor", "capacity", "is_bookable"]
    list_filter = ["is_bookable", "center__ward"]
    list_select_related = ["center"]
    search_fields = ["name", "center__name", "center__kana"]
    fields = [
        "center",
        "name",
        ("capacity", "floor"),
        "is_bookable",
        "changeover_minutes",
        "equipment",
        "wheelchair",
        "note",
    ]
    inlines = [RoomFeeInline, RoomPhotoInline]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).editable_by(request.user)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Room | None = None) -> list[str]:
        return ["center"] if obj else []  # its bookings would go with it

    def has_delete_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        """Only one nobody ever used: the database protects the others."""
        return self.has_view_permission(request, obj)


@admin.register(Equipment)
class EquipmentAdmin(SectionOnlyAdmin):
    list_display = ["name", "order"]


@admin.register(PurposeClass)
class PurposeClassAdmin(SectionOnlyAdmin):
    list_display = [
        "name",
        "needs_approval",
        "exemption_percent",
        "month_limit",
        "most_in_month",
        "most_at_once",
        "days_before",
    ]
