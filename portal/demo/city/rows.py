"""Rows made by the hundred thousand."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models
from django.db.models.base import ModelState


def row_of[Row: models.Model](model: type[Row], **values: Any) -> Row:
    """What `model(**values)` gives, in a fraction of its time: nobody is told of its making.

    Relations are given as rows.
    """
    row = model.__new__(model)
    row._state = ModelState()
    relations, defaults, made_anew = _fields(model)
    own, related = row.__dict__, row._state.fields_cache
    own.update(defaults)
    for name, make in made_anew:
        own[name] = make()
    for name, value in values.items():
        if attname := relations.get(name):
            related[name] = value
            own[attname] = value.pk if value else None
        else:
            own[name] = value
    return row


@cache
def _fields(
    model: type[models.Model],
) -> tuple[dict[str, str], dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """The relations with where their keys stand, the defaults, and those to be made each time."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    relations = {field.name: field.attname for field in fields if field.is_relation}
    own = [field for field in fields if field.has_default() and callable(field.default)]
    anew = [(field.attname, field.get_default) for field in own]
    made = {name for name, _ in anew}
    defaults = {f.attname: f.get_default() for f in fields if f.attname not in made}
    return relations, defaults, anew
