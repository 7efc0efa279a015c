"""Which mails one wants: a page of one's own, and the link below every mail that may be stopped."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.people.forms import PreferencesForm
from portal.people.requests import SignedInRequest
from portal.people.unsubscribing import KINDS, read_token


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    """`/my/preferences/`: which mails to have; receipts and results always come."""
    sent = request.POST if request.method == "POST" else None
    form = PreferencesForm(sent, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "メールの設定を保存しました。")
        return redirect("people:preferences")
    context = {"section_nav": "my", "form": form, "account": request.user}
    return render(request, "people/preferences.html", context)


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """`/stop/<token>/`: stop mails of one kind without signing in; GET only asks.

    Mail programs open links to look at them, so that opening changes nothing.
    """
    found = read_token(token)
    if found is None:
        return render(request, "people/stop.html", {"is_broken": True}, status=404)
    account, kind = found
    if request.method == "POST":
        setattr(account, f"wants_{kind}", False)
        account.save(update_fields=[f"wants_{kind}"])
    context = {"kind": KINDS[kind], "token": token, "is_wanted": getattr(account, f"wants_{kind}")}
    return render(request, "people/stop.html", context)
