"""Rows of another table inside a form of the admin."""

from django import forms
from django.contrib import admin


class NamedDeletion(forms.CheckboxInput):
    """The box that takes a row away."""

    def __init__(self) -> None:
        super().__init__({"aria-label": "この行を削除する"})


class NamedRowsFormSet(forms.BaseInlineFormSet):
    """Every field says its name: the heading of its column is no label to a screen reader."""

    deletion_widget = NamedDeletion

    def add_fields(self, form, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form:
            widget = field.field.widget
            box = getattr(widget, "widget", widget)  # without the admin's links around it
            if not isinstance(box, forms.MultiWidget):  # whose parts have labels
                box.attrs.setdefault("aria-label", field.label)


class NamedRowsInline(admin.TabularInline):
    """One empty row is there at once: the button that adds rows needs a script."""

    formset = NamedRowsFormSet
    extra = 1
