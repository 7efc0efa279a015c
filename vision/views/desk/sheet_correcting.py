"""Correcting at the desk which sheet a sheet is, giving it up, and bringing it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest
from portal.refusal import code_of
from portal.typed import number_in

from ...models import ProgressSheet
from ...sheets import correcting
from ...sheets.key_forms import CorrectionForm, RemovalForm
from .sheets import section_sheet, tell


@plan_page
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/plans/sheets/<pk>/correction/`: another year or number, or (`remove`) giving it up."""
    sheet = section_sheet(request, pk)
    data = request.POST if request.method == "POST" else None
    removes = data is not None and "remove" in data
    form = CorrectionForm(None if removes else data, initial=correcting.key_of(sheet))
    removal = RemovalForm(data if removes else None)
    sent = removal if removes else form
    status = 200
    if data is not None:
        if sent.is_valid() and _done(request, sheet, sent):
            return redirect("plan_desk:sheet", pk)
        status = 422
    context = {
        "desk_nav": "plans",
        "sheet": ProgressSheet.objects.get(pk=pk),
        "form": form,
        "removal": removal,
        "sent": sent,
    }
    return render(request, "plan_desk/sheet_correction.html", context, status=status)


def _done(request: SignedInRequest, sheet: ProgressSheet, sent) -> bool:
    seen: dict = {
        "by": request.user,
        "version": number_in(request.POST.get("version", "")),
        "reason": sent.cleaned_data["reason"],
    }
    try:
        if isinstance(sent, RemovalForm):
            correcting.remove(sheet, **seen)
            messages.success(request, "シートを取りやめました。「作成中にもどす」で、もどせます。")
        else:
            correcting.renumber(sheet, sent.key, **seen)
            messages.success(request, "シートの年度や番号を直しました。")
    except ValidationError as refusal:
        if code_of(refusal) == "repeated_number":
            sent.add_error("number", refusal.messages[0])
        else:
            sent.add_error(None, refusal)
        return False
    return True


@plan_page
@require_POST
def restoring(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST to bring back a sheet that was given up."""
    sheet = section_sheet(request, pk)
    version = number_in(request.POST.get("version", ""))
    tell(
        request,
        lambda: correcting.restore(sheet, by=request.user, version=version),
        lambda: "シートをもどしました",
    )
    return redirect("plan_desk:sheet", pk)
