"""The second factor of staff: the code of an authenticator app, as a Japanese keyboard types it."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from .sign_in import digits_of


class CodeField(forms.CharField):
    """A code of digits; what has none stays as it was typed, and is refused as wrong."""

    def to_python(self, value: str | None) -> str:
        typed = super().to_python(value) or ""
        return digits_of(typed) or typed


class SetUpForm(ActivateTOTPForm):
    """Set up the app."""

    code = CodeField(label="番号")


class ProveForm(AuthenticateForm):
    """Prove it when signing in."""

    code = CodeField(label="番号")


class ProveAgainForm(ReauthenticateForm):
    """Prove it once more before something grave."""

    code = CodeField(label="番号")
