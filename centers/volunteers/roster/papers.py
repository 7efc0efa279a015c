"""What is printed of postings: letters of appointment (委嘱状) and the cards volunteers carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from centers.volunteers.models import Posting, Volunteer, VolunteerRole
from portal.japan import calendar, text

Appointment = VolunteerRole.Appointment
# What the paper is called, by how one becomes what one is; the others are given no paper here.
TITLES = {Appointment.APPOINTED: "委嘱状", Appointment.REGISTERED: "登録証"}
LETTERED = tuple(TITLES)
DIGITS = str.maketrans("0123456789-", "〇一二三四五六七八九―")
CENTER = "市民センター"
CARDS_ON_A_SHEET = 10


@dataclass(frozen=True)
class Letter:
    """One letter, downwards as it is handed over or across; numbers as each is written."""

    posting: Posting
    is_downward: bool

    @property
    def title(self) -> str:
        return TITLES[Appointment(self.posting.role.appointment)]

    @property
    def name(self) -> str:
        return self.posting.volunteer.person.full_name

    @property
    def number(self) -> str:
        """What it is found by."""
        number = self.posting.letter_number
        return number.translate(DIGITS) if self.is_downward else number

    @property
    def words(self) -> str:
        """The one sentence of it."""
        role, place = self.posting.role, self.posting.place
        if role.appointment == Appointment.APPOINTED:
            return f"あなたを{place}の{role}に委嘱します"
        return f"あなたを{place}の{role}として登録したことを証します"

    @property
    def term(self) -> list[str]:
        """From when until when; a role without an end only from when."""
        first = f"{self._day(self.posting.first_day)}から"
        last = self.posting.last_day
        return [first] if last is None else [first, f"{self._day(last)}まで"]

    @property
    def day(self) -> str:
        """It is dated the first day of the term."""
        return self._day(self.posting.first_day)

    @property
    def by(self) -> str:
        """Who appoints, by the full name: the mayor, the board, the head of the centre, the school.

        A role names them for all places at once (「市」, 「市民センター館長」).
        """
        by, city = self.posting.role.appointed_by, settings.CITY["city"]["name"]
        if by in ("", "市"):
            return f"{city}長"
        if self.posting.center and by.startswith(CENTER):
            return f"{self.posting.center}{by.removeprefix(CENTER)}"
        if self.posting.organization and by == "学校":
            return str(self.posting.organization)
        return f"{city}{by}" if by == "教育委員会" else by

    def _day(self, day: date) -> str:
        return era_date_downward(day) if self.is_downward else calendar.era_date(day)


def era_date_downward(day: date) -> str:
    """「令和八年四月一日」: a date of the era in the numbers of vertical writing."""
    era, year = calendar.era_parts(day)
    told = "元" if year == 1 else text.kanji_number(year)
    return f"{era}{told}年{text.kanji_number(day.month)}月{text.kanji_number(day.day)}日"


@dataclass(frozen=True)
class Card:
    """The card of one volunteer, the size of a bank's."""

    volunteer: Volunteer
    postings: list[Posting]

    @property
    def number(self) -> str:
        return self.volunteer.card_number

    @property
    def address(self) -> str:
        """What its QR code leads to: whether it is valid."""
        return f"{settings.SITE_URL}{reverse('volunteers:card', args=[self.volunteer.number])}"

    @property
    def valid_until(self) -> date:
        """The end of the last term; without one the end of the fiscal year, when one is asked."""
        today = timezone.localdate()
        end_of_year = date(calendar.fiscal_year(today) + 1, 3, 31)
        ends = [one.last_day for one in self.postings]
        if not ends or None in ends:
            return end_of_year
        return max(day for day in ends if day is not None)

    @property
    def insured_until(self) -> date | None:
        """The last day of the insurance, which may be before that of the card; None for none."""
        until = self.volunteer.insured_until
        return until if until is not None and until >= timezone.localdate() else None


def sheets_of(cards: Iterable[Card]) -> list[list[Card]]:
    """Ten cards to a sheet of A4."""
    rows = list(cards)
    return [rows[at : at + CARDS_ON_A_SHEET] for at in range(0, len(rows), CARDS_ON_A_SHEET)]
