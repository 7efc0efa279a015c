from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from centers.models import Center
from centers.volunteers.models import Opening, Story, Threshold, Volunteer
from portal.people.permissions import SectionOnlyAdmin


class StoryForm(forms.ModelForm):
    photo = forms.FileField(
        label="写真", required=False, help_text="写る方全員が、写真の公開に同意しているときだけ。"
    )

    class Meta:
        model = Story
        fields = ["title", "body", "people", "opening", "center", "alt", "published_at"]

    def clean(self):
        """Codes: no_alt, and those of `Story.draw`."""
        told = super().clean() or {}
        if file := told.get("photo"):
            if not told.get("alt"):
                self.add_error(
                    "alt", ValidationError("写真の説明を書いてください。", code="no_alt")
                )
            try:
                self.instance.draw(file)
            except ValidationError as refusal:
                self.add_error("photo", refusal)
        return told


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    """Stories (活動の物語): shown while all who appear agree to it; the centre keeps its own."""

    form = StoryForm
    list_display = ["title", "center", "published_at"]
    list_select_related = ["center"]
    raw_id_fields = ["people", "opening"]

    def get_queryset(self, request: HttpRequest):
        own = Center.objects.editable_by(request.user)
        return super().get_queryset(request).filter(center__in=own).defer("jpeg")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "center":
            kwargs["queryset"] = Center.objects.editable_by(request.user)
        if db_field.name == "opening":
            kwargs["queryset"] = Opening.objects.editable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["queryset"] = Volunteer.objects.visible_to(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return Center.objects.editable_by(request.user).exists()


@admin.register(Threshold)
class ThresholdAdmin(SectionOnlyAdmin):
    """From how much on somebody is thanked (感謝状の基準)."""

    list_display = ["__str__", "title"]
    fields = ["counts", "value", "title", "words"]

    def get_readonly_fields(self, request: HttpRequest, obj: Threshold | None = None) -> list[str]:
        """What somebody was thanked for already stays as it was."""
        return ["counts", "value"] if obj and obj.given.exists() else []
