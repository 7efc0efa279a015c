"""The yearly confirmation by list: printed with boxes to tick, and read back many at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from centers.volunteers.models import Confirmation
from centers.volunteers.roster import confirming
from centers.volunteers.roster.listing import RosterFilter, lines, with_postings
from centers.volunteers.roster.shown import kept_by, record
from portal.japan import calendar
from portal.paging import page_of
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import is_number

ANSWER = "answer-"


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirmations(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/confirmations/`: those of one's own not yet asked this fiscal year."""
    form = RosterFilter(request.GET, user=request.user, only_unconfirmed=True)
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            number = _write(request)
        except ValidationError as refusal:
            errors, status = refusal.messages, 409
        else:
            messages.success(request, f"{number}人の返事を書きました。")
            return redirect(request.get_full_path())
    rows = form.rows().filter(pk__in=kept_by(request.user).values("pk"))
    found, page = page_of(with_postings(rows), request.GET)
    shown = lines(found)
    record(request.user, shown, reason="年に一度の確認の名簿")
    context = {
        "desk_nav": "volunteers",
        "filter": form,
        "conditions": form.conditions(),
        "lines": shown,
        "page": page,
        "answers": Confirmation.Answer.choices,
        "year": calendar.fiscal_year(timezone.localdate()),
        "now": timezone.now(),
        "errors": errors,
    }
    return render(request, "volunteers_desk/confirmations.html", context, status=status)


def _write(request: SignedInRequest) -> int:
    """All that were ticked, or none. Codes: nothing_ticked, and those of `confirming.answer`."""
    told = {
        int(name.removeprefix(ANSWER)): answer
        for name, answer in request.POST.dict().items()
        if name.startswith(ANSWER) and is_number(name.removeprefix(ANSWER)) and answer
    }
    if not told:
        raise ValidationError("返事に、しるしをつけてください。", code="nothing_ticked")
    with transaction.atomic():
        rows = kept_by(request.user).filter(pk__in=told).select_related("person__household")
        own = list(rows.order_by("pk"))
        for one in own:
            confirming.answer(one, told[one.pk], via=Confirmation.Via.LIST, by=request.user)
    return len(own)
