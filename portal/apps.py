from django.contrib.admin import apps


class StaffAdminConfig(apps.AdminConfig):
    """Django's admin, on the portal's own site class."""

    default_site = "portal.staff.StaffAdminSite"
