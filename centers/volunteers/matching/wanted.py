"""What an opening asks for, and in which words a reason is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from centers.volunteers import times
from centers.volunteers.models import Opening, Shift, Volunteer

from .weights import Reason


@dataclass(frozen=True)
class Wanted:
    """What one opening asks for at one or several of its shifts."""

    opening: Opening
    fields: dict[int, str]
    languages: list[str]
    codes: list[int]

    @classmethod
    def by(cls, opening: Opening, shifts: Sequence[Shift]) -> "Wanted":
        """Its fields, or its role's where it names none."""
        named = opening.fields.all() or (opening.role.fields.all() if opening.role else ())
        return cls(
            opening,
            {field.pk: field.name for field in named},
            [code for code, label in Volunteer.Language.choices if str(label) in opening.languages],
            sorted({times.code_of(shift.starts_at) for shift in shifts}),
        )

    def words(self, reason: str, *, of: Volunteer, rest_days: int) -> str:
        """A reason as both the coordinator and the volunteer read it."""
        role, place = self.opening.role, self.opening.center
        match reason:
            case Reason.ROLE:
                return f"「{role}」として配置されている"
            case Reason.WANTS_ROLE:
                return f"「{role}」を希望している"
            case Reason.TRAINED:
                return f"「{role}」につながる研修を修了した"
            case Reason.FIELD:
                return f"{self._shared_fields(of)}に関心がある"
            case Reason.FREE:
                free = [times.name(code) for code in self.codes if code in of.times]
                return f"{'・'.join(free)}は都合がよい"
            case Reason.SAME_CENTER:
                return f"{place}に登録している"
            case Reason.WARD:
                return f"{self.opening.ward}に行ける"
            case Reason.LANGUAGE:
                spoken = [Volunteer.Language(code).label for code in self.languages]
                return f"{'・'.join(map(str, spoken))}のどれかができる"
            case _:
                return f"{rest_days}日のあいだ声をかけていない"

    def _shared_fields(self, volunteer: Volunteer) -> str:
        shared = [self.fields[one.pk] for one in volunteer.fields.all() if one.pk in self.fields]
        return "・".join(f"「{name}」" for name in shared)
