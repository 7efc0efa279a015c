"""allauth's two pages of signing in, so that a code that came too late is answered with a word."""

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

USED_UP = (
    "確認番号の期限が切れました。もう一度メールアドレスを入力して、新しい番号を受け取ってください。"
)


@method_decorator(never_cache, name="dispatch")
class AskForCode(RequestLoginCodeView):
    """`/account/sign-in/`: where to send the code."""

    def form_invalid(self, form) -> HttpResponse:
        return as_refused(super().form_invalid(form))


class ConfirmCode(ConfirmLoginCodeView):
    """`/account/sign-in/code/`: the six digits. Whoever must begin again keeps the way on."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        ask = reverse("account_request_login_code")
        if response.status_code == 302 and response.url == ask:
            if getattr(self, "_process", None) is None:
                messages.warning(request, USED_UP)
            response["Location"] = self.passthrough_next_url(ask)
        return response

    def form_valid(self, form) -> HttpResponse:
        """A code was typed in that only the mail held: mail arrives again."""
        account = getattr(self._process, "user", None)
        if self._action == "verify" and account is not None:
            account.mail_arrives()
        return super().form_valid(form)

    def form_invalid(self, form) -> HttpResponse:
        return as_refused(super().form_invalid(form))


def as_refused(response: HttpResponse) -> HttpResponse:
    """The page of a form that was refused, told apart from one shown for the first time."""
    if isinstance(response, TemplateResponse):
        response.status_code = 422
    return response
