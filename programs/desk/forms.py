"""What staff type at the desk: somebody new who came without an account."""

from portal.japan import text
from portal.people.forms import DeskPersonForm
from programs.models import SignUp

OFFLINE = [SignUp.Via.POSTCARD, SignUp.Via.PHONE, SignUp.Via.COUNTER]


def via_of(typed: str) -> SignUp.Via:
    """The channel an address names; the telephone where it names none of the desk's."""
    return SignUp.Via(typed) if typed in OFFLINE else SignUp.Via.PHONE


def year_of(typed: str) -> int | None:
    """A year of birth as typed, in full-width digits too; None for what is none."""
    digits = text.digits(typed)
    return int(digits) if len(digits) == 4 and 1900 <= int(digits) <= 2100 else None


class NewPersonForm(DeskPersonForm):
    """A person as heard on the telephone or read off a postcard.

    A postcard is answered by postcard, so it needs an address.
    """

    def __init__(self, *args, via: SignUp.Via, **kwargs) -> None:
        super().__init__(*args, is_self=False, **kwargs)
        for name in ("postcode", "address"):
            field = self.fields[name]
            field.required = via == SignUp.Via.POSTCARD
            field.error_messages["required"] = f"{field.label}を入力してください。"


def what_was_typed(typed: str, year: int | None) -> dict[str, object]:
    """A search that found nobody, as the beginning of a registration."""
    begun: dict[str, object] = {"birth_year": year} if year else {}
    if len(text.digits(typed)) >= 10:
        return begun | {"phone": text.phone(typed)}
    reading = text.katakana(typed)
    if reading and text.is_katakana(reading):
        family, _, given = reading.partition(" ")
        return begun | {"family_kana": family, "given_kana": given}
    family, _, given = text.plain_spaces(typed).partition(" ")
    return begun | {"family_name": family[:30], "given_name": given[:30]}
