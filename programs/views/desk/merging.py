"""Two registrations side by side; making them one, and two again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from centers.volunteers.roster.beside import volunteers_beside
from portal.people.models import AccessLog, Person
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import is_number, texts_in
from programs.desk.people import known_to
from programs.models import PersonMerge, SignUp
from programs.models.sign_up_queryset import LIVE
from programs.sign_ups import merging

CHOOSE_TWO = "くらべる登録を2つ選んでください。"
CONSENTS_ARE_NARROWER = (
    "ボランティアの同意は、どちらの登録にもあったものだけが残りました。本人に確かめてください。"
)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedInRequest) -> HttpResponse:
    """`/desk/people/merge/?person=1&person=2`: compare two; POST keeps one of them."""
    said = request.POST if request.method == "POST" else request.GET
    keys = [key for key in dict.fromkeys(texts_in(said, "person")) if is_number(key)]
    if len(keys) != 2:
        messages.error(request, CHOOSE_TWO)
        return redirect("desk:people")
    both = _two(request, keys)
    error, status = "", 200
    kept = next((person for person in both if str(person.pk) == said.get("keep")), None)
    if request.method == "POST":
        if kept is None:
            error, status = "残すほうの登録を選んでください。", 422
        else:
            absorbed = both[0] if kept == both[1] else both[1]
            try:
                done = merging.merge(kept, absorbed, by=request.user)
                told = f"{kept.full_name}さんの登録をひとつにまとめました。元にもどせます。"
                if done.joined_volunteers:
                    told += CONSENTS_ARE_NARROWER
                messages.success(request, told)
                return redirect("desk:doubles")
            except ValidationError as refusal:
                error, status = refusal.messages[0], 409
    AccessLog.record(request.user, [person.pk for person in both], reason="重なった登録の確認")
    with_account = [person for person in both if person.household.accounts.exists()]
    volunteers = volunteers_beside(request.user, both)
    context = {
        "desk_nav": "people",
        "both": both,
        "kept": kept or (with_account[0] if len(with_account) == 1 else both[0]),
        "with_account": with_account,
        "beside": [
            (person, own, volunteers.get(person.pk))
            for person, own in _sign_ups_beside(request, both)
        ],
        "both_volunteer": len(volunteers) == 2,
        "error": error,
    }
    return render(request, "desk/merge.html", context, status=status)


@desk_page
@require_POST
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/people/merges/<id>/undoing/`: let the two be two again."""
    done = get_object_or_404(PersonMerge, pk=pk, kept__in=known_to(request.user))
    AccessLog.record(request.user, [done.kept_id, done.absorbed_id], reason="名寄せの取り消し")
    try:
        merging.undo(done, by=request.user)
        messages.success(request, "まとめた登録を、元の2つにもどしました。")
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("desk:doubles")


def _two(request: SignedInRequest, keys: list[str]) -> list[Person]:
    """Both of them, if this member of staff may see both; else 404."""
    live = Count("sign_ups", filter=Q(sign_ups__status__in=LIVE))
    rows = (
        known_to(request.user)
        .filter(pk__in=keys)
        .select_related("ward", "household")
        .annotate(live_number=live, sign_up_number=Count("sign_ups"))
        .order_by("pk")
    )
    both: list[Person] = list(rows)
    if len(both) != 2:
        raise Http404
    return both


def _sign_ups_beside(
    request: SignedInRequest, both: list[Person]
) -> list[tuple[Person, list[SignUp]]]:
    """The latest sign-ups of each of the two at one's own places."""
    own = SignUp.objects.visible_to(request.user).filter(person__in=both)
    rows = list(own.select_related("course").order_by("-pk")[:100])
    return [(person, [row for row in rows if row.person_id == person.pk]) for person in both]
