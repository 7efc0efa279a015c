"""Signing in with a code sent by mail: one box for those who come back and those who are new."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.core.mail import EmailMessage

from portal.notices.models import Message
from portal.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """allauth's mails go through the outbox, as every mail does; nobody chooses a password."""

    def is_open_for_signup(self, request) -> bool:
        """Closed: an address that is new becomes an account on its first sign-in."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail; a sign-in code is wiped from the outbox once sent."""
        mail: EmailMessage = self.render_mail(template_prefix, email, context)
        Message.send_once(
            f"account-{uuid.uuid4()}",
            to=email,
            subject=mail.subject,
            body=mail.body,
            confidential=True,
        )


class SignInForm(RequestLoginCodeForm):
    """Ask for a mail address; make the account on its first visit."""

    email = forms.EmailField(
        label="メールアドレス",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": "メールアドレスを入力してください。",
            "invalid": "メールアドレスの形を確かめてください。例：hanako@example.jp",
        },
    )

    def clean_email(self) -> str:
        """The address in lower case, with its account. Rate limits are allauth's."""
        self.cleaned_data["email"] = self.cleaned_data["email"].lower()
        email = super().clean_email()
        if self._user is None and not User.objects.filter(email=email).exists():
            self._user = User.objects.create_user(email)
        return email


class ConfirmCodeForm(ConfirmLoginCodeForm):
    """Ask for the six digits of the mail; full-width digits and spaces are welcome."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "確認番号（6けた）"
        self.fields["code"].widget.attrs.update(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "placeholder": ""}
        )
