"""A room of an answer, a slot or a day as it stands, as HTML; and the centres to choose from.

Written here and not in a template: a page shows hundreds, and of its time most went into looking up
their pieces one by one (`format_html` would look at every piece of every slot again). So the pieces
are plain strings, joined here; whatever comes from a row goes through `escape` where it is put in.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from centers.availability.schedule import Cell, RoomDay, heading
from centers.availability.search_page import Row
from centers.models import Center

register = template.Library()


@register.simple_tag
def room_slot(cell: Cell) -> SafeString:
    """One slot by its state, as under the slot's name in a table."""
    return _escaped(_slot(cell, cell.state.word, "空き", "希望する", ""))


@register.simple_tag
def room_row(row: Row) -> SafeString:
    """A room in the list: where it is, what it has, and when it is free."""
    room, center, url = row.room, row.room.center, escape(row.url)
    away = f"・<b>約{row.away}</b>" if row.away else ""
    free = "".join(
        f"<div><dt>{day.heading}</dt><dd>{_slots(day.cells)}</dd></div>" for day in row.days
    )
    more = (
        f'<p class="lone-link"><a href="{url}#free">ほかに空きのある日が{row.more_days}日'
        f'<span class="visually-hidden">、{escape(center.name)} {escape(room.name)}の予定を見る'
        "</span></a></p>"
        if row.more_days
        else ""
    )
    return _escaped(
        f'<li class="room-row"><h3><a href="{url}">'
        f'<span class="visually-hidden">{escape(center.name)} </span>{escape(room.name)}</a></h3>'
        f'<p class="room-row__where">{escape(center.name)}（{escape(center.ward.name)}）{away}</p>'
        f'<p class="room-row__what">{_brief(row)}</p>'
        '<p class="visually-hidden">空いている時間</p>'
        f'<dl class="room-row__free">{free}</dl>{more}</li>'
    )


@register.simple_tag
def room_day(day: RoomDay) -> SafeString:
    """A day in one word, leading to its slots."""
    return _escaped(_day(day))


@register.simple_tag
def room_days(days: Iterable[RoomDay], view: str) -> SafeString:
    """The days of a room in a row of a table: in a month each in a word, in a week by its slots."""
    in_words = view == "month"
    return _escaped(
        "".join(
            f"<td>{_day(day) if in_words or day.says_it_all else _slots(day.cells)}</td>"
            for day in days
        )
    )


@register.simple_tag
def center_options(centers: Iterable[Center], chosen: Center | None) -> SafeString:
    """The centres by ward, for a box to choose from; they come in the order of their wards."""
    html, ward = [], None
    for center in centers:
        if center.ward_id != ward:
            html.append("</optgroup>" if ward else "")
            html.append(f'<optgroup label="{escape(center.ward.name)}">')
            ward = center.ward_id
        selected = " selected" if chosen and center.pk == chosen.pk else ""
        html.append(
            f'<option value="{escape(center.slug)}"{selected}>{escape(center.name)}</option>'
        )
    html.append("</optgroup>" if ward else "")
    return _escaped("".join(html))


def _escaped(html: str) -> SafeString:
    """Say of a whole that each of its pieces was escaped where it was put in."""
    return mark_safe(html)  # noqa: S308  the one place; see above


def _brief(row: Row) -> str:
    room = row.room
    said = [f"{room.capacity}人まで"] if room.capacity else []
    said.append(f"地下{-room.floor}階" if room.floor < 0 else f"{room.floor}階")
    said += ["車いすで利用できる"] if room.wheelchair else []
    has = "、".join(escape(one.name) for one in row.equipment)
    return "・".join(said) + (f"<br>{has}" if has else "")


def _slots(cells: Iterable[Cell]) -> str:
    return f'<ul class="slots">{"".join(f"<li>{_named(cell)}</li>" for cell in cells)}</ul>'


def _named(cell: Cell) -> str:
    name = escape(cell.slot.name)
    return _slot(cell, name, name, name, f"{name} ")


def _slot(cell: Cell, shown: str, shown_free: str, shown_wish: str, said: str) -> str:
    """A slot as a link where something can be asked for: what is shown of it, what is said."""
    state = cell.state
    if cell.url or cell.wish_url:
        which = f"{escape(cell.room.name)} {heading(cell.day)} {escape(cell.slot.name)}"
    if cell.url:
        return (
            f'<a class="slot slot--free" href="{escape(cell.url)}">'
            f'<span class="visually-hidden">{which} 空き、申請する</span>'
            f'<span aria-hidden="true">○ {shown_free}</span></a>'
        )
    if cell.wish_url:
        return (
            f'<a class="slot slot--lottery" href="{escape(cell.wish_url)}">'
            f'<span class="visually-hidden">{which} 抽選の希望に加える</span>'
            f'<span aria-hidden="true">抽 {shown_wish}</span></a>'
        )
    return (
        f'<span class="slot slot--{state.css}">'
        f'<span aria-hidden="true">{state.sign} {shown}</span>'
        f'<span class="visually-hidden">{said}{state.word}</span></span>'
    )


def _day(day: RoomDay) -> str:
    state = day.state
    word = f'<span aria-hidden="true">{state.sign}</span> {state.word}'
    if url := day.url:
        return (
            f'<a class="slot slot--{state.css}" href="{escape(url)}">'
            f'<span class="visually-hidden">{escape(day.room.name)} {day.heading} </span>{word}</a>'
        )
    reason = f'<span class="visually-hidden">（{escape(day.reason)}）</span>' if day.reason else ""
    return f'<span class="slot slot--{state.css}">{word}{reason}</span>'
