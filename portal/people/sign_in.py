"""Signing in with a code sent by mail: one box for those who come back and those who are new."""

import re
import unicodedata
import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.core.mail import EmailMessage

from portal.notices.models import Message
from portal.people.models import User

TOO_OFTEN = (
    "短い時間に何度も確認番号を求められたため、いったん止めました。"
    "少し待ってから、もう一度お試しください。"
)


class AccountAdapter(DefaultAccountAdapter):
    """allauth's mails go through the outbox, as every mail does; nobody chooses a password."""

    def is_open_for_signup(self, request) -> bool:
        """Closed: an address that is new becomes an account on its first sign-in."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only an address of this site, written from its root, is gone to after a form."""
        return bool(url) and str(url).startswith("/") and super().is_safe_url(url)

    def send_notification_mail(
        self, template_prefix: str, user, context: dict | None = None, email: str | None = None
    ) -> None:
        """Tell the account's own address what changed; allauth keeps no list of addresses here."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail; a sign-in code is wiped from the outbox once sent."""
        mail: EmailMessage = self.render_mail(template_prefix, email, context)
        Message.send_once(
            f"account-{uuid.uuid4()}",
            to=email,
            subject=str(mail.subject),
            body=str(mail.body),
            confidential=True,
        )


def digits_of(typed: str) -> str:
    """The digits of a code, also of one typed full-width or with spaces and hyphens."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed))


class HalfWidthEmailField(forms.EmailField):
    """A mail address, also as a Japanese keyboard types it: ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ."""

    def to_python(self, value: str | None) -> str | None:
        return super().to_python(unicodedata.normalize("NFKC", value or "").lower())


class SignInForm(RequestLoginCodeForm):
    """Ask for a mail address; make the account on its first visit."""

    _user: User | None

    email = HalfWidthEmailField(
        label="メールアドレス",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": "メールアドレスを入力してください。",
            "invalid": "メールアドレスの形を確かめてください。例：hanako@example.jp",
            "max_length": "メールアドレスが長すぎます。打ちまちがいがないか確かめてください。",
            "null_characters_not_allowed": "メールアドレスを入力し直してください。",
        },
    )

    def clean_email(self) -> str:
        """The address with its account. Rate limits are allauth's.

        An account that was closed is found too: who proves the address learns that it is closed.
        """
        try:
            email = super().clean_email()
        except forms.ValidationError as refusal:  # allauth's words speak of wrong codes
            raise forms.ValidationError(TOO_OFTEN, code="asked_too_often") from refusal
        self._user = User.objects.of_address(email)
        return email


class ConfirmCodeForm(ConfirmLoginCodeForm):
    """Ask for the six digits of the mail; full-width digits, spaces and hyphens are welcome."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "確認番号（6けた）"
        code.error_messages["required"] = "確認番号を入力してください。"
        code.error_messages["null_characters_not_allowed"] = "確認番号を入力し直してください。"
        code.widget.attrs.update(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "placeholder": ""}
        )

    def clean_code(self) -> str:
        self.cleaned_data["code"] = digits_of(self.cleaned_data["code"])
        return super().clean_code()
