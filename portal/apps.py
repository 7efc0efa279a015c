from django.contrib.admin import apps


class StaffAdminConfig(apps.AdminConfig):
    """Django's admin, on the portal's own site class."""

    default_site = "portal.staff.StaffAdminSite"

    def ready(self) -> None:
        """Leave out what other packages put there: nobody of the city edits it by hand."""
        super().ready()
        from django.contrib import admin  # noqa: PLC0415  models must be loaded

        kept = {"people", "centers", "volunteers", "programs", "vision"}
        for model in list(admin.site._registry):
            if model._meta.app_label not in kept:
                admin.site.unregister(model)
