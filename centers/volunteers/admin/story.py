from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from centers.admin.own_rows import OwnRowsAdmin
from centers.models import Center
from centers.volunteers.models import Consent, Opening, Story, Threshold, Volunteer
from portal.people.models import AccessLog
from portal.people.permissions import SectionOnlyAdmin


class StoryForm(forms.ModelForm):
    """The picture is chosen anew or taken away; it is told in words as long as there is one."""

    photo = forms.FileField(
        label="写真",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG、PNG、WebP（5MBまで）。縮小し、撮影の場所などの記録は消します。"
        "写る方は全員「出てくる方」に入れてください。写真の公開に同意している間だけ出ます。",
    )
    without_photo = forms.BooleanField(label="いまの写真を消す", required=False)

    class Meta:
        model = Story
        fields = ["title", "body", "people", "opening", "center", "alt", "published_at"]
        help_texts: ClassVar = {
            "alt": "見えない方に読み上げます。何が写っているかを書いてください。",
            "people": "氏名をこのサイトに出すことに同意している方から選びます。",
        }

    def clean(self) -> dict[str, Any]:
        """Codes: no_alt, and those of `Story.draw`."""
        told = super().clean() or self.cleaned_data
        if file := told.get("photo"):
            try:
                self.instance.draw(file)
            except ValidationError as refusal:
                self.add_error("photo", refusal)
        elif told.get("without_photo"):
            self.instance.take_picture_away()
            told["alt"] = ""
        if self.instance.has_picture and not told.get("alt"):
            self.add_error("alt", ValidationError("写真の説明を書いてください。", code="no_alt"))
        return told


@admin.register(Story)
class StoryAdmin(OwnRowsAdmin):
    """Stories (活動の物語): shown while all who appear agree to it; the centre keeps its own."""

    form = StoryForm
    list_display = ["title", "center", "published_at", "is_shown"]
    list_select_related = ["center"]
    fields = [
        "title",
        "body",
        "people",
        "opening",
        "center",
        "picture",
        "photo",
        "without_photo",
        "alt",
        "published_at",
    ]
    readonly_fields = ["picture"]

    def get_queryset(self, request: HttpRequest):
        own = Center.objects.editable_by(request.user)
        shown = Exists(Story.objects.published().filter(pk=OuterRef("pk")))
        rows = super().get_queryset(request).filter(center__in=own)
        return rows.defer("jpeg").annotate(shown=shown)

    @admin.display(description="いま見える", boolean=True)
    def is_shown(self, story: Any) -> bool:
        return story.shown

    @admin.display(description="いまの写真")
    def picture(self, story: Story) -> str:
        return f"あり（{story.width}×{story.height}）" if story.has_picture else "なし"

    def save_related(self, request: HttpRequest, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        missing = form.instance.not_agreed()
        if form.instance.published_at and missing:
            told = "、".join(f"{label}に{number}人" for label, number in missing.items())
            self.message_user(
                request,
                f"同意していない方がいるため、まだ公開されません（{told}）。"
                "同意がそろうと、そのときから見えます。",
                messages.WARNING,
            )

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "opening":
            own = Opening.objects.editable_by(request.user).shown_to_all()
            kwargs["queryset"] = own.order_by("-published_at", "-pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Whoever agrees to be named to all, and those the story tells of already."""
        visible = Volunteer.objects.visible_to(request.user).values("pk")
        named = Consent.objects.to_all().filter(item=Consent.Item.NAME).values("volunteer")
        told_of = request.resolver_match.kwargs.get("object_id")
        kwargs["queryset"] = Volunteer.objects.filter(
            Q(pk__in=visible) & Q(pk__in=named)
            | Q(pk__in=Story.people.through.objects.filter(story=told_of).values("volunteer"))
        ).for_list()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args: Any, **kwargs: Any):
        if (story := kwargs.get("obj")) is not None:
            people = story.people.values_list("person", flat=True)
            AccessLog.record(request.user, people, reason="活動の物語を直すため")
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return self.has_view_permission(request, obj)


@admin.register(Threshold)
class ThresholdAdmin(SectionOnlyAdmin):
    """From how much on somebody is thanked (感謝状の基準)."""

    list_display = ["__str__", "title"]
    fields = ["counts", "value", "title", "words"]

    def get_readonly_fields(self, request: HttpRequest, obj: Threshold | None = None) -> list[str]:
        """What somebody was thanked for already stays as it was."""
        return ["counts", "value"] if obj and obj.given.exists() else []
