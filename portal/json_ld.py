"""What machines read of a page (schema.org, as JSON-LD)."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ESCAPES = {">": "\\u003E", "<": "\\u003C", "&": "\\u0026"}


def as_json_ld(data: dict[str, Any]) -> SafeString:
    """A script element browsers do not run; `<`, `>` and `&` are escaped, so nothing breaks out.

    What is not known (None or empty) is left out, at every depth.
    """
    text = json.dumps(_known(data), ensure_ascii=False)
    for character, escaped in ESCAPES.items():  # a hundred times as quick as `translate`
        text = text.replace(character, escaped)
    safe = mark_safe(text)  # noqa: S308  no character that HTML gives a meaning to is left in it
    return format_html('<script type="application/ld+json">{}</script>', safe)


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _known(one) for name, one in value.items() if one not in (None, "")}
    return [_known(one) for one in value] if isinstance(value, list) else value
