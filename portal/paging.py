"""Long lists, a hundred rows a page unless their page says otherwise."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

SIZE = 100


def page_of(
    rows: QuerySet | Sequence[Any], query: QueryDict, *, size: int = SIZE
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of the page asked for, and what `components/pagination.html` shows."""
    pages = Paginator(rows, size)
    page = pages.get_page(query.get("page", "1")[:9])
    last = pages.num_pages

    def address(number: int) -> str:
        changed = query.copy()
        changed["page"] = str(number)
        return f"?{changed.urlencode()}"

    near = {1, last, *range(page.number - 2, page.number + 3)}
    shown = sorted(number for number in near if 1 <= number <= last)
    numbers: list[dict[str, Any] | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number > before + 1:
            numbers.append(None)
        numbers.append({"number": number, "url": address(number), "current": number == page.number})
    return list(page.object_list), {
        "number": page.number,
        "last": last,
        "total": pages.count,
        "numbers": numbers,
        "previous_url": address(page.number - 1) if page.has_previous() else "",
        "next_url": address(page.number + 1) if page.has_next() else "",
    }
