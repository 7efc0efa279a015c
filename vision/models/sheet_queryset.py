"""The vocabulary of progress sheets: whose they are to read, and which of them."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Subquery

from portal.people.permissions import sits_on_council, works_for_section

from .sheet_trail import SheetEvent


class SheetQuerySet(models.QuerySet):
    def of_year(self, year: int) -> "SheetQuerySet":
        return self.filter(year=year)

    def live(self) -> "SheetQuerySet":
        """Those that were not given up (取りやめ)."""
        return self.exclude(status="removed")

    def published(self) -> "SheetQuerySet":
        """Those of which a version was published, whatever happens to them since."""
        return self.filter(published_version__isnull=False)

    def by_state(self) -> dict[str, int]:
        """How many are in each state that occurs."""
        return dict(self.order_by().values_list("status").annotate(Count("pk")))

    def waiting(self) -> "SheetQuerySet":
        """Those that wait for a step of the section, with `handed_in_by`, whose own it may not be.

        A draft waits for nobody: it is written when its time has come.
        """
        handed_in = SheetEvent.objects.filter(sheet=OuterRef("pk"), what="submitted")
        return self.filter(status__in=["submitted", "approved", "returned"]).annotate(
            handed_in_by=Subquery(handed_in.order_by("-pk").values("by")[:1])
        )

    def readable_by(self, user) -> "SheetQuerySet":
        """All for the section; for the council those handed in or published once."""
        if works_for_section(user):
            return self.all()
        if sits_on_council(user):
            shown = SheetEvent.objects.that_show().filter(sheet=OuterRef("pk"))
            return self.live().filter(Exists(shown))
        return self.none()
