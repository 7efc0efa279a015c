"""Bringing roles, fields of activity and qualifications to what a file says.

Rows are known by their 「アドレスの名前」: loading a file again changes what it names, and leaves
the others as they are. A file is loaded whole or not at all (docs/volunteer-tables.md). Those
shipped are the roles of the city's plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models, transaction

from centers.files.cells import Cells
from centers.files.table import Outcome, Written, put
from portal.japan.tables import Row, read_table
from portal.uploads import at_line

from .models import ActivityField, QualificationKind, VolunteerRole

SHIPPED = Path(__file__).parent / "shipped"
SHIPPED_FILES = ("fields.csv", "qualifications.csv", "roles.csv")

SLUG = "アドレスの名前"
FIELD, KIND, YEARS_VALID = "分野", "資格", "有効な年数"
ROLE, SUMMARY, DESCRIPTION = "役割", "ひとことで", "どんな役割か"
REQUIREMENTS, QUALIFICATIONS = "必要なこと", "いる資格"
MINIMUM_AGE, TERM, SERVES = "年齢の下限", "任期（年）", "活動するところ"
APPOINTMENT, APPOINTED_BY, HOW = "なりかた", "委嘱・登録する人", "手続き"
FIELDS, DEPARTMENT, OPEN_TO_ALL = "活動の分野", "担当", "住民が希望できる"


@dataclass(frozen=True)
class Report:
    """What loading a file did."""

    what: str
    rows: tuple[Written, ...]

    def number(self, outcome: Outcome) -> int:
        return sum(one.outcome == outcome for one in self.rows)


@dataclass(frozen=True)
class Kind:
    """One kind of file, known by the column that names its rows."""

    what: str
    columns: tuple[str, ...]
    write: Callable[[Row, int], Written]


def load_shipped() -> list[Report]:
    """The fields, qualifications and roles this portal brings along."""
    return [load(SHIPPED / name) for name in SHIPPED_FILES]


@transaction.atomic
def load(path: Path) -> Report:
    """Take one file in. Raises ValidationError with everything that is wrong, each with its line.

    Codes: not_a_role_file, missing_column, named_twice, and those of its cells and the models.
    """
    columns, lines = read_table(path)
    kind = next((found for name, found in KINDS.items() if name in columns), None)
    if kind is None:
        raise ValidationError(
            f"{path.name}：「{'」「'.join(KINDS)}」のどの列もありません。1行目に列の名前を書いてください。",
            code="not_a_role_file",
        )
    if missing := [name for name in kind.columns if name not in columns]:
        raise ValidationError(
            f"{path.name}：列が足りません：{'、'.join(missing)}", code="missing_column"
        )
    return Report(kind.what, tuple(_write(kind, list(lines))))


def _write(kind: Kind, rows: Sequence[Row]) -> list[Written]:
    written: list[Written] = []
    problems: list[ValidationError] = []
    known: set[str] = set()
    for order, row in enumerate(rows):
        try:
            slug = row.cells.get(SLUG, "")
            if slug in known:
                raise ValidationError(f"「{slug}」が、2度あります。", code="named_twice")
            known.add(slug)
            with transaction.atomic():
                written.append(kind.write(row, order))
        except ValidationError as refusal:
            problems += at_line(row.line, refusal)
    if problems:
        raise ValidationError(problems)
    return written


def _write_field(row: Row, order: int) -> Written:
    cells = Cells(row)
    field = _known(ActivityField, cells)
    return put(field, cells.needed(FIELD), {"name": cells.needed(FIELD), "order": order})


def _write_qualification(row: Row, order: int) -> Written:
    cells = Cells(row)
    told = {"name": cells.needed(KIND), "years_valid": cells.number(YEARS_VALID)}
    return put(_known(QualificationKind, cells), cells.needed(KIND), told)


def _write_role(row: Row, order: int) -> Written:
    cells = Cells(row)
    role = _known(VolunteerRole, cells)
    told = {
        "name": cells.needed(ROLE),
        "summary": cells.needed(SUMMARY),
        "description": row.cells[DESCRIPTION],
        "requirements": cells.text(REQUIREMENTS),
        "minimum_age": cells.number(MINIMUM_AGE) or 0,
        "term_years": cells.number(TERM),
        "serves": _choice(cells, SERVES, VolunteerRole.Serves),
        "appointment": _choice(cells, APPOINTMENT, VolunteerRole.Appointment),
        "appointed_by": cells.text(APPOINTED_BY),
        "how": cells.needed(HOW),
        "department": cells.text(DEPARTMENT),
        "is_open_to_all": cells.marked(OPEN_TO_ALL),
        "order": order,
    }
    fields = _named(cells, FIELDS, ActivityField)
    qualifications = _named(cells, QUALIFICATIONS, QualificationKind)
    written = put(role, cells.needed(ROLE), told)
    before = [set(role.fields.all()), set(role.qualifications.all())]
    role.fields.set(fields)
    role.qualifications.set(qualifications)
    if written.outcome == Outcome.SAME and before != [set(fields), set(qualifications)]:
        return Written(written.name, Outcome.CHANGED)
    return written


def _known[Named: (ActivityField, QualificationKind, VolunteerRole)](
    model: type[Named], cells: Cells
) -> Named:
    """The row of this name in addresses, or a new one. Codes: empty, invalid."""
    slug = cells.needed(SLUG)
    validate_slug(slug)
    return model.objects.filter(slug=slug).first() or model(slug=slug)


def _named[Named: (ActivityField, QualificationKind)](
    cells: Cells, column: str, model: type[Named]
) -> list[Named]:
    """Those of these names. Code: not_known."""
    known = {one.name: one for one in model.objects.all()}
    told = cells.listed(column)
    if unknown := [name for name in told if name not in known]:
        raise ValidationError(
            f"「{column}」の「{'、'.join(unknown)}」は、登録されていません。"
            "先に、そのファイルを読み込んでください。",
            code="not_known",
        )
    return [known[name] for name in told]


def _choice(cells: Cells, column: str, choices: type[models.TextChoices]) -> str:
    known = {label: value for value, label in choices.choices}
    return cells.one_of(column, known, what=f"「{'」「'.join(known)}」の中")


# Told apart by their columns; a file of roles also has none of the others' own.
KINDS = {
    ROLE: Kind(
        "役割",
        (SLUG, SUMMARY, DESCRIPTION, SERVES, APPOINTMENT, HOW, OPEN_TO_ALL),
        _write_role,
    ),
    KIND: Kind("資格の種類", (SLUG, YEARS_VALID), _write_qualification),
    FIELD: Kind("活動の分野", (SLUG,), _write_field),
}
