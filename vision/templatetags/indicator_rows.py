"""An indicator in a list, with its grade, its small picture and its figure, as HTML.

Written here and not in a template: a plan may have a hundred and thirty of them, and of a page's
time most went into looking up their pieces one by one. Every text goes through `escape`.
"""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from vision.charts import Trend
from vision.progress.standings import Standing
from vision.progress.year import Row

register = template.Library()

NO_GRADE = (
    '<span class="grade grade--none"><span aria-hidden="true">−</span>'
    '<span class="visually-hidden">達成度なし</span></span>'
)


@register.simple_tag
def indicator_row(row: Row) -> SafeString:
    """A `Row` as it stands in the year the page shows."""
    name = f'<a href="{escape(row.address)}">{escape(row.indicator.name)}</a>'
    picture = trend_picture(row.trend) if row.trend else ""
    html = f"""<div class="indicator">
  <p class="indicator__grade">{_grade(row.now)}</p>
  <div class="indicator__what">
    <h3 class="indicator__name">{name}</h3>
    {_origin(row)}{_notes(row)}
  </div>
  <div class="indicator__trend">{picture}</div>
  <div class="indicator__figure">{_figure(row)}{_aims(row)}</div>
</div>"""
    return mark_safe(html)  # noqa: S308  escaped piece by piece


@register.simple_tag
def trend_picture(trend: Trend) -> SafeString:
    """A `Trend`: the course of a figure in a row of a list, its words in the title."""
    wide, high = trend.width, trend.height
    target = (
        f'<line class="chart__target" x1="0" x2="{wide}" y1="{trend.target_y}"'
        f' y2="{trend.target_y}"/>'
        if trend.target_y is not None
        else ""
    )
    gaps = "".join(f'<polyline class="chart__gap" points="{one}"/>' for one in trend.gaps)
    runs = "".join(f'<polyline class="chart__run" points="{one}"/>' for one in trend.runs)
    hollow = (
        f'<path class="chart__mark chart__mark--provisional" d="{trend.hollow_dots}"/>'
        if trend.hollow_dots
        else ""
    )
    return mark_safe(  # noqa: S308  the words are escaped, all else are numbers
        f'<svg class="trend" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img"'
        f' xmlns="http://www.w3.org/2000/svg"><title>{escape(trend.summary)}</title>'
        f'{target}{gaps}{runs}<path class="chart__mark" d="{trend.dots}"/>{hollow}</svg>'
    )


@register.simple_tag
def grade(now: Standing | None) -> SafeString:
    """The letter in a frame of its own kind, and what it means."""
    return mark_safe(_grade(now))  # noqa: S308  escaped below


def _grade(now: Standing | None) -> str:
    if now is None or not now.letter:
        return NO_GRADE
    return (
        f'<span class="grade grade--{now.letter}">{now.letter}'
        f'<span class="visually-hidden">（{escape(now.meaning)}）</span></span>'
    )


def _origin(row: Row) -> str:
    """Where the figure comes from, and how much of the target it reached."""
    figure = row.now.figure if row.now else None
    source = (figure.source if figure else "") or row.indicator.source
    told = "記録から計算" if row.indicator.is_live else escape(source)
    if figure is not None and figure.percent is not None:
        told += f'<span class="indicator__percent">達成率 {figure.percent}％</span>'
    return f'<p class="indicator__from">{told}</p>'


def _notes(row: Row) -> str:
    """That it was corrected, or that the records say something else by now."""
    now, notes = row.now, ""
    if now is None or now.figure is None:
        return notes
    if now.is_corrected:
        notes += f"公表のあとに訂正しました（第{now.figure.version}版）。"
        notes = f'<p class="indicator__note">{notes}</p>'
    if now.has_changed:
        unit = "" if now.figure.recorded is None else escape(now.unit)
        why = escape(row.explanation) or "説明を準備しています。"
        notes += (
            f'<p class="indicator__note">いまの記録では {now.recorded_text}{unit} です。{why}</p>'
        )
    return notes


def _figure(row: Row) -> str:
    """The year's figure; where it has none, the last one known."""
    now, before = row.now, row.before
    if now:
        unit = (
            f'<span class="indicator__unit">{escape(now.unit)}</span>'
            if now.value is not None
            else ""
        )
        early = '<span class="tag">速報</span>' if now.is_provisional else ""
        return f'<p class="indicator__value">{now.text}{unit}{early}</p>'
    none = '<p class="indicator__value indicator__value--none">まだありません</p>'
    if before is None:
        return none
    unit = escape(before.unit) if before.value is not None else ""
    return f'{none}<p class="indicator__aim">{before.year}年度は {before.text}{unit}</p>'


def _aims(row: Row) -> str:
    """What it aims at, and where it began."""
    aims = ""
    if row.aimed_at:
        aims += f'<p class="indicator__aim">目標 {escape(row.aimed_at)}</p>'
    if row.indicator.baseline is not None:
        since = row.indicator.baseline_year
        aims += f'<p class="indicator__aim">基準値 {escape(row.baseline_text)}（{since}年度）</p>'
    return aims
