"""Saying no: one type for every refusal, with a stable code and a sentence for people.

A refusal is Django's ValidationError. Rules refuse before the write; where two write at once
the database's named constraint refuses, and the same sentence is shown.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models


@contextmanager
def refused_by_database(*models_written: type[models.Model]) -> Iterator[None]:
    """Turn a broken named constraint into the refusal that constraint declares.

    Wrap it around the atomic block, never inside. Raises ValidationError with the constraint's
    `violation_error_code` and message, or with what the model's `refused_by_trigger` says of a
    trigger that refuses by name; an IntegrityError of any other origin goes on unchanged.
    """
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for model in models_written:
            for constraint in model._meta.constraints:
                if constraint.name == name:
                    raise ValidationError(
                        constraint.get_violation_error_message(),
                        code=constraint.violation_error_code,
                    ) from error
            by_trigger: dict[str, tuple[str, str]] = getattr(model, "refused_by_trigger", {})
            if name in by_trigger:
                code, sentence = by_trigger[name]
                raise ValidationError(sentence, code=code) from error
        raise


def errors_in(refusal: ValidationError) -> list[ValidationError]:
    """All that a refusal holds, one by one; that of a whole row holds those of its fields."""
    if hasattr(refusal, "error_dict"):
        return [one for found in refusal.error_dict.values() for one in found]
    return refusal.error_list


def code_of(refusal: ValidationError) -> str | None:
    """The stable code of a refusal; of several the first."""
    return errors_in(refusal)[0].code
