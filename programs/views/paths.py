"""From a finished course into activity: whether one wants to be told, and founding a circle."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from centers.models import UserGroup
from portal.people.requests import SignedInRequest
from portal.typed import number_in
from programs.models import Circle, SignUp

WANTED = "修了した講座につながる活動を、マイページとメールでご案内します。"
NOT_WANTED = "活動の案内はお送りしません。「メールの設定」で、いつでも変えられます。"


@never_cache
@login_required
@require_POST
def wish_for_suggestions(request: SignedInRequest) -> HttpResponse:
    """`/my/suggestions/`: yes or no to being told what a finished course leads to."""
    wants = request.POST.get("answer") == "yes"
    request.user.wants_suggestions = wants
    request.user.save(update_fields=["wants_suggestions"])
    messages.success(request, WANTED if wants else NOT_WANTED)
    return redirect(f"{reverse('my')}#activity")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def circle(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/sign-ups/<id>/circle/`: which group grew out of the course; POST says it."""
    own = (
        SignUp.objects.of(request.user)
        .seated()
        .select_related("course__center", "person__household")
    )
    sign_up = get_object_or_404(own, pk=pk)
    all_groups = UserGroup.objects.filter(
        representative__in=sign_up.person.household.people.all(), is_individual=False
    ).select_related("center", "circle", "representative")
    groups = all_groups.filter(representative=sign_up.person_id)
    error, status = "", 200
    if request.method == "POST":
        group = groups.filter(pk=number_in(request.POST.get("group", ""))).first()
        if group is None:
            error, status = "団体を選んでください。", 422
        else:
            try:
                Circle.found(sign_up.course, group, by=request.user)
            except ValidationError as refusal:
                error, status = refusal.messages[0], 409
            else:
                messages.success(
                    request, f"「{group}」を、この講座から生まれた団体として登録しました。"
                )
                return redirect("programs:circle", sign_up.pk)
    begun = {
        "next": request.path,
        "representative": sign_up.person_id,
        "center": sign_up.course.center_id or "",
        "activity": f"「{sign_up.course.title}」で学んだことを続ける",
    }
    context = {
        "section_nav": "my",
        "sign_up": sign_up,
        "course": sign_up.course,
        "circles": [group for group in groups if _circle_of(group) == sign_up.course_id],
        "groups": [group for group in groups if _circle_of(group) is None],
        "of_others": all_groups.exclude(representative=sign_up.person_id),
        "register_url": f"{reverse('rooms:new_registration')}?{urlencode(begun)}",
        "error": error,
    }
    return render(request, "programs/circle.html", context, status=status)


def _circle_of(group: UserGroup) -> int | None:
    """The course a group is said to have grown out of."""
    return group.circle.course_id if hasattr(group, "circle") else None
