"""The forms in which progress sheets are written: texts, links, and the work with its quarters.

Rows of work are plain fields, numbered in their names; a few spare ones stand at the end, and
whoever needs more asks for them, so that nothing here needs JavaScript.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from portal.typed import texts_in

from ..models import QUARTERS, Plan, ProgressSheet
from .content import MOST_BARS, MOST_STRANDS, Bar, Content, Strand
from .key_forms import ask_by_name
from .links import name_of

SPARE_BARS = 2
TEXT_ROWS = 5
# The fields of a sheet that are written as they are, in the order of the form.
TEXTS = [
    "title",
    "field",
    "impact",
    "urgency",
    "challenge",
    "background",
    "outcome",
    "approach",
    "progress_as_of",
    "progress",
    "result",
    "next_year",
    "goes_on",
]


class ContentForm(forms.ModelForm):
    """What a sheet says apart from its work by quarter."""

    items = forms.MultipleChoiceField(
        label="結びつく計画の項目", required=False, widget=forms.CheckboxSelectMultiple
    )
    indicators = forms.MultipleChoiceField(
        label="結びつく指標", required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ProgressSheet
        fields = TEXTS

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        content: Content | None = None,
        version: int = 0,
        typed: QueryDict | None = None,
        year: int,
    ) -> None:
        """Of a sheet of the fiscal year `year`. With `typed`, that is shown again unjudged."""
        kept: dict[str, Any] = content.to_json() if content else {}
        kept["version"] = version
        if typed is not None:
            kept = {name: typed.get(name, "") for name in (*TEXTS, "version")}
            kept |= {name: texts_in(typed, name) for name in ("items", "indicators")}
            kept["goes_on"] = "goes_on" in typed
        super().__init__(data, initial=kept)
        self.use_required_attribute = False
        self.kept = content
        ask_by_name(self)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= {"rows": TEXT_ROWS, "cols": 40}
        named = [*content.items, *content.indicators] if content else []
        plans = plans_of_sheets(year, {name.partition("/")[0] for name in named})
        self._offer("items", plans)
        self._offer("indicators", plans)

    def _offer(self, name: str, plans: Iterable[Plan]) -> None:
        choices = []
        for plan in plans:
            rows = getattr(plan, name).all()
            for row in rows:
                row.plan = plan
            if rows:
                choices.append((plan.name, [(name_of(row), row.name) for row in rows]))
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        there = {value for _, rows in choices for value, _ in rows}
        kept = getattr(self.kept, name) if self.kept else ()
        # What is named and not there yet stays named.
        setattr(self, f"loose_{name}", tuple(one for one in kept if one not in there))

    def _post_clean(self) -> None:
        """Leave the rules of the whole sheet to the command that writes it."""

    def content(self, strands: tuple[Strand, ...]) -> Content:
        """What was written; only of a valid form."""
        told = {name: self.cleaned_data[name] for name in TEXTS}
        for name, value in told.items():
            if isinstance(value, str):
                told[name] = value.replace("\r\n", "\n")
        return Content(
            **told,
            strands=strands,
            items=(*self.cleaned_data["items"], *self.loose_items),  # type: ignore[attr-defined]
            indicators=(*self.cleaned_data["indicators"], *self.loose_indicators),  # type: ignore[attr-defined]
        )


def plans_of_sheets(year: int, named: Container[str] = ()) -> list[Plan]:
    """The plans a sheet of the fiscal year `year` may be linked to.

    The city's own that run in that year or begin after it (the sheets of 令和7年度 prepare the
    Vision of 2026), and those a sheet has `named` already; never another city's.
    """
    city = settings.CITY["city"]["name"]
    plans = Plan.objects.prefetch_related("items", "indicators__plan")
    return [
        plan
        for plan in plans
        if plan.slug in named or (plan.city == city and plan.last_year >= year)
    ]


class StrandForm(forms.Form):
    """One strand of the work and its rows of quarters."""

    name = forms.CharField(label="取組", max_length=120, required=False)
    place = forms.IntegerField(label="順番", min_value=1, max_value=99, required=False)
    body = forms.CharField(
        label="内容",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 40}),
    )
    bars: "list[BarForm]"

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("name") and (told.get("body") or any(bar.is_used for bar in self.bars)):
            self.add_error(
                "name",
                forms.ValidationError("取組の名前を書いてください。", code="strand_without_name"),
            )
        return told


class BarForm(forms.Form):
    """What is done from which quarter to which; an empty row counts for nothing."""

    # 「1期（4〜6月）」: two of them stand side by side on a phone.
    CHOICES = [
        ("", "―"),
        *((number, name.removeprefix("第").replace("四半", "")) for number, name in QUARTERS),
    ]

    name = forms.CharField(label="すること", max_length=120, required=False)
    first = forms.TypedChoiceField(
        label="はじめ", choices=CHOICES, coerce=int, empty_value=None, required=False
    )
    last = forms.TypedChoiceField(
        label="おわり", choices=CHOICES, coerce=int, empty_value=None, required=False
    )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(self.add_prefix(name)) for name in ("name", "first", "last"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not self.is_used or self.errors:
            return told
        first, last = told.get("first"), told.get("last")
        if not told.get("name"):
            self.refuse("name", "することを書いてください。", "bar_without_name")
        elif first is None:
            self.refuse("first", "はじめの四半期を選んでください。", "bar_without_quarter")
        elif last is not None and last < first:
            self.refuse(
                "last",
                "おわりの四半期は、はじめと同じかあとにしてください。",
                "quarters_out_of_order",
            )
        return told

    def refuse(self, field: str, sentence: str, code: str) -> None:
        self.add_error(field, forms.ValidationError(sentence, code=code))

    def bar(self) -> Bar:
        first = self.cleaned_data["first"]
        return Bar(self.cleaned_data["name"], first, self.cleaned_data["last"] or first)


class WorkForm:
    """All strands with their bars: as sent, or as the sheet has them, with spare rows."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        strands: tuple[Strand, ...] = (),
        more: bool = False,
    ) -> None:
        """With `more`, what was typed is shown again unjudged, with more spare rows."""
        rows = _typed(data) if data is not None else _rows(strands)
        self.is_bound = data is not None and not more
        if not self.is_bound:
            for row in rows:
                row["bars"] += [{}] * SPARE_BARS
            rows.append({"place": len(rows) + 1, "bars": [{}] * SPARE_BARS})
        self.strands: list[StrandForm] = []
        for i, row in enumerate(rows[:MOST_STRANDS]):
            sent = data if self.is_bound else None
            form = StrandForm(sent, initial=row, prefix=f"s{i}")
            form.bars = [
                BarForm(sent, initial=bar, prefix=f"s{i}b{j}")
                for j, bar in enumerate(row["bars"][:MOST_BARS])
            ]
            self.strands.append(form)

    @property
    def forms(self) -> list[forms.Form]:
        return [form for strand in self.strands for form in (strand, *strand.bars)]

    @property
    def errors(self) -> bool:
        return self.is_bound and any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        judged = [form.is_valid() for form in self.forms]
        return all(judged)

    def told(self) -> tuple[Strand, ...]:
        """The strands as written, in the order of their places; only of a valid form."""
        used = [form for form in self.strands if form.cleaned_data["name"]]
        used.sort(key=lambda form: form.cleaned_data["place"] or MOST_STRANDS)
        return tuple(
            Strand(
                form.cleaned_data["name"],
                form.cleaned_data["body"].replace("\r\n", "\n"),
                tuple(bar.bar() for bar in form.bars if bar.is_used),
            )
            for form in used
        )


def _rows(strands: tuple[Strand, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": strand.name,
            "body": strand.body,
            "place": place,
            "bars": [{"name": b.name, "first": b.first, "last": b.last} for b in strand.bars],
        }
        for place, strand in enumerate(strands, start=1)
    ]


def _typed(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows as they were typed, so many as were sent."""
    rows: list[dict[str, Any]] = []
    while len(rows) < MOST_STRANDS and f"s{len(rows)}-name" in data:
        i = len(rows)
        bars: list[dict[str, Any]] = []
        while len(bars) < MOST_BARS and f"s{i}b{len(bars)}-name" in data:
            prefix = f"s{i}b{len(bars)}-"
            bars.append({name: data.get(prefix + name, "") for name in ("name", "first", "last")})
        row = {name: data.get(f"s{i}-{name}", "") for name in ("name", "body", "place")}
        rows.append(row | {"bars": bars})
    return rows
