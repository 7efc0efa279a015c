"""What staff type at the desk: somebody new who came without an account."""

from django import forms
from django.core.exceptions import ValidationError

from portal.japan import text
from portal.people.forms import PersonForm
from programs.models import SignUp

OFFLINE = [SignUp.Via.POSTCARD, SignUp.Via.PHONE, SignUp.Via.COUNTER]


def via_of(typed: str) -> SignUp.Via:
    """The channel an address names; the telephone where it names none of the desk's."""
    return SignUp.Via(typed) if typed in OFFLINE else SignUp.Via.PHONE


def year_of(typed: str) -> int | None:
    """A year of birth as typed, in full-width digits too; None for what is none."""
    digits = text.digits(typed)
    return int(digits) if len(digits) == 4 and 1900 <= int(digits) <= 2100 else None


class NewPersonForm(PersonForm):
    """A person as heard on the telephone or read off a postcard, with where to write back.

    A postcard is answered by postcard, so it needs an address.
    """

    postcode = forms.CharField(label="郵便番号", max_length=12, required=False)
    address = forms.CharField(
        label="住所",
        max_length=200,
        required=False,
        help_text="はがきで結果を知らせるときに使います。",
    )

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "postcode", "address"]

    def __init__(self, *args, via: SignUp.Via, **kwargs) -> None:
        super().__init__(*args, is_self=False, **kwargs)
        self.use_required_attribute = False
        self.fields["postcode"].widget.attrs["inputmode"] = "numeric"
        for name in ("postcode", "address"):
            field = self.fields[name]
            field.required = via == SignUp.Via.POSTCARD
            field.error_messages["required"] = f"{field.label}を入力してください。"

    def clean_postcode(self) -> str:
        digits = text.postcode(self.cleaned_data["postcode"])
        if digits and len(digits) != 7:
            raise ValidationError("郵便番号は、数字7けたで入力してください。", code="postcode")
        return digits


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
