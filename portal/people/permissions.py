"""Who may use which part of the staff's pages: asked of querysets, never of permission tables."""

from collections.abc import Callable
from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from portal.people.models import Membership
from portal.people.requests import SignedInRequest


def posts_of(user) -> list[Membership]:
    """The posts `user` works at, asked once for each account object, which is for each request."""
    if not hasattr(user, "_posts"):
        user._posts = list(Membership.objects.of(user))
    return user._posts


def works_for_section(user) -> bool:
    """Whether `user` is staff of the section (生涯学習課), or the one who installed the portal."""
    return user.is_superuser or any(post.is_section for post in posts_of(user))


def sits_on_council(user) -> bool:
    """Whether `user` is a member of the council (社会教育委員)."""
    return Membership.objects.on_council(user).exists()


def has_second_factor(user) -> bool:
    """Whether `user` may work with other people's data: a second factor, or the demo city."""
    return settings.DEMO or is_mfa_enabled(user)


def desk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the desk: for staff with a post and a second factor; not there for others.

    Who may see which course is in the querysets (`Course.objects.editable_by`), not here.
    """

    @wraps(view)
    def guarded(request: SignedInRequest, *args, **kwargs) -> HttpResponse:
        user = request.user
        is_installer = user.is_superuser and user.is_staff
        posts = posts_of(user)
        if not (is_installer or posts):
            raise Http404
        request.works_for_section = is_installer or any(post.is_section for post in posts)
        if not has_second_factor(user):
            return redirect("mfa_activate_totp")
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


def plan_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the plans' desk: for the section and, to read, the council; not there for others.

    What each of them may see and do is in the querysets and the commands, not here.
    """

    @wraps(view)
    def guarded(request: SignedInRequest, *args, **kwargs) -> HttpResponse:
        user = request.user
        request.works_for_section = works_for_section(user)
        if not (request.works_for_section or sits_on_council(user)):
            raise Http404
        if not has_second_factor(user):
            return redirect("mfa_activate_totp")
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


class SectionOnlyAdmin(admin.ModelAdmin):
    """Rows only the section keeps: wards, categories, plans, memberships."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return works_for_section(request.user)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return works_for_section(request.user)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission
