"""Rows of another table inside a form of the admin."""

from django import forms
from django.contrib import admin


class NamedDeletion(forms.CheckboxInput):
    """The box that takes a row away."""

    def __init__(self) -> None:
        super().__init__({"aria-label": "この行を削除する"})


class NamedRowsFormSet(forms.BaseInlineFormSet):
    deletion_widget = NamedDeletion


class NamedRowsInline(admin.TabularInline):
    """Every field says its name: the heading of its column is no label to a screen reader.

    One empty row is there at once: the button that adds rows needs a script.
    """

    formset = NamedRowsFormSet
    extra = 1

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and not isinstance(field.widget, forms.MultiWidget):  # whose parts have labels
            field.widget.attrs["aria-label"] = field.label
        return field
