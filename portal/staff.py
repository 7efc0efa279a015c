"""The admin site of the portal: for staff with a second factor."""

from typing import NoReturn

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.http import urlencode

from portal.people.permissions import has_second_factor
from portal.typed import number_in


class StaffAdminSite(AdminSite):
    """Django's admin behind the portal's own sign-in.

    Staff sign in with a code by mail and prove a second factor (TOTP); who has none yet is led
    to set one up. The demo city, on loopback only, lets its invented staff in without.
    """

    site_title = site_header = f"{settings.CITY['site']['name']} 管理"
    index_title = "管理メニュー"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_staff and has_second_factor(user)

    def get_urls(self) -> list:
        """Django's, but the way from a row to its page is asked for only where there is one."""
        address = "r/<path:content_type_id>/<path:object_id>/"
        own = path(address, self.admin_view(to_its_page), name="view_on_site")
        others = [url for url in super().get_urls() if getattr(url, "name", "") != own.name]
        return [own, *others]

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> NoReturn:
        """Nobody has a password here."""
        raise Http404

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Send to the portal's sign-in, or to the set-up of a second factor."""
        user = request.user
        if self.has_permission(request):
            return redirect("admin:index")
        if user.is_authenticated and user.is_staff:
            return redirect("mfa_activate_totp")
        next_page = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': next_page})}")


def to_its_page(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """From a row to its public page. Some kinds, such as all history at once, have no table."""
    kind = get_object_or_404(ContentType, pk=number_in(content_type_id))
    if not hasattr(kind.model_class(), "get_absolute_url"):
        raise Http404
    return shortcut(request, str(kind.pk), object_id)
