"""Long lists, a hundred rows a page unless their page says otherwise."""

from collections.abc import Callable, Sequence
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

    def address(number: int) -> str:
        changed = query.copy()
        changed["page"] = str(number)
        return f"?{changed.urlencode()}"

    shown = among_all(page.number, pages.num_pages, address)
    return list(page.object_list), shown | {"total": pages.count}


def among_all(number: int, last: int, address: Callable[[int], str]) -> dict[str, Any]:
    """One page among all: its neighbours, the first, the last, and a gap (None) between."""
    near = {1, last, *range(number - 2, number + 3)}
    shown = sorted(one for one in near if 1 <= one <= last)
    numbers: list[dict[str, Any] | None] = []
    for before, one in zip([0, *shown], shown, strict=False):
        if one > before + 1:
            numbers.append(None)
        numbers.append({"number": one, "url": address(one), "current": one == number})
    return {
        "number": number,
        "last": last,
        "numbers": numbers,
        "previous_url": address(number - 1) if number > 1 else "",
        "next_url": address(number + 1) if number < last else "",
    }
