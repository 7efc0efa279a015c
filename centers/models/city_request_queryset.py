from django.db import models
from django.db.models import Q

from portal.people.permissions import works_for_section

from .center import Center


class CityRequestQuerySet(models.QuerySet):
    def of_year(self, year: int) -> "CityRequestQuerySet":
        return self.filter(year=year)

    def visible_to(self, user) -> "CityRequestQuerySet":
        """All for the section; for a ward and a centre what their own centres were asked."""
        if works_for_section(user):
            return self
        own = list(Center.objects.editable_by(user).values_list("pk", flat=True))
        if not own:
            return self.none()
        asked = self.exclude(status="draft")
        chosen = self.filter(centers__in=own).order_by().values("pk")
        return asked.filter(Q(everywhere=True) | Q(pk__in=chosen))

    def editable_by(self, user) -> "CityRequestQuerySet":
        """The section enters and decides them, for the departments that ask."""
        return self if works_for_section(user) else self.none()

    def of_center(self, center: Center) -> "CityRequestQuerySet":
        return self.filter(Q(everywhere=True) | Q(centers=center))

    def in_force(self) -> "CityRequestQuerySet":
        """Those that take time: asked for and not decided otherwise."""
        return self.filter(Q(status="asked") | Q(status="decided", decision="keep"))

    def called(self, words: str) -> "CityRequestQuerySet":
        """Those whose title, department or words hold every word."""
        found = self
        for word in words.split()[:5]:
            found = found.filter(
                Q(title__icontains=word)
                | Q(bureau__icontains=word)
                | Q(section__icontains=word)
                | Q(content__icontains=word)
            )
        return found
